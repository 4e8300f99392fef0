package search

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	index "github.com/blevesearch/bleve_index_api"
)

// column returns the columns of a field.
func (d *desk) column(r *segments, field string) []*column {
	d.Helper()
	all, err := r.columns(field)
	if err != nil {
		d.Fatal(err)
	}
	return all
}

// terms returns the terms of a document in a column.
func (c *column) terms(document uint32) (terms []string) {
	for _, o := range c.of(document) {
		terms = append(terms, c.names[o])
	}
	return terms
}

// TestColumn: a column has the terms of each document in order, none if a document has none,
// and nothing of deleted ones.
func TestColumn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write(map[string]paper{"a": {"x": {"two", "one"}}, "b": {"y": {"one"}}, "c": {"x": {"three"}}, "d": {"x": {"one"}}})
	d.write(nil, "c")
	r := d.read()
	if len(r.all) != 1 {
		t.Fatalf("%d segments", len(r.all))
	}
	c := d.column(r, "x")[0]
	if want := []string{"one", "three", "two"}; !slices.Equal(c.names, want) {
		t.Errorf("names %q, want %q", c.names, want)
	}
	want := map[string][]string{"a": {"one", "two"}, "b": nil, "c": nil, "d": {"one"}}
	none := d.column(r, "z")[0]
	for document := range uint32(4) {
		id, err := r.id(0, document)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.terms(document); !slices.Equal(got, want[id]) {
			t.Errorf("%s has %q, want %q", id, got, want[id])
		}
		if got := none.terms(document); got != nil {
			t.Errorf("%s has %q in a field that nothing has", id, got)
		}
	}
	if len(none.names) > 0 {
		t.Errorf("a field that nothing has: %+v", none)
	}
}

// TestColumnsLikeBleve: a column has for each document the same values as bleve's own reader.
func TestColumnsLikeBleve(t *testing.T) {
	t.Parallel()
	eachState(t, 31, func(d *desk, _ *rand.Rand) {
		r := d.read()
		for _, field := range deskFields() {
			values, err := r.reader.DocValueReader([]string{field})
			if err != nil {
				t.Fatal(err)
			}
			columns, seen := d.column(r, field), 0
			for i, s := range r.all {
				for _, document := range s.DocNumbersLive().ToArray() {
					id, err := r.id(i, document)
					if err != nil {
						t.Fatal(err)
					}
					internal, err := r.reader.InternalID(id)
					if err != nil {
						t.Fatal(err)
					}
					var want []string
					if err := values.VisitDocValues(internal, func(_ string, term []byte) { want = append(want, string(term)) }); err != nil {
						t.Fatal(err)
					}
					slices.Sort(want)
					if got := columns[i].terms(document); !slices.Equal(got, want) || !slices.Equal(got, d.papers[id][field]) {
						t.Fatalf("%s has %q in %s, bleve has %q, want %q", id, got, field, want, d.papers[id][field])
					}
					seen++
				}
			}
			if seen != len(d.papers) {
				t.Errorf("%d documents, want %d", seen, len(d.papers))
			}
		}
	})
}

// TestDictionaryLikeBleve: the terms of a field in all segments, and the documents of each, are
// those of bleve's own dictionary.
func TestDictionaryLikeBleve(t *testing.T) {
	t.Parallel()
	eachState(t, 32, func(d *desk, _ *rand.Rand) {
		r := d.read()
		for _, field := range append(deskFields(), "nothing has it") {
			got := map[string]uint64{}
			for _, s := range r.all {
				one, err := readDictionary(s, field)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.IsSorted(one.terms) {
					t.Errorf("terms are not in order: %q", one.terms)
				}
				for _, term := range one.terms {
					got[term] += one.count(term)
				}
				if n := one.count("not there"); n != 0 {
					t.Errorf("%d documents have a term that is not there", n)
				}
			}
			if want := dictEntries(d, r, field, ""); !maps.Equal(got, want) {
				t.Errorf("%s: %v, want %v", field, got, want)
			}
		}
	})
}

// dictEntries returns the terms with a prefix, and the number of documents of each, as bleve
// reads them.
func dictEntries(d *desk, r *segments, field, prefix string) map[string]uint64 {
	d.Helper()
	dict, err := r.reader.FieldDictPrefix(field, []byte(prefix))
	if err != nil {
		d.Fatal(err)
	}
	all := map[string]uint64{}
	for {
		entry, err := dict.Next()
		if err != nil {
			d.Fatal(err)
		}
		if entry == nil {
			break
		}
		all[entry.Term] = entry.Count
	}
	if err := dict.Close(); err != nil {
		d.Fatal(err)
	}
	return all
}

// TestCompletionsLikeBleve: completions are the terms that bleve finds by a prefix, with its
// counts. If there are many, they include those in the most documents of each segment, and the
// prefix itself if it is a term.
func TestCompletionsLikeBleve(t *testing.T) {
	t.Parallel()
	eachState(t, 33, func(d *desk, random *rand.Rand) {
		r := d.read()
		for range 100 {
			field, prefix := deskFields()[random.IntN(len(deskFields()))], randomTerm(random)
			prefix = prefix[:random.IntN(len(prefix)+1)]
			found, err := r.completions(field, prefix)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]uint64{}
			for _, e := range found {
				got[e.Term] = e.Count
			}
			want := dictEntries(d, r, field, prefix)
			missing := maps.Clone(want)
			maps.DeleteFunc(missing, func(term string, _ uint64) bool { _, has := got[term]; return has })
			if len(missing) > 0 {
				if _, exact := missing[prefix]; exact || len(got) < maxCompletions {
					t.Fatalf("%q in %s: %v are missing among %v", prefix, field, missing, want)
				}
				maps.DeleteFunc(want, func(term string, _ uint64) bool { _, left := missing[term]; return left })
			}
			if !maps.Equal(got, want) || len(got) != len(found) {
				t.Fatalf("%q in %s: %v, want %v", prefix, field, found, want)
			}
		}
	})
}

// TestManyCompletions: if there are more terms than the limit, completions are those in the
// most documents, and the prefix itself, however rare it is.
func TestManyCompletions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	papers := map[string]paper{}
	for n := range 3 * maxCompletions {
		p := paper{"x": {"unique" + strconv.Itoa(n)}}
		for term := max(n-1, 0); term < maxCompletions; term++ {
			p["x"] = append(p["x"], "un"+strconv.Itoa(term))
		}
		papers["paper-"+strconv.Itoa(n)] = p
	}
	papers["paper-0"]["x"] = append(papers["paper-0"]["x"], "un")
	d.write(papers)
	found, err := d.read().completions("x", "un")
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(found, func(e index.DictEntry) bool { return e.Term == "un" && e.Count == 1 })
	if at < 0 {
		t.Fatalf("the prefix is missing: %v", found)
	}
	found = slices.Delete(found, at, at+1)
	slices.SortFunc(found, func(a, b index.DictEntry) int { return cmp.Compare(a.Count, b.Count) })
	for n, e := range found {
		if e.Term != "un"+strconv.Itoa(n) || e.Count != uint64(n+2) {
			t.Errorf("%+v at %d", e, n)
		}
	}
	if len(found) != maxCompletions {
		t.Errorf("%d completions", len(found))
	}
}

// TestShelf: the data of a segment is cached while the index has it, for each field separately,
// and dropped when it is merged.
func TestShelf(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write(map[string]paper{"a": {"x": {"one"}, "y": {"two"}}})
	x, y := d.column(d.read(), "x")[0], d.column(d.read(), "y")[0]
	if x == y {
		t.Error("two fields share a column")
	}
	d.write(map[string]paper{"b": {"x": {"three"}}})
	both := d.column(d.read(), "x")
	if len(both) != 2 || !slices.Contains(both, x) {
		t.Error("the column of a segment that stays is read again")
	}
	if again := d.column(d.read(), "x"); !slices.Equal(again, both) {
		t.Error("columns are read again")
	}
	if err := d.merge(t.Context()); err != nil {
		t.Fatal(err)
	}
	merged := d.column(d.read(), "x")
	if len(merged) != 1 || slices.Contains(both, merged[0]) || !slices.Equal(merged[0].names, []string{"one", "three"}) {
		t.Errorf("columns after a merge: %+v", merged)
	}
	if n := len(d.shelves[public].of); n != 1 {
		t.Errorf("%d columns are kept, of which one is in use", n)
	}
}

// TestShelfForMany: concurrent readers share a column, each with the index of its own instant.
func TestShelfForMany(t *testing.T) {
	t.Parallel()
	d, random := newDesk(t), rand.New(rand.NewPCG(34, 1))
	d.scribble(random, 3)
	var lookers sync.WaitGroup
	for range 8 {
		r := d.read()
		lookers.Go(func() {
			for _, field := range deskFields() {
				of, err := r.columns(field)
				if err != nil || len(of) != len(r.all) {
					t.Errorf("%d columns of %d segments (%v)", len(of), len(r.all), err)
				}
			}
		})
		d.scribble(random, 1)
	}
	lookers.Wait()
}

// TestFill: after fill, no further reads are needed for facets, the lengths of titles, and
// completions.
func TestFill(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.scribble(rand.New(rand.NewPCG(35, 1)), 4)
	if err := d.target(public).fill(); err != nil {
		t.Fatal(err)
	}
	kept := d.shelves[public].of
	r := d.read()
	for _, field := range []string{fieldKind, fieldTopic, fieldConference, fieldSpeaker, fieldYear, fieldLength} {
		for i, c := range d.column(r, field) {
			if kept[spot{r.all[i].Segment(), field}] != any(c) {
				t.Errorf("the column of %s in segment %d was not read", field, i)
			}
		}
	}
	for _, field := range []string{fieldTitle, fieldLoose} {
		for i, s := range r.all {
			if _, has := kept[spot{s.Segment(), field}].(*dictionary); !has {
				t.Errorf("the dictionary of %s in segment %d was not read", field, i)
			}
		}
	}
	if want := 8 * len(r.all); len(kept) != want {
		t.Errorf("%d are kept, want %d", len(kept), want)
	}
}

// editDistance returns the number of letters to insert, delete, replace, or swap with a
// neighbour.
func editDistance(a, b string) int {
	rows := make([][]int, len(a)+1) // by prefixes of a and b
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		for j := range rows[i] {
			switch {
			case i == 0 || j == 0:
				rows[i][j] = i + j
			case a[i-1] == b[j-1]:
				rows[i][j] = rows[i-1][j-1]
			default:
				rows[i][j] = 1 + min(rows[i-1][j-1], rows[i-1][j], rows[i][j-1])
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					rows[i][j] = min(rows[i][j], 1+rows[i-2][j-2])
				}
			}
		}
	}
	return rows[len(a)][len(b)]
}

// TestFuzzyTerms: the words close to a typed one are those within an edit distance, each with
// its distance.
func TestFuzzyTerms(t *testing.T) {
	t.Parallel()
	d, random := newDesk(t), rand.New(rand.NewPCG(36, 1))
	word := func() string {
		var b strings.Builder
		for range 2 + random.IntN(5) {
			b.WriteByte('a' + byte(random.IntN(3)))
		}
		return b.String()
	}
	for range 3 {
		papers := map[string]paper{}
		for n := range 20 {
			papers["paper-"+strconv.Itoa(n)] = paper{"x": {word()}}
		}
		d.write(papers)
	}
	r := d.read()
	all := dictEntries(d, r, "x", "")
	for range 50 {
		typed, edits := word(), 1+random.IntN(2)
		found, err := fuzzyIn(r.reader, "x", typed, edits)
		if err != nil {
			t.Fatal(err)
		}
		got, want := map[string]int{}, map[string]int{}
		for _, e := range found {
			got[e.Term] = int(e.EditDistance)
		}
		for term := range all {
			if n := editDistance(typed, term); n <= edits {
				want[term] = n
			}
		}
		if !maps.Equal(got, want) {
			t.Fatalf("%q by %d: %v, want %v", typed, edits, got, want)
		}
	}
}
