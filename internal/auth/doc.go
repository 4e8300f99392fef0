// Package auth makes of a credential in a request the actor who makes it.
//
// There are two kinds of credential, both sent as "Authorization: Bearer …":
//
//   - a token of this service, made by "lectern token create" and kept, as a
//     hash, in a file beside the store (Tokens);
//   - a signed token of an OpenID Connect provider, where one is configured
//     (OIDC).
//
// People in a browser get one of the second kind by signing in (SignIn).
//
// A request without a credential is anonymous. One with a credential that is
// not valid is refused, and never taken for anonymous. No credential, and no
// part of one but a token's id, is logged, stored or put in an error.
//
// The package knows what a role is called, and must not know what it allows:
// that is content's. It must not know the store, GraphQL or how a response is
// written.
package auth
