package scalar

import (
	"context"
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
)

// MarshalDateTime writes an instant with the offset that it was given with.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	if t.IsZero() {
		return graphql.Null
	}
	return graphql.MarshalString(t.Format(time.RFC3339Nano))
}

// UnmarshalDateTime reads an instant to the millisecond; the offset is needed.
func UnmarshalDateTime(v any) (time.Time, error) {
	return parsed(v, func(s string) (t time.Time, err error) {
		if err := t.UnmarshalText([]byte(s)); err != nil || t.IsZero() {
			return t, content.Errorf(content.CodeBadInput, "This is not a time such as 2021-09-01T09:00:00+02:00 (RFC 3339, with an offset).")
		}
		return t.Truncate(time.Millisecond), nil
	})
}

// MarshalDate writes a day of the calendar.
func MarshalDate(d content.Date) graphql.Marshaler { return MarshalString(string(d)) }

// UnmarshalDate reads a day of the calendar.
func UnmarshalDate(v any) (content.Date, error) { return parsed(v, content.ParseDate) }

// MarshalDuration writes a length of time; one that is not there as null.
func MarshalDuration(d content.Duration) graphql.ContextMarshaler { return duration(d) }

// UnmarshalDuration reads a length of time.
func UnmarshalDuration(_ context.Context, v any) (content.Duration, error) {
	return parsed(v, content.ParseDuration)
}

type duration content.Duration

// MarshalGQLContext is called as the answer is written.
func (d duration) MarshalGQLContext(ctx context.Context, w io.Writer) error {
	if d == 0 && absent(ctx) {
		graphql.Null.MarshalGQL(w)
	} else {
		graphql.MarshalString(content.Duration(d).String()).MarshalGQL(w)
	}
	return nil
}
