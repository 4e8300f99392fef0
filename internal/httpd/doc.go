// Package httpd serves Lectern over HTTP: its routes, and what applies to every response:
// timeouts, security headers, CORS, a request id, one line in the log, and a stop that
// finishes requests in flight.
//
// It mounts the handlers of other packages and knows the outer form of a request. It must not
// know the store, GraphQL or the content: it gets a handler, a text or a function for them.
//
// It keeps these care promises: no response makes a browser contact another origin (2), none
// sets a cookie or reveals where a reader came from (3); the log has no IP address, user
// agent, query or variable (4).
//
// Start with routes.go for the paths, and server.go for how it starts and stops.
package httpd
