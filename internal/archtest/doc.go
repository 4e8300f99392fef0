// Package archtest holds the rules of the house as tests: who may import whom,
// what a package may be called, how long a file may be, and which phrases public
// texts avoid (wording.go). docs/architecture.md
// says why they are as they are.
//
// A rule is a function from the packages of the module to what breaks it, so
// that each can be shown to bite on a house made up for it. The package knows
// the layout and nothing of what the packages do.
package archtest
