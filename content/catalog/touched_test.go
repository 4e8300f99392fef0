package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/content/purge"
)

// question is a query of a reader, with its result.
type question struct {
	name   string
	ask    func(*content.View) any
	answer any
	reads  content.Reads
}

// questions returns some possible queries of an editor's documents.
func questions(r *rand.Rand) (all []*question) {
	add := func(name string, ask func(*content.View) any) { all = append(all, &question{name: name, ask: ask}) }
	for _, id := range knownIDs() {
		add(string(id), func(v *content.View) any {
			d, err := v.Get(id)
			return fmt.Sprintf("%+v %v", d, err)
		})
	}
	kinds := []string{"session", "speaker", "conference", "podcastEpisode"}
	for i := range 12 {
		kind := content.KindNamed(kinds[r.IntN(len(kinds))])
		slug := fmt.Sprint("slug-", i)
		add(fmt.Sprint(kind.Name, " ", slug), func(v *content.View) any {
			d, err := v.BySlug(kind, slug)
			return fmt.Sprintf("%+v %v", d, err)
		})
	}
	for range 24 {
		kind := content.KindNamed(kinds[r.IntN(len(kinds))])
		from, to, reverse, limit := key(r, kind), key(r, kind), r.IntN(2) == 0, 1+r.IntN(4)
		if from > to {
			from, to = to, from
		}
		add(fmt.Sprintf("%s %q %q %v %d", kind.Name, from, to, reverse, limit), func(v *content.View) any {
			keys, err := v.Scan(nil, content.Range{From: from, To: to}, reverse, limit)
			return fmt.Sprintf("%q %v", keys, err)
		})
	}
	return all
}

// key returns a key as in the kind's indexes, or the start or end of one.
func key(r *rand.Rand, kind *content.Kind) string {
	parts := []string{kind.Name}
	for range r.IntN(3) {
		index := kind.Indexes[r.IntN(len(kind.Indexes))]
		parts = append(parts, index.Name(), fmt.Sprint("slug-", r.IntN(12)))
	}
	return strings.Join(parts, "\x00\x01") + strings.Repeat("\x00\x01", r.IntN(2))
}

// askedSite is always the same, so that documents are.
var askedSite = &content.Site{Service: "http://localhost", Website: "http://localhost/{kind}/{slug}"}

func (q *question) asked(t *testing.T, store content.Store) any {
	t.Helper()
	v, err := content.OpenView(t.Context(), store, content.ViewOptions{Languages: []locale.Language{"da"}, Site: askedSite})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	answer := q.ask(v)
	q.reads = v.Reads()
	return answer
}

// TestTouchedSpoilsWhatChanges makes random edits, and repeats queries after each: unless the
// change invalidates the result, it is the same.
func TestTouchedSpoilsWhatChanges(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Log("seed", seed)
	e, store := newEditor(seed), contenttest.NewMemory()
	all := questions(e.Rand)
	for _, q := range all {
		q.answer = q.asked(t, store)
	}
	kept, spoiled, same := 0, 0, 0
	for range 300 {
		batch := e.next(t, store)
		if batch == nil {
			continue
		}
		commitBatch(t, store, batch)
		changed := purge.ChangeTags(&batch.Touched)
		for _, q := range all {
			former := q.reads
			answer := q.asked(t, store)
			spoils := batch.Touched.Spoils(&former)
			switch {
			case !spoils && answer != q.answer:
				t.Fatalf("%s: change %d spoiled it and does not say so: it was\n%v\nand is\n%v", q.name, batch.Revision, q.answer, answer)
			case !spoils:
				kept++
			case answer == q.answer:
				same++
			default:
				spoiled++
			}
			for _, limit := range []int{1 << 20, 200, 0} {
				if spoils && !slices.ContainsFunc(purge.ResponseTags(&former, limit), func(tag string) bool { return slices.Contains(changed, tag) }) {
					t.Fatalf("%s: change %d has %q, and the answer has none of them: %q", q.name, batch.Revision, changed, purge.ResponseTags(&former, limit))
				}
			}
			q.answer = answer
		}
	}
	t.Logf("%d answers were kept, %d spoiled, %d spoiled and made again the same", kept, spoiled, same)
	if kept == 0 || spoiled == 0 {
		t.Error("nothing was put to the test")
	}
}

// TestTouchedSinceIsWhatBatchesSaid derives from the log what each change touched.
func TestTouchedSinceIsWhatBatchesSaid(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Log("seed", seed)
	e, store := newEditor(seed), contenttest.NewMemory()
	var want []content.Touched
	for range 200 {
		if batch := e.next(t, store); batch != nil {
			commitBatch(t, store, batch)
			want = append(want, inOrder(batch.Touched))
		}
	}
	for _, since := range []int{0, 1, len(want) / 2, len(want)} {
		got, err := content.TouchedSince(snapshotOf(t, store), content.Revision(since), 1000)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			got[i] = inOrder(got[i])
		}
		if !reflect.DeepEqual(append([]content.Touched{}, got...), want[since:]) && len(want[since:]) > 0 {
			t.Errorf("since %d: it was\n%+v\nand the log says\n%+v", since, want[since:], got)
		}
	}
}

// inOrder sorts what a change touched, for comparing.
func inOrder(t content.Touched) content.Touched {
	t.Documents, t.Appeared = slices.Sorted(slices.Values(t.Documents)), slices.Sorted(slices.Values(t.Appeared))
	for s, keys := range t.Keys {
		t.Keys[s] = slices.Sorted(slices.Values(keys))
	}
	return t
}

func TestScopes(t *testing.T) {
	t.Parallel()
	const end = "\x00\x01"
	r := content.Range{From: "session" + end + "title" + end + "a" + end, To: "session" + end + "title" + end + "b" + end}
	if got := r.Scope(); got != "session"+end+"title"+end {
		t.Errorf("the scope is %q", got)
	}
	if got := (content.Range{From: "a" + end}).Scope(); got != "" {
		t.Errorf("the scope of an open range is %q", got)
	}
	key := "session" + end + "title" + end + "apple" + end + "session_1"
	if !r.Has(key) || !slices.Contains(content.Scopes(key), r.Scope()) {
		t.Errorf("%q is not found by the range's scope among %q", key, content.Scopes(key))
	}
}

// TestTagsTellNoHiddenDocument: the id of a document that a reader does not see is in no tag.
func TestTagsTellNoHiddenDocument(t *testing.T) {
	t.Parallel()
	hidden := contenttest.ID("speaker", "hidden")
	reads := content.Reads{
		Documents: []content.ID{hidden, contenttest.ID("session", "1"), "no id\r\nX: y"},
		Absent:    []content.ID{hidden, "no id\r\nX: y"},
	}
	want := []string{string(contenttest.ID("session", "1")), "speaker.absent"}
	slices.Sort(want)
	if got := purge.ResponseTags(&reads, 1000); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := purge.ResponseTags(&reads, 0); !slices.Equal(got, []string{"session.any", "speaker.any"}) {
		t.Errorf("%q", got)
	}
}
