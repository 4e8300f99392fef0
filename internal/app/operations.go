package app

import (
	"context"
	"time"

	"lectern/internal/operations"
)

// usesWritten is how often it is written down how registered operations were
// used.
const usesWritten = time.Minute

// openOperations reads what is registered.
func (a *App) openOperations() (err error) {
	a.operations, err = operations.Open(a.config.Data, a.config.Log)
	if err == nil && a.config.PublicOperations == TrustedOperations && a.operations.Empty() {
		a.config.Log.Warn("no operations are registered: those below editors are answered nothing (lectern operations register)")
	}
	return err
}

// countUses writes down what is counted, until ctx is done; Close does the rest.
func (a *App) countUses(ctx context.Context) {
	every := time.NewTicker(usesWritten)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		if err := a.operations.Flush(); err != nil {
			a.config.Log.ErrorContext(ctx, "the uses of operations can't be written down; trying again", "error", err)
		}
	}
}
