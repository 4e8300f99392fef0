// Package app assembles the service: the store, its first content, the schedule, GraphQL and
// HTTP. The program, the end-to-end tests and the benchmarks start it here, so the tests run
// the real service.
//
// It decides nothing that a flag could not: it must not read the environment, nor know a rule
// of the content.
//
// Start with app.go for the parts and their order, and config.go for the settings. committed.go
// follows each change.
package app
