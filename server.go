// Lectern serves the content of conferences over GraphQL. See `lectern --help`; docs/ has the
// reasons for its design. Start with server.go, which calls internal/cli. It must not know
// anything else.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"lectern/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	// The first signal stops the service gracefully; a second one ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(cli.Run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
