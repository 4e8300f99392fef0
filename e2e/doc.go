// Package e2e tests the real service from outside: the clients' operations
// over HTTP with golden responses, and its page in a browser. It knows the
// wiring (internal/app) and the kinds of content, and must not know what lies between.
//
// Start with clients_test.go for the clients' operations, and process_test.go for the
// program as a process.
package e2e
