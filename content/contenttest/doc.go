// Package contenttest helps to test what is built on content: builders of
// documents that are valid and short to write, a store in memory, and the
// conformance suite that every content.Store passes.
package contenttest
