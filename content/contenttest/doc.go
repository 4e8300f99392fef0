// Package contenttest helps to test packages that use content: builders of valid documents, a
// store in memory, and the conformance suite that every content.Store passes.
//
// It knows the engine and the content types, and must not know a store, GraphQL or HTTP.
//
// Start with build.go for documents and edits, and store.go for the suite; world.go makes
// random edits.
package contenttest
