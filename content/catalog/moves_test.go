package catalog_test

import (
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// Calendars apply a move only if the sequence increases: it does so exactly with the time and
// the place that readers see.
func TestSequence(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	conference := contenttest.Conference("Conference")
	conference.Venue = &catalog.Venue{Name: "Hal", Address: "Vej 1", City: "Aarhus", Country: "DK", Precision: catalog.VenueRegistered}
	session := contenttest.Session("Session", "Conference", 0)
	contenttest.Publish(t, store, conference, session, contenttest.Conference("Other"))

	sequences := func() [2]int {
		t.Helper()
		v := contenttest.View(t, store, content.Anonymous)
		s, err := content.Get[*catalog.Session](v, session.ID)
		if err != nil {
			t.Fatal(err)
		}
		c, err := content.Get[*catalog.Conference](v, s.ConferenceID)
		if err != nil {
			t.Fatal(err)
		}
		return [2]int{s.Sequence(c), c.Sequence()}
	}
	ofSession := func(change func(s *catalog.Session)) func(*content.Transaction) error {
		return func(tx *content.Transaction) error {
			working, err := tx.Working(session.ID)
			if err != nil {
				return err
			}
			s := content.Clone(working.(*catalog.Session))
			change(s)
			if err := tx.Save(s); err != nil {
				return err
			}
			return tx.Publish(s.ID)
		}
	}
	ofConference := func(change func(c *catalog.Conference)) func(*content.Transaction) error {
		return func(tx *content.Transaction) error {
			working, err := tx.Working(conference.ID)
			if err != nil {
				return err
			}
			c := content.Clone(working.(*catalog.Conference))
			change(c)
			if err := tx.Save(c); err != nil {
				return err
			}
			return tx.Publish(c.ID)
		}
	}
	later := func(s *catalog.Session) {
		s.StartsAt, s.EndsAt = s.StartsAt.Add(time.Hour), s.EndsAt.Add(time.Hour)
	}
	first, err := content.Get[*catalog.Session](contenttest.View(t, store, content.Anonymous), session.ID)
	if err != nil {
		t.Fatal(err)
	}

	for _, step := range []struct {
		what                string
		edit                func(*content.Transaction) error
		session, conference int
	}{
		{"another title", ofSession(func(s *catalog.Session) { s.Title = locale.NewText("da", "Ny") }), 0, 0},
		{"the same time by another clock", ofSession(func(s *catalog.Session) { s.StartsAt = s.StartsAt.UTC() }), 0, 0},
		{"an hour later", ofSession(later), 1, 0},
		{"another room", ofSession(func(s *catalog.Session) { s.Room = "Sal 2" }), 2, 0},
		{"a draft of another time", func(tx *content.Transaction) error {
			return catalog.MoveSession(tx, session.ID, content.Patch{"startsAt": contenttest.Epoch}, 0)
		}, 2, 0},
		{"taken off", func(tx *content.Transaction) error { return tx.Unpublish(session.ID) }, -1, -1},
		{"published again, with the time of the draft", func(tx *content.Transaction) error { return tx.Publish(session.ID) }, 3, 0},
		{"the first version again", func(tx *content.Transaction) error {
			if err := tx.Restore(session.ID, first.Revision); err != nil {
				return err
			}
			return tx.Publish(session.ID)
		}, 4, 0},
		{"cancelled", ofSession(func(s *catalog.Session) { s.Status = catalog.SessionCancelled }), 5, 0},
		{"why", ofSession(func(s *catalog.Session) { s.StatusReason = locale.NewText("da", "Sygdom") }), 5, 0},
		{"on again", ofSession(func(s *catalog.Session) { s.Status, s.StatusReason = catalog.SessionScheduled, nil }), 6, 0},
		{"the conference is postponed", ofConference(func(c *catalog.Conference) {
			c.Status, c.PreviousDates = catalog.ConferencePostponed, []catalog.DateRange{{StartDate: c.StartDate, EndDate: c.EndDate}}
		}), 7, 1},
		{"it is announced again", ofConference(func(c *catalog.Conference) { c.Status = catalog.ConferenceAnnounced }), 8, 2},
		{"it was held", ofConference(func(c *catalog.Conference) { c.Status = catalog.ConferenceHeld }), 8, 2},
		{"other days", ofConference(func(c *catalog.Conference) { c.EndDate = "2021-09-03" }), 8, 3},
		{"another address, that nobody is told", ofConference(func(c *catalog.Conference) { c.Venue.Address = "Vej 2" }), 8, 3},
		{"another city", ofConference(func(c *catalog.Conference) { c.Venue.City = "Odense" }), 9, 4},
		{"another precision", ofConference(func(c *catalog.Conference) { c.Venue.Precision = catalog.VenueHidden }), 10, 5},
		{"another conference", ofSession(func(s *catalog.Session) { s.ConferenceID = contenttest.ID("conference", "Other") }), 11, 0},
	} {
		contenttest.Edit(t, store, step.edit)
		if step.session < 0 {
			continue
		}
		if got, want := sequences(), [2]int{step.session, step.conference}; got != want {
			t.Errorf("%s: the sequences of session and conference are %v, want %v", step.what, got, want)
		}
	}

	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		copied, err := tx.Duplicate(session.ID)
		if err != nil {
			return err
		}
		d, err := tx.Working(copied)
		if d != nil && d.Base().Moves != (content.Moves{}) {
			t.Errorf("a copy begins with %v", d.Base().Moves)
		}
		return err
	})
}
