// Package e2e tests the real service from outside: the clients' operations
// over HTTP with golden responses, and its page in a browser. It knows the
// wiring (internal/app) and the kinds of content, and nothing between.
package e2e
