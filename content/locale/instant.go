package locale

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// rfc3339 is the grammar of a date-time. Package time accepts more, such as an hour of one digit,
// a decimal comma and an offset of 24 hours.
var rfc3339 = regexp.MustCompile(`^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$`)

// The first and last instants: from year 1 to 9999 on the clock of any zone.
var (
	firstInstant = time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)
	lastInstant  = time.Date(9999, 12, 30, 23, 59, 59, 0, time.UTC)
)

// ParseInstant parses a time of RFC 3339 with its offset, to the millisecond: further digits
// are dropped. T and Z may be in lower case. A leap second (23:59:60 UTC at the end of June or
// December) is read as the second after it.
func ParseInstant(s string) (time.Time, error) {
	upper := strings.ToUpper(s)
	if !rfc3339.MatchString(upper) {
		return time.Time{}, errNoInstant
	}
	const seconds = len("2006-01-02T15:04:")
	leap := upper[seconds:seconds+2] == "60"
	if leap {
		upper = upper[:seconds] + "59" + upper[seconds+2:]
	}
	t, err := time.Parse(time.RFC3339Nano, upper)
	if err != nil || t.Before(firstInstant) || t.After(lastInstant) {
		return time.Time{}, errNoInstant
	}
	if t = t.Truncate(time.Millisecond); leap {
		t = t.Truncate(time.Second).Add(time.Second)
		u := t.UTC()
		if u.Month() != time.January && u.Month() != time.July || !u.Equal(time.Date(u.Year(), u.Month(), 1, 0, 0, 0, 0, time.UTC)) {
			return time.Time{}, errNoInstant
		}
	}
	return t, nil
}

var errNoInstant = badFormat("This is not a time such as 2021-09-01T09:00:00+02:00 (RFC 3339, with an offset).")

// ErrSkipped and ErrRepeated are for local times that do not exist, and that exist twice, when
// daylight saving begins and ends.
var (
	ErrSkipped  = errors.New("locale: the clock skips this time")
	ErrRepeated = errors.New("locale: the clock shows this time twice")
)

var (
	isoTime    = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?)?$`)
	danishTime = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4})(?: +(?:kl\. ?)?(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?)?$`)
)

// ParseLocalTime parses a time without an offset in a zone, as spreadsheets write it:
// "2027-06-01 10:00", and with the day first, as in Danish, "01-06-2027 10:00" or "1/6/2027
// 10.00". onlyDay reports that there is no time of day: then it is midnight. The error is a
// FormatError, ErrSkipped or ErrRepeated.
func ParseLocalTime(s string, zone *time.Location) (at time.Time, onlyDay bool, err error) {
	year, month, day, clock := "", "", "", []string(nil)
	if m := isoTime.FindStringSubmatch(s); m != nil {
		year, month, day, clock = m[1], m[2], m[3], m[4:]
	} else if m := danishTime.FindStringSubmatch(s); m != nil && m[2] == m[4] {
		year, month, day, clock = m[5], m[3], m[1], m[6:]
	} else {
		return at, false, errNoLocalTime
	}
	number := func(s string) int {
		n, _ := strconv.Atoi(s) // only digits, or empty
		return n
	}
	wall := time.Date(number(year), time.Month(number(month)), number(day), number(clock[0]), number(clock[1]), number(clock[2]), 0, time.UTC)
	if wall.Day() != number(day) || int(wall.Month()) != number(month) || wall.Hour() != number(clock[0]) || wall.Minute() != number(clock[1]) || wall.Second() != number(clock[2]) ||
		wall.Before(firstInstant) || wall.After(lastInstant) {
		return at, false, errNoLocalTime
	}
	at, err = onClock(wall, zone)
	return at, clock[0] == "", err
}

var errNoLocalTime = badFormat("This is not a time such as 2021-09-01 10:00 or 01-09-2021 10:00 (the day before the month).")

// onClock returns the instant with a local time in a zone. wall has the local time in UTC.
func onClock(wall time.Time, zone *time.Location) (time.Time, error) {
	var found []time.Time
	for _, around := range []time.Duration{-24 * time.Hour, 24 * time.Hour} { // the offsets before and after a change
		_, offset := wall.Add(around).In(zone).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if shown := at.Format(time.DateTime); shown == wall.Format(time.DateTime) && (len(found) == 0 || !found[0].Equal(at)) {
			found = append(found, at)
		}
	}
	switch len(found) {
	case 0:
		return time.Time{}, ErrSkipped
	case 1:
		return found[0], nil
	}
	return time.Time{}, ErrRepeated
}
