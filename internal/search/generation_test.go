package search

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lectern/content"
)

// TestSeal: a sealed state is read unchanged, and any changed bit is detected.
func TestSeal(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(61, 1))
	for range 20 {
		want := state{
			Version: random.IntN(10), Place: content.Revision(random.Uint64N(1 << 40)),
			At: time.Unix(random.Int64N(1<<32), random.Int64N(1e9)).UTC(), Scrub: random.IntN(2) == 0,
		}
		sealed := want.seal()
		if got, err := unseal(sealed); err != nil || got != want {
			t.Fatalf("%+v, %v, want %+v", got, err, want)
		}
		for bit := range 8 * len(sealed) {
			sealed[bit/8] ^= 1 << (bit % 8)
			if got, err := unseal(sealed); err == nil {
				t.Fatalf("bit %d of %q is another, and it is read as %+v", bit, sealed, got)
			}
			sealed[bit/8] ^= 1 << (bit % 8)
		}
		for length := range sealed {
			if got, err := unseal(sealed[:length]); err == nil {
				t.Fatalf("%d bytes of %d are read as %+v", length, len(sealed), got)
			}
		}
	}
}

// TestCheckFiles: a segment with any changed bit, or a missing part, is detected.
func TestCheckFiles(t *testing.T) {
	t.Parallel()
	d, random := newDesk(t), rand.New(rand.NewPCG(62, 1))
	d.scribble(random, 3)
	if err := d.close(); err != nil {
		t.Fatal(err)
	}
	d.generation = &generation{dir: d.dir} // it is closed
	dir := filepath.Join(d.dir, public.String())
	if err := checkFiles(dir); err != nil {
		t.Fatal(err)
	}
	for _, path := range found(t, dir, "*.zap") {
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		other := filepath.Join(t.TempDir(), "store", "other.zap")
		if err := os.Mkdir(filepath.Dir(other), 0o700); err != nil {
			t.Fatal(err)
		}
		check := func(b []byte) error {
			if err := os.WriteFile(other, b, 0o600); err != nil {
				t.Fatal(err)
			}
			return checkFiles(filepath.Dir(filepath.Dir(other)))
		}
		if err := check(whole); err != nil {
			t.Fatal(err)
		}
		for range 30 {
			damaged, bit := slices.Clone(whole), random.IntN(8*len(whole))
			damaged[bit/8] ^= 1 << (bit % 8)
			if check(damaged) == nil {
				t.Errorf("bit %d is another", bit)
			}
			if length := random.IntN(len(whole)); check(whole[:length]) == nil {
				t.Errorf("%d bytes of %d are left", length, len(whole))
			}
		}
	}
}

// TestOpen: an index is opened at the revision of both of its parts. It is not opened if it has
// no revision, or another version.
func TestOpen(t *testing.T) {
	t.Parallel()
	at := func(n content.Revision) state {
		return state{Version: version, Place: n, At: time.Unix(int64(n), 0).UTC()}
	}
	old := at(7)
	old.Version--
	for name, test := range map[string]struct {
		public, drafts []byte
		want           content.Revision // 0 if it must not be opened
	}{
		"both at the same":     {at(7).seal(), at(7).seal(), 7},
		"the drafts further":   {at(7).seal(), at(9).seal(), 7},
		"the public further":   {at(9).seal(), at(7).seal(), 7},
		"the public says none": {nil, at(7).seal(), 0},
		"the drafts say none":  {at(7).seal(), nil, 0},
		"not yet whole":        {at(0).seal(), at(0).seal(), 0},
		"of another version":   {old.seal(), old.seal(), 0},
		"damaged":              {append(at(7).seal(), ' '), at(7).seal(), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			for s, sealed := range [spaces][]byte{test.public, test.drafts} {
				if sealed == nil {
					continue
				}
				if err := d.indexes[s].SetInternal([]byte(stateKey), sealed); err != nil {
					t.Fatal(err)
				}
			}
			if err := d.close(); err != nil {
				t.Fatal(err)
			}
			g, err := open(d.dir)
			d.generation = &generation{}
			if err != nil {
				if test.want != 0 {
					t.Error(err)
				}
				return
			}
			d.generation = g
			if g.state != at(test.want) || g.place() != 0 || test.want == 0 {
				t.Errorf("it is opened with %+v at %d, want %d", g.state, g.place(), test.want)
			}
			g.unread = false
			if g.place() != test.want {
				t.Errorf("place %d, want %d", g.place(), test.want)
			}
		})
	}
}

// TestHas: an index has what was written last, and its results are cached until the next write.
func TestHas(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write(map[string]paper{"topic_a": {fieldTitle: {"one"}}})
	one := &source{id: "topic_a", passages: []content.Passage{{Field: content.InTitle, Text: "one"}}}
	two := &source{id: "topic_a", passages: []content.Passage{{Field: content.InTitle, Text: "two"}}}
	for _, step := range []struct {
		what string
		id   content.ID
		src  *source
		want bool
	}{
		{"it is not known which version the index has", "topic_a", one, false},
		{"it was just written", "topic_a", one, true},
		{"it is another", "topic_a", two, false},
		{"it is to go", "topic_a", nil, false},
		{"it is gone", "topic_a", nil, true},
		{"it never was there", "topic_b", nil, true},
		{"it is new", "topic_b", two, false},
	} {
		if got, err := d.has(public, step.id, step.src); err != nil || got != step.want {
			t.Errorf("%s: %t, want %t (%v)", step.what, got, step.want, err)
		}
	}
	if known, err := d.has(drafts, "topic_a", one); err != nil || known {
		t.Errorf("the drafts have what the public index has: %t, %v", known, err)
	}
	for n := rune(0); len(d.latest[public]) < maxLatest; n++ {
		d.latest[public]["topic_"+content.ID(string(n))] = 1
	}
	if _, err := d.has(public, "topic_c", one); err != nil || len(d.latest[public]) != 1 {
		t.Errorf("%d are remembered (%v)", len(d.latest[public]), err)
	}
}

// TestWrite: the revision of an index is written together with the documents, and alone only
// occasionally.
func TestWrite(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	said := func() content.Revision {
		t.Helper()
		sealed, err := d.indexes[public].GetInternal([]byte(stateKey))
		if err != nil {
			t.Fatal(err)
		}
		s, err := unseal(sealed)
		if err != nil {
			t.Fatal(err)
		}
		return s.Place
	}
	write := func(s state, p map[string]paper) {
		t.Helper()
		batch := d.indexes[public].NewBatch()
		for id, one := range p {
			if err := batch.IndexAdvanced(deskDocument(id, one)); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.generation.write(public, batch, s); err != nil {
			t.Fatal(err)
		}
	}
	write(state{Place: 1}, nil)
	if said() != 1 {
		t.Errorf("the first is not written: %d", said())
	}
	write(state{Place: 2}, nil)
	if said() != 1 {
		t.Errorf("nothing has changed, and %d is written at once", said())
	}
	write(state{Place: 3, Scrub: true}, nil)
	if said() != 3 {
		t.Errorf("an erasure is not written: %d", said())
	}
	write(state{Place: 4}, map[string]paper{"a": {fieldTitle: {"one"}}})
	if said() != 4 {
		t.Errorf("a document is written, and %d with it", said())
	}
	d.saved[public] = time.Now().Add(-saving)
	write(state{Place: 5}, nil)
	if said() != 5 {
		t.Errorf("after %s: %d", saving, said())
	}
}

// TestMerge: a merge joins many segments in one, without deleted documents. Concurrent readers
// keep the former ones.
func TestMerge(t *testing.T) {
	t.Parallel()
	d, random := newDesk(t), rand.New(rand.NewPCG(63, 1))
	d.scribble(random, 12)
	d.write(map[string]paper{"gone": {fieldTitle: {"gone"}}, "stays": {fieldTitle: {"stays"}}})
	d.write(nil, "gone")
	before := d.read()
	title := dictEntries(d, before, fieldTitle, "")
	if title["gone"] == 0 {
		t.Fatal("the word of a deleted document is gone before the merge: the test checks nothing")
	}
	if err := d.merge(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := d.read()
	if len(after.all) != 1 || after.all[0].LiveSize() != after.all[0].FullSize() || after.documents != uint64(len(d.papers)) {
		t.Errorf("%d segments, %d documents, want %d", len(after.all), after.documents, len(d.papers))
	}
	want := map[string]uint64{}
	for _, p := range d.papers {
		for _, term := range p[fieldTitle] {
			want[term]++
		}
	}
	if got := dictEntries(d, after, fieldTitle, ""); !maps.Equal(got, want) {
		t.Errorf("words %v, want %v", got, want)
	}
	for term := range want {
		of := terms{fieldTitle, []string{term}}
		d.finds(before, of, d.with(of)...)
		d.finds(after, of, d.with(of)...)
	}
}

// TestGuard: a panic on damaged bytes is an error.
func TestGuard(t *testing.T) {
	t.Parallel()
	read := func(b []byte, at int) (_ byte, err error) {
		defer guard(false, &err)
		return b[at], nil
	}
	if b, err := read([]byte("ab"), 1); b != 'b' || err != nil {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := read([]byte("ab"), 2); err == nil {
		t.Error("no error")
	}
}
