package catalog

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"lectern/content"
)

// A room and a person are in one place at a time, as readers will see it: a session is compared
// with those that are public, and with those that the same change publishes. A draft is
// compared with drafts, and gets only warnings.

// sessionsOfRoom has the sessions in rooms with the same name, at all conferences.
var sessionsOfRoom = content.Index{By: "room", Order: "startsAt"}

// longestSession is the maximum length of a session. It bounds how long ago a session in
// progress may have begun.
const longestSession = 24 * time.Hour

// timed reports whether a session has both times.
func (s *Session) timed() bool { return !s.StartsAt.IsZero() && !s.EndsAt.IsZero() }

// checkBooking reports a room or a person that another session has at the same time, and a
// session that is too long to be found by others.
func (s *Session) checkBooking(c *content.Check) {
	if !s.timed() {
		return
	}
	if s.EndsAt.Sub(s.StartsAt) > longestSession {
		c.Soft(SessionTooLong, "endsAt", int(longestSession.Hours()))
	}
	if public, ok := c.Published.(*Session); ok && c.Publishing && s.booksLike(public) {
		return // it was compared with others then
	}
	for _, b := range s.bookings(c, c.Space(), nil) {
		c.Clash(b.code, b.field, b.other.Title.String())
	}
	if c.Publishing { // a step that is scheduled for one of these would be missed
		for _, b := range s.bookings(c, content.DraftIndex, c.Scheduled) {
			c.Warn(b.code, b.field, b.other.Title.String())
		}
	}
}

// booksLike reports whether a session occupies the same place, time and people as a former
// version of it.
func (s *Session) booksLike(o *Session) bool {
	return o.TakesPlace() && s.ConferenceID == o.ConferenceID && s.Room == o.Room &&
		s.StartsAt.Equal(o.StartsAt) && s.EndsAt.Equal(o.EndsAt) && slices.Equal(speakersOf(s.Cast), speakersOf(o.Cast))
}

// booking is a field of a session whose value another session has at the same time.
type booking struct {
	code  content.ProblemCode
	field string
	other *Session
}

// bookings returns the fields of a session whose values other sessions of a space have at the
// same time, each with the first of these. If which is not nil, it selects the sessions to
// compare.
func (s *Session) bookings(c *content.Check, space content.Space, which func(content.ID) bool) (all []booking) {
	if s.Room == "" && len(s.Cast) == 0 || !takesPlace(c, s) {
		return nil
	}
	roomTaken, taken := false, map[content.ID]bool{}
	for _, o := range s.meanwhile(c, space) {
		room := s.Room != "" && !roomTaken && o.Room == s.Room && o.ConferenceID == s.ConferenceID
		var people []content.ID
		for _, id := range speakersOf(o.Cast) {
			if !taken[id] && slices.Contains(speakersOf(s.Cast), id) {
				people = append(people, id)
			}
		}
		if !room && people == nil || !takesPlace(c, o) || which != nil && !which(o.ID) {
			continue
		}
		if room {
			all, roomTaken = append(all, booking{RoomTaken, "room", o}), true
		}
		for i, a := range s.Cast {
			if slices.Contains(people, a.SpeakerID) {
				all = append(all, booking{SpeakerTaken, "appearances." + strconv.Itoa(i) + ".speaker", o})
			}
		}
		for _, id := range people {
			taken[id] = true
		}
	}
	return all
}

// meanwhile returns the sessions of a space at the same time that are in a room of the same name or share
// a person, by time. It looks only at these, since a conference may have thousands of sessions
// a day.
func (s *Session) meanwhile(c *content.Check, space content.Space) (all []*Session) {
	from, to := content.TimeKey(s.StartsAt.Add(-longestSession)), content.TimeKey(s.EndsAt)
	seen := map[content.ID]bool{s.ID: true}
	add := func(index content.Index, by string) {
		for _, d := range c.Related(space, sessionKind, index, by, from, to) {
			o := d.(*Session)
			if !seen[o.ID] && o.timed() && o.StartsAt.Before(s.EndsAt) && s.StartsAt.Before(o.EndsAt) {
				all = append(all, o)
			}
			seen[o.ID] = true
		}
	}
	if s.Room != "" {
		add(sessionsOfRoom, s.Room)
	}
	for _, id := range speakersOf(s.Cast) {
		if id != "" {
			add(sessionsOfSpeaker, string(id))
		}
	}
	slices.SortFunc(all, func(a, b *Session) int {
		return cmp.Or(a.StartsAt.Compare(b.StartsAt), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// takesPlace reports whether a session occupies a room and people: not if it or its conference
// is called off.
func takesPlace(c *content.Check, s *Session) bool {
	if !s.TakesPlace() {
		return false
	}
	conference, ok := content.Relevant[*Conference](c, s.ConferenceID)
	return !ok || conference.TakesPlace()
}

// checkBookings reports, when a conference that was called off takes place after all, its
// sessions with a room or a person that others have got meanwhile.
func (c *Conference) checkBookings(check *content.Check) {
	former, ok := check.Published.(*Conference)
	if !ok || !check.Publishing || former.TakesPlace() || !c.TakesPlace() {
		return
	}
	for _, d := range check.Related(content.PublicIndex, sessionKind, sessionsOfConference, string(c.ID), "", content.Beyond) {
		s := d.(*Session)
		if !s.timed() {
			continue
		}
		for _, b := range s.bookings(check, content.PublicIndex, nil) {
			check.Clash(SessionTaken, "status", s.Title.String(), b.other.Title.String())
		}
	}
}
