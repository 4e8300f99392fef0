package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/content/schedule"
)

// editor makes random edits of a few documents, many of which refer to each other, with
// increasing times.
type editor struct {
	*rand.Rand
	now    time.Time
	latest time.Duration // how far ahead steps are planned
}

func newEditor(seed uint64) *editor {
	return &editor{Rand: rand.New(rand.NewPCG(seed, 1)), now: contenttest.Epoch, latest: 24 * time.Hour}
}

// knownIDs returns the ids of all documents that an editor may create.
func knownIDs() (ids []content.ID) {
	for i := range 3 {
		ids = append(ids, contenttest.ID("conference", fmt.Sprint("c", i)), contenttest.ID("podcast", fmt.Sprint("p", i)), contenttest.ID("speaker", fmt.Sprint("sp", i)))
	}
	for i := range 8 {
		ids = append(ids, contenttest.ID("session", fmt.Sprint("s", i)), contenttest.ID("podcastEpisode", fmt.Sprint("e", i)))
	}
	return ids
}

func (e *editor) document() content.Document {
	parent := fmt.Sprint(e.IntN(3))
	switch e.IntN(6) {
	case 0:
		return contenttest.Conference("c" + parent)
	case 1:
		return &catalog.Podcast{
			Meta: contenttest.Meta("podcast", "p"+parent), Title: locale.NewText("da", "P"), Description: locale.NewText("da", "P."),
			Author: "P", OwnerEmail: "p@example.org", SpokenLanguage: "da", Category: "News", Artwork: "/media/p.png", Link: "https://example.org/p",
		}
	case 2:
		s := contenttest.Speaker("sp" + parent)
		s.Consents = []catalog.Consent{{To: content.ConsentToName, Scope: "Alt", GivenOn: "2021-01-01", ExpiresOn: locale.Date(e.now.AddDate(0, 0, e.IntN(3)).Format(time.DateOnly))}}
		return s
	case 3:
		return &catalog.PodcastEpisode{
			Meta: contenttest.Meta("podcastEpisode", fmt.Sprint("e", e.IntN(8))), PodcastID: contenttest.ID("podcast", "p"+parent),
			Title: locale.NewText("da", "E"), GUID: fmt.Sprint(e.Uint64()), Number: 1 + e.IntN(99), EpisodeType: catalog.EpisodeFull,
			Audio: &catalog.Audio{URL: "/media/e.mp3", MIMEType: "audio/mpeg", Bytes: 1}, ReleasedAt: contenttest.Epoch,
			WithoutTranscriptReason: "Musik.",
		}
	}
	n := e.IntN(8)
	s := contenttest.Session(fmt.Sprint("s", n), "c"+parent, n)
	s.Room = fmt.Sprint(e.IntN(3))
	if e.IntN(8) == 0 {
		s.Title = nil // has problems when it is published
	}
	if e.IntN(3) == 0 {
		s.Slug = fmt.Sprint("slug-", e.IntN(12))
	}
	return s
}

// edit stages one to three random steps, and ignores refused ones.
func (e *editor) edit(tx *content.Transaction) error {
	ids := knownIDs()
	for range 1 + e.IntN(3) {
		id := ids[e.IntN(len(ids))]
		at := e.now.Add(time.Duration(1+e.Int64N(int64(e.latest/time.Second))) * time.Second)
		var err error
		switch e.IntN(12) {
		case 0, 1, 2, 3:
			d := e.document()
			if err = tx.Save(d); err == nil && e.IntN(2) == 0 {
				err = tx.Publish(d.Base().ID)
			}
		case 4:
			err = tx.Publish(id)
		case 5:
			err = tx.Unpublish(id)
		case 6:
			if e.IntN(4) == 0 {
				err = tx.Archive(id)
			}
		case 7, 10:
			err = schedule.Publish(tx, id, at)
		case 8, 11:
			err = schedule.Unpublish(tx, id, at)
		case 9:
			if e.IntN(4) == 0 {
				err = schedule.Cancel(tx, id)
			}
		}
		if err != nil && !refusedEdit(err) {
			return err
		}
	}
	return nil
}

// refusedEdit reports whether an edit was refused for its own faults.
func refusedEdit(err error) bool {
	return slices.Contains([]content.Code{content.CodeNotFound, content.CodeBadInput, content.CodeInvalid}, content.CodeOf(err))
}

// next returns the batch of a random edit, or nil if it was refused.
func (e *editor) next(t *testing.T, store content.Store) *content.Batch {
	t.Helper()
	e.now = e.now.Add(time.Duration(e.IntN(100)) * time.Second)
	o := contenttest.Options()
	o.Now, o.DryRun = e.now, true
	batch, err := content.Edit(t.Context(), store, o, e.edit)
	if err != nil && !refusedEdit(err) {
		t.Fatal(err)
	}
	if err != nil {
		return nil
	}
	return batch
}

func commitBatch(t *testing.T, store content.Store, batch *content.Batch) {
	t.Helper()
	if err := store.Write(t.Context(), func(content.Snapshot) (*content.Batch, error) { return batch, nil }); err != nil {
		t.Fatal(err)
	}
}

func snapshotOf(t *testing.T, store content.Store) content.Snapshot {
	t.Helper()
	s, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// answersOf returns everything in a snapshot, by the name of the question, without times of
// changes that may differ.
func answersOf(t *testing.T, s content.Snapshot, times bool) map[string]any {
	t.Helper()
	all := map[string]any{"revision": s.Revision()}
	must := func(name string, v any, err error) {
		t.Helper()
		if err != nil && !content.IsNotFound(err) {
			t.Fatalf("%s: %v", name, err)
		}
		if err != nil {
			v = "not found"
		}
		all[name] = v
	}
	for space := range content.Spaces {
		keys, err := s.Scan(nil, space, "", "", false, 1<<20)
		must(fmt.Sprint("space ", space), append([]string{}, keys...), err)
		if space.Counted() {
			for prefix := range content.DeriveCounts(keys) {
				n, err := s.Count(space, prefix)
				must(fmt.Sprintf("count %d %q", space, prefix), n, err)
			}
		}
		for i := 0; i < len(keys); i += 1 + len(keys)/7 {
			for _, limit := range []int{1, 5} {
				for _, reverse := range []bool{false, true} {
					some, err := s.Scan([]string{"before"}, space, keys[i/2], keys[i], reverse, limit)
					must(fmt.Sprint("scan ", space, i, limit, reverse), append([]string{}, some...), err)
				}
			}
		}
	}
	for _, id := range knownIDs() {
		state, err := s.State(id)
		must(fmt.Sprint("state ", id), state, err)
		for r := range s.Revision() + 2 {
			stored, err := s.Version(id, r)
			if err == nil {
				must(fmt.Sprint("version ", id, r), stored.Full, nil)
			}
		}
		for _, before := range []content.Revision{0, 1, s.Revision() / 2, s.Revision(), s.Revision() + 9} {
			history, err := s.History(id, before, 4)
			must(fmt.Sprint("history ", id, before), append([]content.Revision{}, history...), err)
		}
	}
	for _, from := range []content.Revision{0, 1, s.Revision() / 2, s.Revision() - 1, s.Revision(), s.Revision() + 9} {
		for _, limit := range []int{2, 1 << 20} {
			sets, err := s.Changes(from, limit)
			sets = append([]content.ChangeSet{}, sets...)
			log, err2 := s.Log(from, limit)
			log = append([]content.Change{}, log...)
			for i := range sets {
				if !times {
					sets[i].Time = time.Time{}
				}
			}
			for i := range log {
				if !times {
					log[i].Time = time.Time{}
				}
			}
			must(fmt.Sprint("changes ", from, limit), sets, err)
			must(fmt.Sprint("log ", from, limit), log, err2)
		}
	}
	return all
}
