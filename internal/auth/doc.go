// Package auth identifies the actor of a request by its credential. It knows the names of
// roles, and must not know what they allow: that belongs to content. It must not know the
// store, GraphQL or how a response is written. Start with authenticator.go.
//
// There are two kinds of credential, both sent as "Authorization: Bearer …":
//
//   - a token of this service, created by "lectern token create" and stored, as a
//     hash, in a file beside the store (Tokens);
//   - a signed token of an OpenID Connect provider, if one is configured (OIDC).
//
// People in a browser get one of the second kind by signing in (SignIn).
//
// A request without a credential is anonymous. One with an invalid credential is refused, never
// treated as anonymous. No credential, and no part of one but a token's id, is logged, stored
// or put in an error.
package auth
