package scalar

import (
	"context"
	"time"

	"lectern/content/locale"
)

// UnmarshalDateTime reads an instant to the millisecond. The offset is required.
func UnmarshalDateTime(v any) (time.Time, error) { return parsed(v, locale.ParseInstant) }

// UnmarshalDate reads a day of the calendar.
func UnmarshalDate(v any) (locale.Date, error) { return parsed(v, locale.ParseDate) }

// UnmarshalDuration reads a duration.
func UnmarshalDuration(_ context.Context, v any) (locale.Duration, error) {
	return parsed(v, locale.ParseDuration)
}
