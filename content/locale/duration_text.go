package locale

import (
	"fmt"
	"strings"
	"time"
)

// DurationTextForm is a form of a duration for people.
type DurationTextForm string

// The forms.
const (
	DurationTextLong  DurationTextForm = "LONG"
	DurationTextShort DurationTextForm = "SHORT"
	DurationTextClock DurationTextForm = "CLOCK"
)

// Valid reports whether the form is one of those above.
func (f DurationTextForm) Valid() bool {
	switch f {
	case DurationTextLong, DurationTextShort, DurationTextClock:
		return true
	}
	return false
}

// unit has the words for a unit of time: singular, plural, and short.
type unit struct{ one, many, short string }

// DurationText returns a duration in a language: "1 time 20 minutter". From an hour on, only
// DurationTextClock has seconds. It is empty if d rounds to no second, and in a language
// without words.
func DurationText(l Language, form DurationTextForm, d Duration) string {
	c := wordingOf(l)
	length := time.Duration(d).Round(time.Second)
	if c == nil || length <= 0 {
		return ""
	}
	if form != DurationTextClock && length >= time.Hour {
		length = length.Round(time.Minute)
	}
	counts := [3]int{int(length / time.Hour), int(length / time.Minute % 60), int(length / time.Second % 60)}
	if form == DurationTextClock {
		if counts[0] > 0 {
			return fmt.Sprintf("%d:%02d:%02d", counts[0], counts[1], counts[2])
		}
		return fmt.Sprintf("%d:%02d", counts[1], counts[2])
	}
	var parts []string
	for i, n := range counts {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, c.units[i].of(n, form)))
		}
	}
	return strings.Join(parts, " ")
}

func (u unit) of(n int, form DurationTextForm) string {
	switch {
	case form == DurationTextShort:
		return u.short
	case n == 1:
		return u.one
	}
	return u.many
}
