// Package cli is the program's command line: one file for each command. It is the only place
// that reads flags and the environment. A command checks its flags, calls other packages to do
// the work, and reports the result as text and as the exit code. It must not contain the work
// itself. Start with cli.go, and serve.go for the service.
package cli
