// Package app puts the service together: the store, its first content, the
// follower of the schedule, GraphQL on it, and HTTP before that. The program, the end-to-end tests and the
// benchmarks start it here, so that what is tested is what runs.
//
// It decides nothing that a flag could not: it must not read the environment,
// and it knows no rule of the content.
package app
