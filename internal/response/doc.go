// Package response has what graph, the feeds, the files and httpd share: a cacheable response
// (Response, Reuse), the status of each code and its problem document (Refuse, Fail), the
// caching policies (policy.go), a client's preferences (Preferences), and the methods of a path
// (Methods). Start with Response.
//
// It knows HTTP, and the codes, revisions and read sets of the domain. It must not know a
// content type, GraphQL, the store or the configuration.
package response
