package app

import (
	"context"
	"time"

	"lectern/graph"
	"lectern/internal/operations"
)

// usesWritten is the interval at which the uses of registered operations are saved.
const usesWritten = time.Minute

// openOperations reads the register, and logs a warning about operations that will be refused.
// They do not prevent a start, since the rest can run.
func (a *App) openOperations() (err error) {
	if a.operations, err = operations.Open(a.config.Data, a.config.Log); err != nil {
		return err
	}
	documents := a.operations.Documents()
	if len(documents) == 0 && a.config.PublicOperations == TrustedOperations {
		a.config.Log.Warn("no operations are registered, so readers and previewers can run none; see lectern operations register")
	}
	checker := graph.NewChecker()
	for _, d := range documents {
		if _, faults := checker.Check(d.Text); len(faults) > 0 {
			a.config.Log.Warn("a registered operation is not valid for the schema", "operation", d.Name, "id", d.ID, "fault", faults[0].Message)
		}
	}
	return nil
}

// countUses saves the counts at intervals until ctx is done; Close saves the rest.
func (a *App) countUses(ctx context.Context, interval time.Duration) {
	every := time.NewTicker(interval)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		if err := a.operations.Flush(); err != nil {
			a.config.Log.ErrorContext(ctx, "the use of operations can't be recorded; retrying", "error", err)
		}
	}
}
