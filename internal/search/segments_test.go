package search

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// paper is a document of a test index: its terms by field.
type paper map[string][]string

// desk is a generation with test documents, and the expected content of its public index. Each
// write is a segment of its own until a merge.
type desk struct {
	*testing.T
	*generation
	name   string           // the prefix of ids
	papers map[string]paper // by id
}

// newDesk creates an index without documents.
func newDesk(t *testing.T) *desk {
	t.Helper()
	g, err := create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{T: t, generation: g, name: "paper-", papers: map[string]paper{}}
	t.Cleanup(func() {
		if err := d.close(); err != nil {
			t.Error(err)
		}
	})
	d.reopen()
	return d
}

// deskSettings are the settings of bleve's index. It must not merge segments by itself, so none
// counts as small enough.
func deskSettings() map[string]any {
	all := settings()
	all["scorchMergePlanOptions"] = map[string]any{"MaxSegmentSize": 2}
	return all
}

// deskDocument returns a paper as a bleve document.
func deskDocument(id string, p paper) *document.Document {
	d := document.NewDocument(id)
	for _, field := range slices.Sorted(maps.Keys(p)) {
		addTerms(d, field, p[field]...)
	}
	return d
}

// write writes papers and deletes others, in one batch.
func (d *desk) write(papers map[string]paper, deleted ...string) {
	d.Helper()
	batch := d.indexes[public].NewBatch()
	for _, id := range slices.Sorted(maps.Keys(papers)) {
		if err := batch.IndexAdvanced(deskDocument(id, papers[id])); err != nil {
			d.Fatal(err)
		}
		d.papers[id] = papers[id]
	}
	for _, id := range deleted {
		batch.Delete(id)
		delete(d.papers, id)
	}
	if err := d.indexes[public].Batch(batch); err != nil {
		d.Fatal(err)
	}
}

// reopen closes the index and opens it again, so that it is read from its files.
func (d *desk) reopen() {
	d.Helper()
	if err := d.close(); err != nil {
		d.Fatal(err)
	}
	for s := range spaces {
		var err error
		if d.indexes[s], err = bleve.OpenUsing(filepath.Join(d.dir, s.String()), deskSettings()); err != nil {
			d.Fatal(err)
		}
	}
}

// read opens a reader for the duration of the test.
func (d *desk) read() *segments {
	d.Helper()
	r, err := d.target(public).read()
	if err != nil {
		d.Fatal(err)
	}
	d.Cleanup(func() {
		if err := r.close(); err != nil {
			d.Error(err)
		}
	})
	return r
}

// with returns the sorted ids of the papers with one of some terms.
func (d *desk) with(t terms) (ids []string) {
	for id, p := range d.papers {
		has := p[t.field]
		if t.field == fieldID {
			has = []string{id}
		}
		if slices.ContainsFunc(has, func(term string) bool { return slices.Contains(t.any, term) }) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// ids returns the sorted ids of some documents.
func (d *desk) ids(r *segments, all documents) (ids []string) {
	d.Helper()
	for i, some := range all {
		for _, document := range some.ToArray() {
			id, err := r.id(i, document)
			if err != nil {
				d.Fatal(err)
			}
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// finds expects the ids of the documents with one of some terms.
func (d *desk) finds(r *segments, t terms, want ...string) {
	d.Helper()
	all, err := r.readAny(t)
	if err != nil {
		d.Fatal(err)
	}
	if got := d.ids(r, all); !slices.Equal(got, want) {
		d.Errorf("%s: %q, want %q", t.key(), got, want)
	}
}

// deskFields are the fields of random papers.
func deskFields() []string { return append(facetFields(), fieldTitle, fieldAbout, fieldLoose) }

// randomTerm returns a term of a field, a few of which are frequent.
func randomTerm(random *rand.Rand) string {
	return strconv.FormatInt(int64(random.ExpFloat64()*20), 5)
}

func (d *desk) randomID(random *rand.Rand) string {
	return fmt.Sprintf("%s%03d", d.name, random.IntN(300))
}

// scribble writes random papers: new ones, new versions, and deletions, in segments of very
// different sizes.
func (d *desk) scribble(random *rand.Rand, writes int) {
	d.Helper()
	for range writes {
		papers := map[string]paper{}
		for range 1 + random.IntN(1<<random.IntN(7)) {
			p := paper{}
			for _, field := range deskFields() {
				for range random.IntN(4) {
					p[field] = append(p[field], randomTerm(random))
				}
				p[field] = unique(p[field])
			}
			p[fieldLength] = []string{string('a' + rune(random.IntN(len(lengthShares))))}
			papers[d.randomID(random)] = p
		}
		var deleted []string
		for range random.IntN(10) {
			if id := d.randomID(random); papers[id] == nil {
				deleted = append(deleted, id)
			}
		}
		d.write(papers, deleted...)
	}
}

// eachState runs a test with random papers: in many segments, read from files, and merged to
// one segment.
func eachState(t *testing.T, seed uint64, test func(d *desk, random *rand.Rand)) {
	t.Helper()
	d, random := newDesk(t), rand.New(rand.NewPCG(seed, 1))
	d.scribble(random, 12)
	if n := len(d.read().all); n < 2 {
		t.Fatalf("%d segments: the test checks nothing", n)
	}
	test(d, random)
	d.reopen()
	d.scribble(random, 2)
	test(d, random)
	if err := d.merge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(d.read().all); n != 1 {
		t.Fatalf("%d segments after the merge", n)
	}
	test(d, random)
}

// stock reads the documents of a term as bleve does.
func stock(d *desk, reader index.IndexReader, field, term string) (ids []string) {
	d.Helper()
	documents, err := reader.TermFieldReader(d.Context(), []byte(term), field, false, false, false)
	if err != nil {
		d.Fatal(err)
	}
	for {
		next, err := documents.Next(nil)
		if err != nil {
			d.Fatal(err)
		}
		if next == nil {
			break
		}
		id, err := reader.ExternalID(next.ID)
		if err != nil {
			d.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := documents.Close(); err != nil {
		d.Fatal(err)
	}
	slices.Sort(ids)
	return ids
}
