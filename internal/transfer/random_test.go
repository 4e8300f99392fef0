package transfer_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/content/schedule"
	"lectern/internal/transfer"
)

// seeds returns the number of seeds of a property test: few, or the environment variable
// LECTERN_TEST_SEEDS.
func seeds(few uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv("LECTERN_TEST_SEEDS"), 10, 64); err == nil {
		return n
	}
	return few
}

// TestExportsAreImported: after any edits, the export of a store is imported into an empty one,
// whose export is the same.
func TestExportsAreImported(t *testing.T) {
	t.Parallel()
	for seed := range seeds(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			store, world := contenttest.NewMemory(), contenttest.NewWorld(seed)
			for range 150 {
				if err := errors.Join(world.Edit(t.Context(), store), tinker(t, store, world)); err != nil {
					t.Fatal(err)
				}
			}
			if _, _, err := content.RunDue(t.Context(), store, contenttest.Site(contenttest.WorldAssets()), world.Now, rand.Read); err != nil {
				t.Fatal(err) // an export has no step that should have been done
			}
			first := files(t, export(t, store, false))
			o := options(in(first))
			o.Now, o.Library = world.Now, contenttest.WorldAssets()
			next := contenttest.NewMemory()
			report, err := transfer.Import(t.Context(), next, o)
			if err != nil {
				t.Fatalf("%v\n%s", err, lines(report.Problems))
			}
			if diff := cmp.Diff(first, files(t, export(t, next, false))); diff != "" {
				t.Errorf("the export of the import differs: %s", diff)
			}
		})
	}
}

// tinker makes a random edit of a kind that a World does not make: copies, empty drafts, drafts
// in a circle, schedules of several steps, steps that are cancelled alone, conferences that are
// called off. Refusals are ignored.
func tinker(t *testing.T, store content.Store, world *contenttest.World) error {
	o := contenttest.Options()
	o.Now = world.Now
	o.Entropy = func(b []byte) (int, error) {
		for i := range b {
			b[i] = byte(world.Uint32())
		}
		return len(b), nil
	}
	snapshot, err := store.Snapshot(t.Context())
	if err != nil {
		return err
	}
	defer func() { _ = snapshot.Close() }() // only read
	changes, err := snapshot.Log(0, 1<<20)
	if err != nil || len(changes) == 0 {
		return err
	}
	entries := changes[world.IntN(len(changes))].Entries
	id := entries[world.IntN(len(entries))].ID
	_, err = content.Edit(t.Context(), store, o, func(tx *content.Transaction) error {
		at := world.Now.Add(time.Duration(1+world.IntN(90)) * time.Hour).Truncate(time.Second)
		switch world.IntN(12) {
		case 0:
			_, err := tx.Duplicate(id)
			return err
		case 1:
			fresh, err := tx.NewID(id.Kind())
			if err != nil {
				return err
			}
			d := id.Kind().New()
			d.Base().ID = fresh
			return tx.Save(d)
		case 2:
			return emptied(tx, id)
		case 3, 4:
			return schedule.Publish(tx, id, at)
		case 5, 6:
			return schedule.Unpublish(tx, id, at)
		case 7:
			s, err := tx.State(id)
			if err != nil || len(s.Steps) == 0 {
				return err
			}
			step := content.ScheduledStep{Step: s.Steps[world.IntN(len(s.Steps))], DocumentID: id}
			_, err = schedule.CancelStep(tx, step.NodeID())
			return err
		}
		return rewrite(tx, id, func(d content.Document) { alter(world, d) }, world.IntN(2) == 0)
	})
	switch content.CodeOf(err) {
	case content.CodeInvalid, content.CodeNotFound, content.CodeBadInput:
		return nil
	}
	return err
}

// alter changes the fields of a document that rules compare with others.
func alter(world *contenttest.World, d content.Document) {
	switch d := d.(type) {
	case *catalog.Topic:
		d.BroaderID = contenttest.ID("topic", fmt.Sprint("topic-", world.IntN(4)))
	case *catalog.Conference:
		d.PreviousID = contenttest.ID("conference", fmt.Sprint("conference-", world.IntN(4)))
		d.Status = []catalog.ConferenceStatus{catalog.ConferenceHeld, catalog.ConferenceCancelled, catalog.ConferencePlanned}[world.IntN(3)]
	case *catalog.Session:
		d.Status = []catalog.SessionStatus{"", catalog.SessionCancelled, catalog.SessionPostponed}[world.IntN(3)]
		d.ConferenceID = contenttest.ID("conference", fmt.Sprint("conference-", world.IntN(4)))
		d.RecordingAllowed = world.IntN(3) > 0
	case *catalog.Speaker:
		d.Pseudonym, d.WithoutConsentReason = []string{"", "En kollega"}[world.IntN(2)], []string{"", "Says so."}[world.IntN(2)]
	case *catalog.PodcastEpisode:
		d.GUID = fmt.Sprint(world.IntN(3))
	case *catalog.Organisation:
		d.Slug = fmt.Sprint("slug-", world.IntN(3))
	case *catalog.Video:
		d.Title = locale.NewText("da", []string{"Film", "speaker-0-0"}[world.IntN(2)])
	}
}

// emptied saves an empty draft of a public document.
func emptied(tx *content.Transaction, id content.ID) error {
	working, err := tx.Working(id)
	if err != nil {
		return err
	}
	d := id.Kind().New()
	d.Base().ID, d.Base().Slug = id, working.Base().Slug
	return tx.Save(d)
}

// rewrite saves a changed draft, and may publish it.
func rewrite(tx *content.Transaction, id content.ID, change func(content.Document), publish ...bool) error {
	working, err := tx.Working(id)
	if err != nil {
		return err
	}
	d := content.Clone(working)
	change(d)
	if err := tx.Save(d); err != nil || !slices.Contains(publish, true) {
		return err
	}
	return tx.Publish(id)
}

// TestCirclesOfDrafts: drafts that refer to each other in a circle are imported, also with more
// documents than one change has.
func TestCirclesOfDrafts(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	topic := func(n int) content.ID { return contenttest.ID("topic", fmt.Sprint("t", n)) }
	const topics = 150
	edit(t, store, 0, func(tx *content.Transaction) error {
		for n := range 75 {
			d := &catalog.Topic{Meta: contenttest.Meta("topic", fmt.Sprint("t", n)), Name: locale.NewText("da", "Et emne")}
			if err := tx.Save(d); err != nil {
				return err
			}
		}
		return nil
	})
	edit(t, store, 1, func(tx *content.Transaction) error {
		for n := 75; n < topics; n++ {
			d := &catalog.Topic{Meta: contenttest.Meta("topic", fmt.Sprint("t", n)), Name: locale.NewText("da", "Et emne")}
			if n%3 != 0 {
				d.BroaderID = topic(n - 1)
			}
			if err := tx.Save(d); err != nil {
				return err
			}
		}
		for n := 75; n < topics; n += 3 {
			if err := rewrite(tx, topic(n), func(d content.Document) { d.(*catalog.Topic).BroaderID = topic(n + 2) }); err != nil {
				return err
			}
		}
		return nil
	})
	first := files(t, export(t, store, false))
	next := contenttest.NewMemory()
	mustImport(t, next, options(in(first)))
	if diff := cmp.Diff(first, files(t, export(t, next, false))); diff != "" {
		t.Errorf("the export of the import differs: %s", diff)
	}
}
