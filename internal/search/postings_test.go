package search

import (
	"errors"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/upsidedown"
	"github.com/blevesearch/bleve/v2/index/upsidedown/store/gtreap"
)

// TestReadAny: documents are found by any of some terms, over segments, except replaced
// versions and deleted documents.
func TestReadAny(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write(map[string]paper{"a": {"x": {"one", "two"}}, "b": {"x": {"two"}, "y": {"one"}}, "c": {"x": {"three"}}})
	d.write(map[string]paper{"b": {"x": {"four"}}, "d": {"x": {"two"}}}, "c")
	r := d.read()
	if len(r.all) != 2 || r.documents != 3 {
		t.Fatalf("%d segments with %d documents", len(r.all), r.documents)
	}
	d.finds(r, terms{"x", []string{"one"}}, "a")
	d.finds(r, terms{"x", []string{"two"}}, "a", "d")
	d.finds(r, terms{"x", []string{"one", "four"}}, "a", "b")
	d.finds(r, terms{"x", []string{"four", "one", "two"}}, "a", "b", "d")
	d.finds(r, terms{"x", []string{"three"}})
	d.finds(r, terms{"x", []string{"tw", "twoo", "", "five"}})
	d.finds(r, terms{"x", nil})
	d.finds(r, terms{"y", []string{"one"}})
	d.finds(r, terms{"z", []string{"one"}})
	d.finds(r, terms{fieldID, []string{"a", "c", "d"}}, "a", "d")

	d.write(map[string]paper{"e": {"x": {"one"}}}, "a")
	d.finds(r, terms{"x", []string{"one", "three"}}, "a") // an index at an instant
	d.finds(d.read(), terms{"x", []string{"one", "three"}}, "e")
}

// TestReadAnyLikeBleve: the documents of some terms are those of bleve's own reader.
func TestReadAnyLikeBleve(t *testing.T) {
	t.Parallel()
	eachState(t, 21, func(d *desk, random *rand.Rand) {
		r := d.read()
		if count, err := r.reader.DocCount(); err != nil || r.documents != count || count != uint64(len(d.papers)) {
			t.Fatalf("%d documents, bleve has %d of %d (%v)", r.documents, count, len(d.papers), err)
		}
		for range 200 {
			of := terms{field: deskFields()[random.IntN(len(deskFields()))]}
			var want []string
			for range random.IntN(6) {
				term := randomTerm(random)
				of.any = append(of.any, term)
				want = append(want, stock(d, r.reader, of.field, term)...)
			}
			want = unique(want)
			d.finds(r, of, want...)
			if model := d.with(of); !slices.Equal(want, model) {
				t.Fatalf("%s: bleve finds %q, want %q", of.key(), want, model)
			}
		}
	})
}

// TestReadAnyOnce: the same terms are read once per reader, and not confused with others.
func TestReadAnyOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write(map[string]paper{"a": {"x": {"one"}, "y": {"two"}}, "b": {"x": {"two"}}})
	r := d.read()
	for _, field := range []string{"x", "y"} {
		for _, any := range [][]string{{"one"}, {"two"}, {"one", "two"}, nil} {
			of := terms{field, any}
			d.finds(r, of, d.with(of)...)
			first, err := r.readAny(of)
			if err != nil {
				t.Fatal(err)
			}
			if second, err := r.readAny(of); err != nil || second[0] != first[0] {
				t.Errorf("%s is read twice (%v)", of.key(), err)
			}
		}
	}
}

// TestReadOutlivesTheIndex: documents that were read can be counted after the index was merged,
// closed and deleted.
func TestReadOutlivesTheIndex(t *testing.T) {
	t.Parallel()
	d, random := newDesk(t), rand.New(rand.NewPCG(22, 1))
	const many = 5000 // so that the segment stores them in separate containers
	papers := map[string]paper{}
	for n := range many {
		papers["paper-"+strconv.Itoa(n)] = paper{"x": {strconv.Itoa(n % 2), strconv.Itoa(random.IntN(10))}}
	}
	d.write(papers)
	d.reopen()
	r, err := d.target(public).read()
	if err != nil {
		t.Fatal(err)
	}
	of := terms{"x", []string{"1"}}
	all, err := r.readAny(of)
	if err != nil {
		t.Fatal(err)
	}
	want := uint64(len(d.with(of)))
	if err := errors.Join(r.close(), d.merge(t.Context()), d.close(), os.RemoveAll(d.dir)); err != nil {
		t.Fatal(err)
	}
	d.generation = &generation{} // the other is closed
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	if n := all.count(); n != want {
		t.Errorf("%d documents, want %d", n, want)
	}
	if n := len(all[0].ToArray()); uint64(n) != want {
		t.Errorf("%d numbers, want %d", n, want)
	}
}

// TestReadOtherIndex: an index of another type is an error.
func TestReadOtherIndex(t *testing.T) {
	t.Parallel()
	other, err := bleve.NewUsing("", bleve.NewIndexMapping(), upsidedown.Name, gtreap.Name, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (target{other, &shelf{}}).read(); !errors.Is(err, errOtherIndex) {
		t.Errorf("error %v", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := (target{other, &shelf{}}).read(); err == nil {
		t.Error("a closed index can be read")
	}
}

// TestDocuments: sets of documents are combined segment by segment, and the operands stay
// unchanged.
func TestDocuments(t *testing.T) {
	t.Parallel()
	a := documents{roaring.BitmapOf(1, 2), roaring.BitmapOf(7)}
	b := documents{roaring.BitmapOf(2, 3), roaring.New()}
	for _, test := range []struct {
		got  documents
		want [2][]uint32
	}{
		{a.with(b, roaring.And), [2][]uint32{{2}, {}}},
		{a.with(b, roaring.Or), [2][]uint32{{1, 2, 3}, {7}}},
		{a.with(b, roaring.AndNot), [2][]uint32{{1}, {7}}},
	} {
		for i := range test.want {
			if !slices.Equal(test.got[i].ToArray(), test.want[i]) {
				t.Errorf("%v in segment %d, want %v", test.got[i], i, test.want[i])
			}
		}
	}
	if a.count() != 3 || b.count() != 2 || (documents{}).count() != 0 {
		t.Errorf("%d and %d documents", a.count(), b.count())
	}
}

// TestIDsWith: the ids of both indexes are found, also for more terms than are read at once.
func TestIDsWith(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	papers := map[string]paper{}
	for n := range 250 {
		papers["topic_"+strconv.Itoa(n)] = paper{fieldRef: {"conference_" + strconv.Itoa(n%5)}}
	}
	d.write(papers)
	batch := d.indexes[drafts].NewBatch()
	if err := batch.IndexAdvanced(deskDocument("topic_draft", paper{fieldRef: {"conference_1"}})); err != nil {
		t.Fatal(err)
	}
	if err := d.indexes[drafts].Batch(batch); err != nil {
		t.Fatal(err)
	}
	ids, err := idsWith(d.generation, terms{fieldRef, []string{"conference_1", "conference_9"}})
	if err != nil {
		t.Fatal(err)
	}
	want := append(d.with(terms{fieldRef, []string{"conference_1"}}), "topic_draft")
	if got := unique(texted(ids)); len(ids) != 51 || !slices.Equal(got, unique(want)) {
		t.Errorf("%d ids: %q, want %q", len(ids), got, want)
	}
}

// TestLengthClasses: a title's class depends on the number of its words, and each class has a
// share.
func TestLengthClasses(t *testing.T) {
	t.Parallel()
	for words, want := range map[int]string{0: "a", 3: "a", 4: "b", 7: "b", 8: "c", 14: "c", 15: "d", 1000: "d"} {
		got := lengthClass(words)
		if got != want {
			t.Errorf("%d words are of class %q, want %q", words, got, want)
		}
		if at := int(got[0] - 'a'); at >= len(lengthShares) || at > 0 && lengthShares[at] >= lengthShares[at-1] {
			t.Errorf("class %q has no share below that of shorter titles", got)
		}
	}
}
