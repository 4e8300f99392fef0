package catalog

import (
	"lectern/content"
)

// Calendars identify an event by its id, and apply an update only if its SEQUENCE has increased
// (RFC 5545, section 3.8.7.4): when its time, place or status changes (RFC 5546, section
// 2.1.4). So each scheduled document counts these changes when it is published: what readers
// saw last is compared with what they see from then on. Documents that are older than this
// count start at 0.

// moved reports what differs from a former version, as readers see it.
func (s *Session) moved(was *Session) (time, place, status bool) {
	return !s.StartsAt.Equal(was.StartsAt) || !s.EndsAt.Equal(was.EndsAt), s.Room != was.Room, s.EventStatus() != was.EventStatus()
}

// moved reports what differs from a former version, as readers see it.
func (c *Conference) moved(was *Conference) (time, place, status bool) {
	tentative := (c.Status == ConferencePlanned) != (was.Status == ConferencePlanned)
	return c.StartDate != was.StartDate || c.EndDate != was.EndDate, c.Venue.shown() != was.Venue.shown(), tentative || c.EventStatus() != was.EventStatus()
}

// countMoves counts in a document that is about to be published whether it moves from where
// readers saw it last.
func countMoves(d, former content.Document, time, place, status bool) *content.Moves {
	moves := former.Base().Moves
	if time {
		moves.Time++
	}
	if place {
		moves.Place++
	}
	if status {
		moves.Status++
	}
	d.Base().Moves = moves
	return &d.Base().Moves
}

func countConferenceMoves(_ *content.Transaction, d, former content.Document) error {
	time, place, status := d.(*Conference).moved(former.(*Conference))
	countMoves(d, former, time, place, status)
	return nil
}

func countSessionMoves(t *content.Transaction, d, former content.Document) error {
	s, was := d.(*Session), former.(*Session)
	time, place, status := s.moved(was)
	moves := countMoves(d, former, time, place, status)
	if s.ConferenceID != was.ConferenceID {
		left, err := t.Working(was.ConferenceID)
		if err != nil {
			return err
		}
		// Sequence includes the moves of the conference: it must not decrease.
		moves.Place += 1 + left.Base().Moves.Place + left.Base().Moves.Status
	}
	return nil
}

// Sequence returns the SEQUENCE of a session in calendars: how often its time, place or status
// changed for readers. Its place includes its conference's venue, and its status that of the
// conference.
func (s *Session) Sequence(c *Conference) int {
	return s.Moves.Time + s.Moves.Place + s.Moves.Status + c.Moves.Place + c.Moves.Status
}

// Sequence returns the SEQUENCE of a conference in calendars.
func (c *Conference) Sequence() int { return c.Moves.Time + c.Moves.Place + c.Moves.Status }
