package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"go.etcd.io/bbolt"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
)

// TestFlippedBits flips single bits in pages that are in use. None may be served as data, and
// Verify reports each, except those in keys of branch pages that still lead to the same place.
func TestFlippedBits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ids := filled(t, dir)
	truth := everything(t, dir, ids)
	if len(truth) < 50 {
		t.Fatalf("only %d answers to compare", len(truth))
	}
	whole := fileBytes(t, dir)
	data, branches := usedBytes(t, whole)
	random := rand.New(rand.NewPCG(5, 6))
	unnamed := 0
	for range 300 {
		at := data[random.IntN(len(data))]
		bit := byte(1) << random.IntN(8)
		flipped := append([]byte(nil), whole...)
		flipped[at] ^= bit
		broken := t.TempDir()
		if err := os.WriteFile(filepath.Join(broken, FileName), flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		findings := 0
		if _, err := Verify(t.Context(), broken, func(Finding) { findings++ }); err != nil {
			t.Fatalf("byte %d, bit %d: verify: %v", at, bit, err)
		}
		if findings == 0 {
			unnamed++
			if !branches[at] {
				t.Errorf("byte %d (page %d, %d), bit %d: verify finds nothing", at, at/4096, at%4096, bit)
			}
		}
		for question, answer := range everything(t, broken, ids) {
			if want := truth[question]; findings == 0 && !reflect.DeepEqual(answer, want) || !reflect.DeepEqual(answer, want) && !absent(answer) {
				t.Errorf("byte %d, bit %d: %s gives %v, not %v", at, bit, question, answer, want)
			}
		}
	}
	t.Logf("%d of 300 flips changed nothing and were not reported", unnamed)
}

// filled creates a store with some history, and returns its ids.
func filled(t *testing.T, to string) (ids []content.ID) {
	t.Helper()
	s := openDir(t, t.TempDir(), Options{})
	documents := []content.Document{contenttest.Conference("fagdag"), contenttest.Conference("anden")}
	for i := range 20 {
		documents = append(documents, contenttest.Speaker(fmt.Sprint("person ", i)))
	}
	for i := range 30 {
		documents = append(documents, contenttest.Session(fmt.Sprint("session ", i), "fagdag", i%15, fmt.Sprint("person ", i%15)))
	}
	// The second half of the sessions takes place when the first does.
	for _, d := range documents[37:] {
		d.(*catalog.Session).Cast = nil
	}
	contenttest.Publish(t, s, documents...)
	renamed := contenttest.Conference("anden")
	renamed.Slug = "tredje"
	contenttest.Publish(t, s, renamed)
	// A damaged meta page falls back to the previous commit, so that must have the same
	// content.
	if err := s.db.Update(func(*bbolt.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	copyTo(t, s, filepath.Join(to, FileName)) // without space to grow
	for _, d := range documents {
		ids = append(ids, d.Base().ID)
	}
	return ids
}

// everything reads each document by id and by slug, and each list of sessions, and returns the
// results: the value, or nil for an error or nothing.
func everything(t *testing.T, dir string, ids []content.ID) map[string]any {
	t.Helper()
	answers := map[string]any{}
	s, err := Open(dir, Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return answers
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	view, err := content.OpenView(t.Context(), s, content.ViewOptions{})
	if err != nil {
		return answers
	}
	defer func() { _ = view.Close() }()
	served := func(d content.Document, err error) any {
		if err != nil {
			return nil
		}
		return d
	}
	for _, id := range ids {
		answers["id "+string(id)] = served(view.Get(id))
	}
	for _, slug := range []string{"fagdag", "anden", "tredje"} {
		answers["slug "+slug] = served(view.BySlug(content.KindNamed("conference"), slug))
	}
	for _, order := range []string{"startsAt", "title"} {
		page, err := listing.Read[*catalog.Session](view, listing.Query{Kind: content.KindNamed("session"), Order: order, First: new(100)})
		if err != nil {
			continue
		}
		var all []any
		for _, d := range page.Nodes() {
			all = append(all, d)
		}
		answers["sessions by "+order] = all
	}
	return answers
}

// absent reports whether a result is an error, nothing, or a shorter list: what a damaged page
// can cause.
func absent(answer any) bool {
	if answer == nil {
		return true
	}
	_, list := answer.([]any)
	return list
}

// usedBytes returns the positions of the meaningful bytes of a file, and which of them are in
// keys of branch pages.
func usedBytes(t *testing.T, file []byte) (used []int, branches map[int]bool) {
	t.Helper()
	branches = map[int]bool{}
	live := livePages(t, file)
	const size = 4096
	for page := range live {
		start := int(page) * size
		b := file[start:]
		n := pageHeader + metaSize
		if page > 1 {
			flags, count := binary.LittleEndian.Uint16(b[8:]), int(binary.LittleEndian.Uint16(b[10:]))
			n = pageHeader + count*pageElement
			for i := range count {
				element := b[pageHeader+i*pageElement:]
				if flags == flagLeaf {
					n += int(binary.LittleEndian.Uint32(element[8:]) + binary.LittleEndian.Uint32(element[12:]))
					continue
				}
				for range binary.LittleEndian.Uint32(element[4:]) {
					branches[start+n] = true
					n++
				}
			}
		}
		for i := range n {
			used = append(used, start+i)
		}
	}
	return used, branches
}

// livePages returns the pages that the check of pages reaches, and the metas.
func livePages(t *testing.T, file []byte) map[uint64]bool {
	t.Helper()
	path := filepath.Join(t.TempDir(), FileName)
	err := os.WriteFile(path, file, 0o600)
	f, openErr := os.Open(path)
	if err := errors.Join(err, openErr); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	found := func(where string, err error) { t.Errorf("%s: %v", where, err) }
	seen, err := newPageCheck(f, found, found).run()
	if err != nil {
		t.Fatal(err)
	}
	live := map[uint64]bool{0: true, 1: true}
	for page := range seen {
		if seen[page].Load() {
			live[uint64(page)] = true
		}
	}
	return live
}
