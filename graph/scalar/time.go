package scalar

import (
	"context"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// UnmarshalDateTime reads an instant to the millisecond. The offset is required.
func UnmarshalDateTime(v any) (time.Time, error) {
	return parsed(v, func(s string) (t time.Time, err error) {
		if err := t.UnmarshalText([]byte(s)); err != nil || t.IsZero() {
			return t, content.Errorf(content.CodeBadInput, "This is not a time such as 2021-09-01T09:00:00+02:00 (RFC 3339, with an offset).")
		}
		return t.Truncate(time.Millisecond), nil
	})
}

// UnmarshalDate reads a day of the calendar.
func UnmarshalDate(v any) (locale.Date, error) { return parsed(v, locale.ParseDate) }

// UnmarshalDuration reads a duration.
func UnmarshalDuration(_ context.Context, v any) (locale.Duration, error) {
	return parsed(v, locale.ParseDuration)
}
