package catalog

import (
	"lectern/content"
)

// Calendars identify an event by its id, and apply an update only if its SEQUENCE has increased
// (RFC 5545, section 3.8.7.4): when its time or place changes. So each scheduled document
// counts these changes when it is published: what readers saw last is compared with what they
// see from then on. Documents that are older than this count start at 0.

// moved reports what differs from a former version, as readers see it.
func (s *Session) moved(former content.Document) (time, place bool) {
	was := former.(*Session)
	return !s.StartsAt.Equal(was.StartsAt) || !s.EndsAt.Equal(was.EndsAt), s.Room != was.Room
}

// moved reports what differs from a former version, as readers see it.
func (c *Conference) moved(former content.Document) (time, place bool) {
	was := former.(*Conference)
	return c.StartDate != was.StartDate || c.EndDate != was.EndDate, c.Venue.shown() != was.Venue.shown()
}

// countMoves counts in a document that is about to be published whether it moves from where
// readers saw it last.
func countMoves(d, former content.Document, time, place bool) *content.Moves {
	moves := former.Base().Moves
	if time {
		moves.Time++
	}
	if place {
		moves.Place++
	}
	d.Base().Moves = moves
	return &d.Base().Moves
}

func countConferenceMoves(_ *content.Transaction, d, former content.Document) error {
	time, place := d.(*Conference).moved(former)
	countMoves(d, former, time, place)
	return nil
}

func countSessionMoves(t *content.Transaction, d, former content.Document) error {
	s, was := d.(*Session), former.(*Session)
	time, place := s.moved(was)
	moves := countMoves(d, former, time, place)
	if s.ConferenceID != was.ConferenceID {
		left, err := t.Working(was.ConferenceID)
		if err != nil {
			return err
		}
		// Sequence includes the moves of the conference: it must not decrease.
		moves.Place += 1 + left.Base().Moves.Place
	}
	return nil
}

// Sequence returns the SEQUENCE of a session in calendars: how often its time or place changed
// for readers. Its place includes its conference's venue.
func (s *Session) Sequence(c *Conference) int { return s.Moves.Time + s.Moves.Place + c.Moves.Place }

// Sequence returns the SEQUENCE of a conference in calendars.
func (c *Conference) Sequence() int { return c.Moves.Time + c.Moves.Place }
