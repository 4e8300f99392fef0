package calendar

import (
	"fmt"
	"time"
)

// clock is a time zone of a calendar.
type clock struct{ *time.Location }

// isUTC reports whether times need no zone.
func (c clock) isUTC() bool { return c.String() == "UTC" }

// write writes the zone with each change of its offset in a range of years, from Go's data:
// recurrence rules would have to be guessed from them.
func (c clock) write(w *writer, from, to int) {
	w.property("BEGIN", "VTIMEZONE")
	w.property("TZID", c.String())
	end := time.Date(to+1, 1, 1, 0, 0, 0, 0, c.Location)
	for at := time.Date(from, 1, 1, 0, 0, 0, 0, c.Location); at.Before(end); {
		starts, ends := at.ZoneBounds()
		c.observance(w, at, starts)
		if ends.IsZero() {
			break
		}
		at = ends
	}
	w.property("END", "VTIMEZONE")
}

// observance writes the offset at an instant, valid since another one, or always if that is
// zero.
func (c clock) observance(w *writer, at, since time.Time) {
	name, offset := at.Zone()
	before := offset
	if since.IsZero() {
		since = time.Unix(0, 0)
	} else {
		_, before = since.Add(-time.Second).In(c.Location).Zone()
	}
	part := "STANDARD"
	if at.IsDST() {
		part = "DAYLIGHT"
	}
	w.property("BEGIN", part)
	w.property("DTSTART", since.In(time.FixedZone("", before)).Format(local))
	w.property("TZOFFSETFROM", utcOffset(before))
	w.property("TZOFFSETTO", utcOffset(offset))
	w.property("TZNAME", name)
	w.property("END", part)
}

// utcOffset formats an offset as "+0200", with seconds for historical offsets.
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}

const local = "20060102T150405"

// time writes a property with a time in the zone. An hour that occurs twice is written in UTC:
// programs disagree on which one it is, although RFC 5545 says the first (section 3.3.5).
func (c clock) time(w *writer, name string, t time.Time) {
	t = t.In(c.Location)
	if c.isUTC() || isTwice(t) {
		w.instant(name, t)
		return
	}
	w.line = append(append(append(w.line[:0], name...), ";TZID="...), c.String()...)
	w.line = t.AppendFormat(append(w.line, ':'), local)
	w.fold()
}

// isTwice reports whether the clock shows the same time twice.
func isTwice(t time.Time) bool {
	start, end := t.ZoneBounds()
	return !start.IsZero() && t.Sub(start) < setBack(start) || !end.IsZero() && end.Sub(t) <= setBack(end)
}

// setBack returns by how much the clocks are set back at the beginning of a zone's bounds. It
// is negative if they are set forward.
func setBack(at time.Time) time.Duration {
	_, now := at.Zone()
	_, before := at.Add(-time.Second).Zone()
	return time.Duration(before-now) * time.Second
}
