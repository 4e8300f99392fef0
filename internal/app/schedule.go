package app

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"lectern/content"
)

// Clock is a clock and timer.
type Clock interface {
	Now() time.Time
	// After sends the time on the channel after d.
	After(d time.Duration) <-chan time.Time
}

// machineClock is the machine's clock.
type machineClock struct{}

func (machineClock) Now() time.Time { return time.Now() }

func (machineClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

const (
	// scheduleLooks is the interval at which the schedule is checked. A check reads one key, so
	// new plans need no notification.
	scheduleLooks = 250 * time.Millisecond
	// scheduleRests is the pause after an error.
	scheduleRests = 10 * time.Second
)

// clock returns the configured clock.
func (c *Config) clock() Clock {
	if c.Clock == nil {
		return machineClock{}
	}
	return c.Clock
}

// followSchedule runs each planned step at its instant, until ctx is done.
func (a *App) followSchedule(ctx context.Context) {
	for wait := time.Duration(0); ; {
		select {
		case <-ctx.Done():
			return
		case <-a.config.clock().After(wait):
			wait = a.runSchedule(ctx)
		}
	}
}

// runSchedule runs the due steps, and returns the time until the next check. Failures are
// logged and retried.
func (a *App) runSchedule(ctx context.Context) time.Duration {
	next, err := a.nextDue(ctx)
	if err == nil && !next.IsZero() && !next.After(a.config.clock().Now()) {
		var done []content.Done
		done, next, err = content.RunDue(ctx, a.store, a.site, a.config.clock().Now(), func(b []byte) (int, error) { return rand.Read(b) })
		for _, d := range done {
			a.logDone(ctx, d)
		}
	}
	switch {
	case ctx.Err() != nil:
		return 0
	case err != nil:
		a.config.Log.ErrorContext(ctx, "the schedule can't be run; retrying", "error", err)
		return scheduleRests
	case next.IsZero():
		return scheduleLooks
	}
	return min(scheduleLooks, max(0, next.Sub(a.config.clock().Now())))
}

func (a *App) nextDue(ctx context.Context) (time.Time, error) {
	snapshot, err := a.store.Snapshot(ctx)
	if err != nil {
		return time.Time{}, err
	}
	defer snapshot.Close()
	return content.NextDue(snapshot)
}

func (a *App) logDone(ctx context.Context, d content.Done) {
	level, message := slog.LevelInfo, "a scheduled step was done"
	attributes := []slog.Attr{
		slog.String("document", string(d.ID)), slog.String("action", string(d.Action)),
		slog.Time("due", d.At), slog.Uint64("revision", uint64(d.Revision)),
	}
	if d.Action == content.MissedStep {
		level, message = slog.LevelWarn, "a scheduled step was missed: its document has problems"
		attributes = append(attributes, slog.String("missed", string(d.Missed)), slog.Int("problems", len(d.Problems)))
	}
	a.config.Log.LogAttrs(ctx, level, message, attributes...)
}
