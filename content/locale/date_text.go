package locale

import (
	"fmt"
	"strings"
	"time"
)

// DateTextForm is a form of a day or a time for people.
type DateTextForm string

// The forms.
const (
	DateTextLong   DateTextForm = "LONG"
	DateTextMedium DateTextForm = "MEDIUM"
	DateTextShort  DateTextForm = "SHORT"
	DateTextDay    DateTextForm = "DAY"
	DateTextTime   DateTextForm = "TIME"
	DateTextWeek   DateTextForm = "WEEK"
)

// Valid reports whether the form is one of those above.
func (f DateTextForm) Valid() bool {
	switch f {
	case DateTextLong, DateTextMedium, DateTextShort, DateTextDay, DateTextTime, DateTextWeek:
		return true
	}
	return false
}

// wording is the way a language writes days and times.
type wording struct {
	weekdays    [7]string // from Sunday on
	months      [12]string
	shortMonths [12]string
	weekday     string // between the weekday and the day
	day         string // the format of a day's number
	clock       string // the format of hours and minutes
	before      string // in front of the clock on its own
	between     string // between a day and the clock
	week, weeks string // the words
	units       [3]unit
}

var wordings = map[string]*wording{
	"da": {
		weekdays:    [7]string{"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"},
		months:      [12]string{"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"},
		shortMonths: [12]string{"jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."},
		weekday:     " den ", day: "%d.", clock: "%d.%02d", before: "kl. ", between: " kl. ", week: "uge", weeks: "uge",
		units: [3]unit{{"time", "timer", "t."}, {"minut", "minutter", "min."}, {"sekund", "sekunder", "sek."}},
	},
	"en": {
		weekdays:    [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		months:      [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		shortMonths: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		weekday:     " ", day: "%d", clock: "%02d:%02d", between: ", ", week: "week", weeks: "weeks",
		units: [3]unit{{"hour", "hours", "h"}, {"minute", "minutes", "min"}, {"second", "seconds", "s"}},
	},
}

// wordingOf returns the wording of a language, or nil if it is unknown: two languages are never
// mixed in one document.
func wordingOf(l Language) *wording {
	base, _, _ := strings.Cut(string(l), "-")
	return wordings[base]
}

// TimeText returns a time in a language, up to another one unless that is zero, both in their
// zones: "onsdag den 15. september 2021 kl. 10.15–11.00". It is empty without a time, and in a
// language without a wording.
func TimeText(l Language, form DateTextForm, from, to time.Time) string {
	c := wordingOf(l)
	switch {
	case c == nil || from.IsZero():
		return ""
	case !to.After(from):
		to = from
	}
	last := to // midnight belongs to the day before
	if to.After(from) {
		last = to.Add(-time.Nanosecond)
	}
	switch form {
	case DateTextWeek:
		return c.weekText(from, last)
	case DateTextDay:
		return c.days(DateTextLong, from, last)
	case DateTextTime:
		return c.before + c.hours(from, to)
	}
	if DayOf(from) == DayOf(last) {
		return c.date(form, from, true, true) + c.between + c.hours(from, to)
	}
	return c.date(form, from, true, true) + c.between + c.hour(from, false) + " – " + c.date(form, to, true, true) + c.between + c.hour(to, false)
}

// DaysText returns a day in a language, or the days up to another one: "1.–2. september 2021".
// It is empty as TimeText is, and as a TIME.
func DaysText(l Language, form DateTextForm, from, to Date) string {
	c := wordingOf(l)
	if c == nil || from == "" || form == DateTextTime {
		return ""
	}
	first, last := from.In(time.UTC), max(from, to).In(time.UTC)
	switch form {
	case DateTextWeek:
		return c.weekText(first, last)
	case DateTextDay:
		form = DateTextLong
	}
	return c.days(form, first, last)
}

// days returns one or several days, without repeating the same month and year.
func (c *wording) days(form DateTextForm, from, to time.Time) string {
	if DayOf(from) == DayOf(to) {
		return c.date(form, from, true, true)
	}
	year := from.Year() != to.Year()
	first := c.date(form, from, year || from.Month() != to.Month(), year)
	dash := "–"
	if strings.Contains(first, " ") {
		dash = " – "
	}
	return first + dash + c.date(form, to, true, true)
}

func (c *wording) date(form DateTextForm, t time.Time, month, year bool) string {
	text := fmt.Sprintf(c.day, t.Day())
	if form == DateTextLong {
		text = c.weekdays[t.Weekday()] + c.weekday + text
	}
	switch {
	case month && form == DateTextShort:
		text += " " + c.shortMonths[t.Month()-1]
	case month:
		text += " " + c.months[t.Month()-1]
	}
	if year {
		text += fmt.Sprintf(" %d", t.Year())
	}
	return text
}

// hours returns the hours of a day, from one to another.
func (c *wording) hours(from, to time.Time) string {
	if !to.After(from) {
		return c.hour(from, false)
	}
	return c.hour(from, false) + "–" + c.hour(to, true)
}

// hour returns a time of day. At the end of a period, midnight is 24.
func (c *wording) hour(t time.Time, end bool) string {
	hour, minute, second := t.Clock()
	if end && hour+minute+second == 0 {
		hour = 24
	}
	return fmt.Sprintf(c.clock, hour, minute)
}

// weekText returns the week of ISO 8601, or several.
func (c *wording) weekText(from, to time.Time) string {
	_, first := from.ISOWeek()
	if _, last := to.ISOWeek(); last != first {
		return fmt.Sprintf("%s %d–%d", c.weeks, first, last)
	}
	return fmt.Sprintf("%s %d", c.week, first)
}
