package catalog_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/schedule"
)

// clashOf returns what two sessions share at the same time, or "". The conferences are those of
// the sessions.
func clashOf(a, b *catalog.Session, conferences map[content.ID]*catalog.Conference) string {
	on := func(s *catalog.Session) bool {
		c := conferences[s.ConferenceID]
		if c != nil && (c.Status == catalog.ConferenceCancelled || c.Status == catalog.ConferencePostponed) {
			return false
		}
		return s.Status != catalog.SessionCancelled && s.Status != catalog.SessionPostponed
	}
	if a.ID == b.ID || !on(a) || !on(b) || !a.StartsAt.Before(b.EndsAt) || !b.StartsAt.Before(a.EndsAt) {
		return ""
	}
	if a.Room != "" && a.Room == b.Room && a.ConferenceID == b.ConferenceID {
		return fmt.Sprintf("%s and %s are both in room %s", a.Slug, b.Slug, a.Room)
	}
	for _, p := range a.Cast {
		if slices.ContainsFunc(b.Cast, func(o catalog.Appearance) bool { return o.SpeakerID == p.SpeakerID }) {
			return fmt.Sprintf("%s and %s both have %s", a.Slug, b.Slug, p.SpeakerID)
		}
	}
	return ""
}

// publicClash returns the first clash of two public sessions among some documents.
func publicClash(ids []content.ID, public func(content.ID) (content.Document, error)) (string, error) {
	conferences := map[content.ID]*catalog.Conference{}
	var sessions []*catalog.Session
	for _, id := range ids {
		switch d, err := public(id); {
		case content.IsNotFound(err):
		case err != nil:
			return "", err
		case id.Kind().Name == "session":
			sessions = append(sessions, d.(*catalog.Session))
		case id.Kind().Name == "conference":
			conferences[id] = d.(*catalog.Conference)
		}
	}
	for i, a := range sessions {
		for _, b := range sessions[:i] {
			if clash := clashOf(a, b, conferences); clash != "" {
				return clash, nil
			}
		}
	}
	return "", nil
}

// idsIn returns the documents of a store.
func idsIn(t *testing.T, s content.Snapshot) (ids []content.ID) {
	t.Helper()
	changes, err := s.Log(0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		for _, e := range c.Entries {
			ids = append(ids, e.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// doubleBooking is publicClash for a store.
func doubleBooking(t *testing.T, store content.Store) string {
	t.Helper()
	s := snapshotOf(t, store)
	clash, err := publicClash(idsIn(t, s), func(id content.ID) (content.Document, error) {
		state, err := s.State(id)
		if err != nil || state.Published == 0 {
			return nil, content.NotFound(id)
		}
		return content.FullVersion(s, id, state.Published)
	})
	if err != nil {
		t.Fatal(err)
	}
	return clash
}

// booker makes random edits of a small programme in which everything is scarce.
type booker struct {
	*rand.Rand
	now      time.Time
	sessions []content.ID
}

func (b *booker) any() content.ID { return b.sessions[b.IntN(len(b.sessions))] }

func (b *booker) slot(s *catalog.Session) {
	s.ConferenceID = contenttest.ID("conference", fmt.Sprint("c", b.IntN(2)))
	s.Room = []string{"", "1", "2"}[b.IntN(3)]
	s.Cast = nil
	for _, name := range []string{"anna", "bo"} {
		if b.IntN(3) == 0 {
			s.Cast = append(s.Cast, catalog.Appearance{SpeakerID: contenttest.ID("speaker", name), Role: catalog.RoleSpeaker})
		}
	}
	s.Status = ""
	if b.IntN(5) == 0 {
		s.Status = []catalog.SessionStatus{catalog.SessionScheduled, catalog.SessionCancelled, catalog.SessionPostponed}[b.IntN(3)]
	}
	s.StartsAt = contenttest.Epoch.Add(time.Duration(b.IntN(8)) * 30 * time.Minute)
	s.EndsAt = s.StartsAt.Add(time.Duration(1+b.IntN(3)) * 30 * time.Minute)
}

// move saves another time or room of a session.
func (b *booker) move(tx *content.Transaction, id content.ID) error {
	d, err := tx.Working(id)
	if err != nil {
		return err
	}
	s := content.Clone(d.(*catalog.Session))
	b.slot(s)
	return tx.Save(s)
}

// swap exchanges the times of two sessions.
func (b *booker) swap(tx *content.Transaction, x, y content.ID) error {
	dx, err1 := tx.Working(x)
	dy, err2 := tx.Working(y)
	if err := errors.Join(err1, err2); err != nil || x == y {
		return err
	}
	sx, sy := content.Clone(dx.(*catalog.Session)), content.Clone(dy.(*catalog.Session))
	sx.StartsAt, sx.EndsAt, sy.StartsAt, sy.EndsAt = sy.StartsAt, sy.EndsAt, sx.StartsAt, sx.EndsAt
	return errors.Join(tx.Save(sx), tx.Save(sy))
}

// status changes whether a conference is called off.
func (b *booker) status(tx *content.Transaction) error {
	d, err := tx.Working(contenttest.ID("conference", fmt.Sprint("c", b.IntN(2))))
	if err != nil {
		return err
	}
	c := content.Clone(d.(*catalog.Conference))
	c.Status = []catalog.ConferenceStatus{catalog.ConferenceHeld, catalog.ConferenceCancelled, catalog.ConferencePostponed}[b.IntN(3)]
	c.PreviousDates = []catalog.DateRange{{StartDate: "2021-01-01", EndDate: "2021-01-01"}}
	return errors.Join(tx.Save(c), tx.Publish(c.ID))
}

// edit stages some random steps, and ignores refused ones.
func (b *booker) edit(tx *content.Transaction) error {
	for range 1 + b.IntN(4) {
		id, at := b.any(), b.now.Add(time.Duration(1+b.IntN(5))*time.Minute)
		var err error
		switch b.IntN(12) {
		case 0, 1:
			err = b.move(tx, id)
		case 2, 3, 4:
			err = errors.Join(b.move(tx, id), tx.Publish(id))
		case 5:
			err = tx.Publish(id)
		case 6:
			if other := b.any(); b.swap(tx, id, other) == nil {
				err = errors.Join(tx.Publish(id), tx.Publish(other))
			}
		case 7:
			err = tx.Unpublish(id)
		case 8:
			if len(b.sessions) < 12 {
				var copied content.ID
				if copied, err = tx.Duplicate(id); err == nil {
					b.sessions = append(b.sessions, copied)
				}
			}
		case 9:
			if b.IntN(2) == 0 {
				err = b.status(tx)
			}
		default:
			err = errors.Join(b.move(tx, id), schedule.Publish(tx, id, at))
		}
		if err != nil && !refusedEdit(err) {
			return err
		}
	}
	return nil
}

// TestDoubleBookings: after any edits, publications and schedules no two public sessions share
// a room or a person at the same time. An edit is refused for that, or a step missed, only if
// two public sessions would: a draft that was never public prevents nothing.
func TestDoubleBookings(t *testing.T) {
	t.Parallel()
	refused, missed, published := 0, 0, 0
	for seed := range seeds(20) {
		b := &booker{Rand: rand.New(rand.NewPCG(seed, 14)), now: contenttest.Epoch}
		store := contenttest.NewMemory()
		contenttest.Publish(t, store, contenttest.Conference("c0"), contenttest.Conference("c1"), contenttest.Speaker("anna"), contenttest.Speaker("bo"))
		for i := range 7 {
			s := contenttest.Session(fmt.Sprint("s", i), "c0", 0)
			b.slot(s)
			contenttest.Save(t, store, s)
			b.sessions = append(b.sessions, s.ID)
		}
		for range 80 {
			b.now = b.now.Add(time.Duration(b.IntN(3)) * time.Minute)
			if next, err := content.NextDue(snapshotOf(t, store)); err != nil {
				t.Fatal(err)
			} else if !next.IsZero() && !next.After(b.now) {
				done, _ := runDue(t, store, next)
				missed += b.checkMissed(t, store, done)
			}
			sessions, would := b.sessions, ""
			o := contenttest.Options()
			o.Now = b.now
			o.Entropy = func(p []byte) (int, error) {
				for i := range p {
					p[i] = byte(b.Uint64())
				}
				return len(p), nil
			}
			batch, err := content.Edit(t.Context(), store, o, func(tx *content.Transaction) error {
				if err := b.edit(tx); err != nil {
					return err
				}
				var err error
				would, err = publicClash(append(idsIn(t, snapshotOf(t, store)), b.sessions...), tx.Published)
				return err
			})
			if err != nil {
				b.sessions = sessions // the copies were not saved
			}
			switch clash := clashProblem(err); {
			case err != nil && content.CodeOf(err) != content.CodeInvalid:
				t.Fatal(err)
			case would != "" && err == nil:
				t.Fatalf("seed %d: %s", seed, would)
			case would == "" && clash != "":
				t.Fatalf("seed %d: refused for %s", seed, clash)
			case clash != "":
				refused++
			case batch != nil:
				published++
			}
			if clash := doubleBooking(t, store); clash != "" {
				t.Fatalf("seed %d: %s", seed, clash)
			}
		}
	}
	if refused < 10 || missed < 3 || published < 100 {
		t.Errorf("only %d edits were refused and %d steps missed beside %d changes", refused, missed, published)
	}
}

// clashProblem returns a problem of an error that is about two sessions, or "".
func clashProblem(err error) string {
	var e *content.Error
	if !errors.As(err, &e) {
		return ""
	}
	return firstClash(e.Problems)
}

func firstClash(problems []content.Problem) string {
	for _, p := range problems {
		if p.Clash && !p.Warning {
			return p.String()
		}
	}
	return ""
}

// checkMissed counts the steps of an instant that were missed for a clash, and checks that
// there is one.
func (b *booker) checkMissed(t *testing.T, store content.Store, done []content.Done) (missed int) {
	t.Helper()
	s := snapshotOf(t, store)
	for _, d := range done {
		if d.Action != content.MissedStep || firstClash(d.Problems) == "" {
			continue
		}
		missed++
		clash, err := publicClash(idsIn(t, s), func(id content.ID) (content.Document, error) {
			state, err := s.State(id)
			if err != nil || state.Published == 0 && id != d.ID {
				return nil, content.NotFound(id)
			}
			if id == d.ID {
				return content.FullVersion(s, id, state.Working())
			}
			return content.FullVersion(s, id, state.Published)
		})
		if err != nil || clash == "" {
			t.Errorf("a step of %s was missed for %s (%v)", d.ID, strings.TrimSpace(firstClash(d.Problems)), err)
		}
	}
	return missed
}
