// Package httpd is the service on HTTP: its routes, and what holds for every
// answer whatever is behind it: time limits, security headers, CORS, a request
// id, one line in the log, and a stop that finishes what was begun.
//
// It mounts handlers that others made and knows what a request looks like from
// outside. It must not know the store, GraphQL or the content: of those it is
// given a handler, a text and a function.
//
// Care promises that are kept here: no response makes a browser ask another
// origin (2), none sets a cookie, and none says where a reader came from (3);
// the log has no address, user agent, query or variable (4).
package httpd
