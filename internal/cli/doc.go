// Package cli is the program's command line: one file for each command, and
// the only place that reads flags and the environment. A command checks what
// it was given, has others do the work, and says how it went in words and in
// the exit code. It must not know how anything is done.
package cli
