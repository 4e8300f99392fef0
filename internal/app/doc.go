// Package app puts the service together: the store, its first content, the
// follower of the schedule, GraphQL on it, and HTTP before that. The program, the
// end-to-end tests and the benchmarks start it here, so that what is tested is what runs.
//
// It decides nothing that a flag could not: it must not read the environment,
// nor know a rule of the content.
//
// Start with app.go for what is put together and in which order, and config.go for what
// can be set. committed.go follows each change.
package app
