package content

import "time"

// Clock returns the instant that a view shows, for values that change by the clock: that of its
// options At, otherwise Now. It is zero if the options have neither.
func Clock(v *View) time.Time { return v.time }

// ValidUntil records that what the view returned changes at an instant by the clock. The
// response must not be cached beyond it.
func ValidUntil(v *View, at time.Time) { v.reads.validUntil(at) }

// validUntil records the earliest instant.
func (l *readLog) validUntil(at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Until.IsZero() || at.Before(l.Until) {
		l.Until = at
	}
}
