// Package response is what graph, the feeds, the files and httpd say alike: a
// response that can be cached (Response, Reuse), the status of each code and its
// problem document (Refuse, Fail), how long others may cache what
// (policy.go), what a client prefers (Weighted), and which methods a path has
// (Methods). Start with Response.
//
// It knows HTTP, and of the domain its codes, revisions and read sets. It must not
// know a content type, GraphQL, the store or the configuration.
package response
