// Lectern serves the content of conferences over GraphQL. `lectern --help` says
// how; docs/ says why it is as it is. Start with server.go, which calls internal/cli. It
// must not know anything else.
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
	// The first signal stops the service in good order, and from then on the
	// next one ends the program as if nobody listened for it.
	context.AfterFunc(ctx, stop)
	os.Exit(cli.Run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
