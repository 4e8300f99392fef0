package content

// Calendars know an event by its id for ever, and take what they are sent as
// news of it where its SEQUENCE has risen (RFC 5545, section 3.8.7.4): that is
// when it takes place at another time or place. So each document that takes
// place counts how often that was the case, as it is published: what readers
// saw last is compared with what they see from then on. Documents from before
// this was counted count from 0.

// Moves count how often readers saw a document take place otherwise. They never
// fall.
type Moves struct {
	Time  int `json:"timeMoves,omitempty"`  // at another time
	Place int `json:"placeMoves,omitempty"` // at another place
}

// mover is a document that takes place.
type mover interface {
	Document
	// moved tells what is different from a former version, as readers see it.
	moved(former Document) (time, place bool)
}

func (s *Session) moved(former Document) (time, place bool) {
	was := former.(*Session)
	return !s.StartsAt.Equal(was.StartsAt) || !s.EndsAt.Equal(was.EndsAt), s.Room != was.Room
}

func (c *Conference) moved(former Document) (time, place bool) {
	was := former.(*Conference)
	return c.StartDate != was.StartDate || c.EndDate != was.EndDate, c.Venue.shown() != was.Venue.shown()
}

// countMoves counts in a document that is about to be published whether it
// moves.
func (t *Transaction) countMoves(d Document, s *stagedDocument) error {
	m, ok := d.(mover)
	if !ok {
		return nil
	}
	former, err := t.seenLast(d.Base().ID, s)
	if err != nil || former == nil {
		return err
	}
	moves := former.Base().Moves
	time, place := m.moved(former)
	if time {
		moves.Time++
	}
	if place {
		moves.Place++
	}
	if s, ok := d.(*Session); ok && s.ConferenceID != former.(*Session).ConferenceID {
		left, err := t.Working(former.(*Session).ConferenceID)
		if err != nil {
			return err
		}
		// Sequence counts those of the conference too: it must not fall.
		moves.Place += 1 + left.Base().Moves.Place
	}
	d.Base().Moves = moves
	return nil
}

// seenLast is the version of a document that readers see, else the one that
// they saw last; nil where they never saw one.
func (t *Transaction) seenLast(id ID, s *stagedDocument) (Document, error) {
	if s.after.Published != 0 {
		return t.Published(id)
	}
	return lastPublic(t.base, id)
}

// Sequence is the SEQUENCE of a session in calendars: how often it took place
// at another time or place than readers saw before. Its place is one in its
// conference's venue.
func (s *Session) Sequence(c *Conference) int { return s.Moves.Time + s.Moves.Place + c.Moves.Place }

// Sequence is the SEQUENCE of a conference in calendars.
func (c *Conference) Sequence() int { return c.Moves.Time + c.Moves.Place }
