// Package feedtest has what the tests of feeds share: documents that have
// everything that feeds show, a reader, and golden files. It is for tests only, and
// must not know any format.
// Start with feedtest.go; world.go has the documents.
package feedtest
