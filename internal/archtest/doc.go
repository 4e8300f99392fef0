// Package archtest checks the architecture as tests: which package may import which, names of
// packages, lengths of files, package comments (documented.go), and the phrases that texts
// avoid (wording.go). docs/architecture.md gives the reasons.
//
// A rule is a function from the packages of the module to its violations, so a test can show on
// made-up packages that it finds them. The package knows the layout, and must not know what the
// packages do.
//
// Start with rules.go.
package archtest
