package search

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

func randomBitmap(random *rand.Rand) *roaring.Bitmap {
	b := roaring.New()
	for range random.IntN(200) {
		b.Add(random.Uint32N(300) << random.UintN(10))
	}
	return b
}

// TestEnoughWords: the documents with enough of the words are those of a count one by one.
func TestEnoughWords(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	r := &segments{all: make([]*scorch.SegmentSnapshot, 2)}
	for range 200 {
		a := &answer{}
		for range 1 + random.IntN(5) {
			a.words = append(a.words, &wordAnswer{documents: documents{randomBitmap(random), randomBitmap(random)}})
		}
		a.enough = random.IntN(len(a.words) + 1)
		for i, got := range a.withEnough(r) {
			has := map[uint32]int{}
			for _, w := range a.words {
				for _, d := range w.documents[i].ToArray() {
					has[d]++
				}
			}
			want := roaring.New()
			for d, n := range has {
				if a.enough > 0 && n >= a.enough {
					want.Add(d)
				}
			}
			if !got.Equals(want) {
				t.Fatalf("%d of %d words: %d documents, want %d", a.enough, len(a.words), got.GetCardinality(), want.GetCardinality())
			}
		}
	}
}

// TestPointer: whether documents are in a set, in increasing order.
func TestPointer(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		over := randomBitmap(random)
		p := newPointer(over)
		for _, d := range roaring.Or(randomBitmap(random), randomBitmap(random)).ToArray() {
			for range 1 + random.IntN(2) {
				if got := p.has(d); got != over.Contains(d) {
					t.Fatalf("%d of %v: %v", d, over, got)
				}
			}
		}
	}
}

// TestMostFrequent: completions are the words in the most documents, and equal ones in
// alphabetical order.
func TestMostFrequent(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		d := &dictionary{}
		for range random.IntN(60) {
			d.terms = append(d.terms, strconv.Itoa(random.IntN(400)))
		}
		d.terms = unique(d.terms)
		for range d.terms {
			d.counts = append(d.counts, random.Uint32N(6))
		}
		prefix := []string{"", "1", "12", "9"}[random.IntN(4)]
		var want []string
		for _, term := range d.terms {
			if strings.HasPrefix(term, prefix) {
				want = append(want, term)
			}
		}
		slices.SortStableFunc(want, func(a, b string) int { return cmp.Compare(d.count(b), d.count(a)) })
		const limit = 5
		if got := d.most(prefix, limit); !slices.Equal(got, want[:min(len(want), limit)]) {
			t.Fatalf("%q of %v, %v: %v, want %v", prefix, d.terms, d.counts, got, want)
		}
	}
}
