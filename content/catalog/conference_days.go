package catalog

import (
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// A session is within the days of its conference as readers see both: publishing either checks
// it against the public version of the other. A draft of either only warns, so that no draft
// prevents the edit of another document.

// maxOutside is the maximum number of sessions that a conference's problems name.
const maxOutside = 20

// days reports whether the days of a conference are known.
func (c *Conference) days() bool { return c.StartDate != "" && c.EndDate != "" }

// before and after report whether a session begins before the days of a conference, or ends
// after them, by the conference's clock. A session without a time does neither, nor does one
// that does not take place.
func (s *Session) before(c *Conference) bool {
	return c.days() && s.TakesPlace() && !s.StartsAt.IsZero() && locale.DayOf(c.clock(s.StartsAt)) < c.StartDate
}

func (s *Session) after(c *Conference) bool {
	return c.days() && s.TakesPlace() && !s.StartsAt.IsZero() && locale.DayOf(c.clock(s.lastMoment())) > c.EndDate
}

// clock returns a time in the conference's time zone, if it has one.
func (c *Conference) clock(at time.Time) time.Time {
	return locale.InZone(locale.ZoneNamed(c.TimeZone), at)
}

// checkDays reports a session outside the days of its conference.
func (s *Session) checkDays(c *content.Check) {
	conference, ok := content.Relevant[*Conference](c, s.ConferenceID)
	if ok && (s.before(conference) || s.after(conference)) {
		c.Lapse(OutsideConference, "startsAt")
	}
}

// checkSessions reports the sessions that new days of a conference leave outside.
func (c *Conference) checkSessions(check *content.Check) {
	if former, ok := check.Published.(*Conference); ok && former.StartDate == c.StartDate && former.EndDate == c.EndDate && former.TimeZone == c.TimeZone || !c.days() {
		return
	}
	more := 0
	for _, d := range check.Referrers(c.ID) {
		s, ok := d.(*Session)
		if !ok {
			continue
		}
		field := "startDate"
		switch {
		case s.before(c):
		case s.after(c):
			field = "endDate"
		default:
			continue
		}
		if more++; more <= maxOutside {
			check.Lapse(SessionOutside, field, s.Title.String(), s.Slug, c.clock(s.StartsAt).Format("2006-01-02 15:04"))
		}
	}
	if more > maxOutside {
		check.Lapse(SessionsOutside, "startDate", more-maxOutside)
	}
}
