package app

import (
	"context"
	"time"
)

// usesWritten is how often it is written down how registered operations were
// used.
const usesWritten = time.Minute

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
