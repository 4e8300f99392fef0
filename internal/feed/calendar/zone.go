package calendar

import (
	"fmt"
	"time"
)

// clock is a time zone as a calendar has it.
type clock struct{ *time.Location }

// isUTC tells whether times need no zone beside them.
func (c clock) isUTC() bool { return c.String() == "UTC" }

// write writes the zone with each change of its clocks in some years, as Go's
// data have them: rules that repeat would have to be guessed from these.
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

// observance writes what holds at an instant, since another one; always where
// that is zero.
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

// utcOffset is an offset as "+0200"; with seconds where it has any, as before
// there were time zones.
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

// time writes a property whose value is a time by the zone's clock. An hour that
// the clocks go through twice is written in UTC: programs don't agree on which of
// the two it is, though RFC 5545 says the first (section 3.3.5).
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

// isTwice tells whether the clock shows the same at another time too.
func isTwice(t time.Time) bool {
	start, end := t.ZoneBounds()
	return !start.IsZero() && t.Sub(start) < setBack(start) || !end.IsZero() && end.Sub(t) <= setBack(end)
}

// setBack is by how much the clocks are set back at the beginning of a zone's
// bounds; negative where they are set forward.
func setBack(at time.Time) time.Duration {
	_, now := at.Zone()
	_, before := at.Add(-time.Second).Zone()
	return time.Duration(before-now) * time.Second
}
