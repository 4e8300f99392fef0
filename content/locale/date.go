package locale

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Date is a calendar day without a time or a zone, "2021-09-01" (ISO 8601). Dates compare as
// strings.
type Date string

// ParseDate checks that a text is a calendar day.
func ParseDate(s string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", badFormat("This is not a date such as 2021-09-01.")
	}
	return Date(s), nil
}

// UnmarshalText parses a date; the empty text is no date.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d = ""
	if len(b) > 0 {
		*d, err = ParseDate(string(b))
	}
	return err
}

// In returns the instant at which the day begins in a time zone.
func (d Date) In(zone *time.Location) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, string(d), zone)
	return t
}

// DayOf returns the calendar day of a time, in the zone of the time.
func DayOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Duration is a length of time. It is written in ISO 8601, in days, hours, minutes and seconds:
// "PT27M30S".
type Duration time.Duration

var durationUnits = []struct {
	letter byte
	time   bool
	unit   time.Duration
}{
	{'D', false, 24 * time.Hour}, {'H', true, time.Hour}, {'M', true, time.Minute}, {'S', true, time.Second},
}

// ParseDuration parses an ISO 8601 duration of days, hours, minutes and seconds; only the
// seconds may have a fraction. Years, months and weeks are refused, since they have no fixed
// length or no use here.
func ParseDuration(s string) (Duration, error) {
	bad := func() (Duration, error) {
		return 0, badFormat("This is not a duration such as PT27M30S (ISO 8601, at most days).")
	}
	rest, ok := strings.CutPrefix(s, "P")
	if !ok || len(s) > 32 || strings.HasSuffix(s, "T") || rest == "" {
		return bad()
	}
	var total float64
	inTime, unit := false, 0
	for rest != "" {
		if !inTime && rest[0] == 'T' {
			inTime, rest = true, rest[1:]
			continue
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
		if end <= 0 {
			return bad()
		}
		for unit < len(durationUnits) && (durationUnits[unit].letter != rest[end] || durationUnits[unit].time != inTime) {
			unit++
		}
		if unit == len(durationUnits) {
			return bad()
		}
		n, err := strconv.ParseFloat(rest[:end], 64)
		if err != nil || rest[0] == '.' || rest[end-1] == '.' || (strings.Contains(rest[:end], ".") && durationUnits[unit].unit != time.Second) {
			return bad()
		}
		total += n * float64(durationUnits[unit].unit)
		rest = rest[end+1:]
		unit++
	}
	if total >= math.MaxInt64/2 {
		return bad()
	}
	return Duration(math.Round(total/float64(time.Millisecond))) * Duration(time.Millisecond), nil
}

// String returns the duration in ISO 8601, in hours, minutes and seconds.
func (d Duration) String() string { return string(d.Append(nil)) }

// Append appends the result of String.
func (d Duration) Append(b []byte) []byte {
	start, left := len(b), time.Duration(d)
	b = append(b, "PT"...)
	for _, unit := range []struct {
		length time.Duration
		letter byte
	}{{time.Hour, 'H'}, {time.Minute, 'M'}} {
		if n := left / unit.length; n > 0 {
			b = append(strconv.AppendInt(b, int64(n), 10), unit.letter)
		}
		left %= unit.length
	}
	switch {
	case left == 0 && len(b) > start+len("PT"):
		return b
	case left%time.Second == 0:
		b = strconv.AppendInt(b, int64(left/time.Second), 10)
	default:
		b = strconv.AppendFloat(b, left.Seconds(), 'f', -1, 64)
	}
	return append(b, 'S')
}

// MarshalText returns ISO 8601.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText parses ISO 8601.
func (d *Duration) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDuration(string(b))
	return err
}
