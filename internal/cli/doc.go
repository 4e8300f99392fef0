// Package cli is the program's command line: one file for each command. It
// is the only place that reads flags and the environment. A command checks its flags,
// calls other packages to do the work, and reports the result in words and in the exit
// code. It must not contain the work itself.
package cli
