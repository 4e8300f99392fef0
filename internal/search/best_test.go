package search

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"lectern/content"
)

// randomQuestion returns a question for some random terms of random papers.
func randomQuestion(random *rand.Rand, depth int) *question {
	q := &question{}
	some := func() (words []string) {
		for range random.IntN(3) {
			words = append(words, randomTerm(random))
		}
		return words
	}
	for range 1 + random.IntN(3) {
		w := &wordQuery{
			fields: all3()[:1+random.IntN(3)],
			groups: []group{{append(some(), randomTerm(random)), nearExact}, {some(), nearStem}},
			loose:  group{some(), nearStem},
		}
		if depth > 0 && random.IntN(3) == 0 {
			w.others = append(w.others, weighted{randomQuestion(random, depth-1), nearParts})
		}
		q.words = append(q.words, w)
	}
	q.enough = random.IntN(len(q.words) + 1)
	if depth > 0 && random.IntN(2) == 0 {
		q.must = append(q.must, terms{fieldKind, some()}, terms{fieldYear, append(some(), randomTerm(random), "0", "1")})
	}
	if depth > 0 && random.IntN(2) == 0 {
		q.not = append(q.not, terms{fieldTopic, some()})
	}
	return q
}

// has reports whether a paper has one of some terms.
func (p paper) has(field string, any []string) bool {
	return slices.ContainsFunc(any, func(term string) bool { return slices.Contains(p[field], term) })
}

// answers reports whether a paper has enough of a question's words, and the required terms.
func (p paper) answers(q *question) bool {
	n := 0
	for _, w := range q.words {
		found := p.has(fieldLoose, w.loose.words)
		for _, g := range w.groups {
			for _, field := range w.fields {
				found = found || p.has(textFields()[field], g.words)
			}
		}
		for _, o := range w.others {
			found = found || p.answers(o.all)
		}
		if found {
			n++
		}
	}
	fits := func(t terms) bool { return p.has(t.field, t.any) }
	return q.enough > 0 && n >= q.enough && !slices.ContainsFunc(q.not, fits) &&
		!slices.ContainsFunc(q.must, func(t terms) bool { return !fits(t) })
}

// scores returns the scores of all matching documents, by id.
func scores(d *desk, r *segments, q *question) map[string]float64 {
	d.Helper()
	a, err := q.answer(r)
	if err != nil {
		d.Fatal(err)
	}
	all := map[string]float64{}
	for i, some := range a.documents {
		a.enter(i)
		for _, document := range some.ToArray() {
			id, err := r.id(i, document)
			if err != nil {
				d.Fatal(err)
			}
			all[id] = a.score(document)
		}
	}
	return all
}

// TestAnswers: a question matches the documents that have its terms. Each has a score, which
// does not depend on the segments of the index.
func TestAnswers(t *testing.T) {
	t.Parallel()
	d, random := newDesk(t), rand.New(rand.NewPCG(51, 1))
	d.scribble(random, 12)
	apart := d.read()
	if err := d.merge(t.Context()); err != nil {
		t.Fatal(err)
	}
	whole := d.read()
	if len(apart.all) < 2 || len(whole.all) != 1 {
		t.Fatalf("%d segments, and %d when merged", len(apart.all), len(whole.all))
	}
	found := 0
	for range 300 {
		q := randomQuestion(random, 1)
		got := scores(d, apart, q)
		for id, p := range d.papers {
			if score, has := got[id]; has != p.answers(q) || has && score <= 0 {
				t.Fatalf("%s: in the answer %t with a score of %v, want %t: %+v", id, has, score, !has, q)
			}
		}
		if merged := scores(d, whole, q); !maps.Equal(got, merged) {
			t.Fatalf("scores differ after a merge: %v, %v", got, merged)
		}
		found += len(got)
	}
	if found < 1000 {
		t.Errorf("only %d documents were found: the test checks little", found)
	}
}

// TestScores: what raises a score, one property at a time.
func TestScores(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	papers := map[string]paper{}
	for n := range 20 {
		papers["filler-"+strconv.Itoa(n)] = paper{fieldBody: {"filler"}, fieldLength: {"a"}}
	}
	for id, p := range map[string]paper{
		"title":        {fieldTitle: {"word"}, fieldLength: {"a"}},
		"title, more":  {fieldTitle: {"word"}, fieldBody: {"word"}, fieldLength: {"a"}},
		"title, long":  {fieldTitle: {"word"}, fieldLength: {"d"}},
		"about":        {fieldAbout: {"word"}, fieldLength: {"a"}},
		"body":         {fieldBody: {"word"}, fieldLength: {"a"}},
		"body, form":   {fieldBody: {"words"}, fieldLength: {"a"}},
		"body, part":   {fieldBody: {"wordless"}, fieldLength: {"a"}},
		"both":         {fieldBody: {"word", "rare"}, fieldLength: {"a"}},
		"rare":         {fieldBody: {"rare"}, fieldLength: {"a"}},
		"other, whole": {fieldTitle: {"other", "name"}, fieldLength: {"a"}},
		"part, half":   {fieldTitle: {"other"}, fieldBody: {"wordless"}, fieldLength: {"a"}},
	} {
		papers[id] = p
	}
	d.write(papers)
	word := &wordQuery{
		fields: all3(), groups: []group{{[]string{"word"}, nearExact}, {[]string{"words"}, nearStem}, {[]string{"wordless"}, nearPart}},
		others: []weighted{{allOf([]*wordQuery{
			{fields: all3(), groups: []group{{[]string{"other"}, nearExact}}}, {fields: all3(), groups: []group{{[]string{"name"}, nearExact}}},
		}), nearSynonym / 2}},
	}
	rare := &wordQuery{fields: all3(), groups: []group{{[]string{"rare"}, nearExact}}}
	r := d.read()
	one := scores(d, r, allOf([]*wordQuery{word}))
	for _, pair := range [][2]string{
		{"title, more", "title"},
		{"title", "title, long"},
		{"title, long", "about"},
		{"about", "body"},
		{"body", "body, form"},
		{"body, form", "body, part"},
		{"title", "other, whole"},
		{"other, whole", "body, part"},
	} {
		if one[pair[0]] <= one[pair[1]] {
			t.Errorf("%q has %v, and %q %v", pair[0], one[pair[0]], pair[1], one[pair[1]])
		}
	}
	if one["body"] != one["both"] || one["body, part"] != one["part, half"] || len(one) != 10 {
		t.Errorf("%d are found: %v", len(one), one)
	}
	two := scores(d, r, &question{words: []*wordQuery{word, rare}, enough: 1})
	if two["both"] <= above || two["rare"] <= two["body"]/2 || two["title"] >= above || two["body"] != one["body"]/2 {
		t.Errorf("two words: %v, one: %v", two, one)
	}
}

// TestBest: the best hits of all indexes are in the order of their scores and ids, page by
// page, each once.
func TestBest(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(52, 1))
	look := &asked{}
	desks := []*desk{newDesk(t), newDesk(t)}
	desks[1].name = "draft-"
	for _, d := range desks {
		d.scribble(random, 6)
		look.segments = append(look.segments, d.read())
	}
	for range 60 {
		q := randomQuestion(random, 1)
		var want []hit
		for i, d := range desks {
			for id, score := range scores(d, look.segments[i], q) {
				want = append(want, hit{score, id})
			}
		}
		slices.SortFunc(want, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id)) })
		var got []hit
		for size, after := 1+random.IntN(20), (*place)(nil); ; {
			page, err := look.best(t.Context(), q, size, after)
			if err != nil {
				t.Fatal(err)
			}
			if page.total != len(want) || len(page.found) != len(desks) {
				t.Fatalf("%d in all of %d indexes, want %d", page.total, len(page.found), len(want))
			}
			if got = append(got, page.hits...); len(page.hits) < size {
				break
			}
			last := page.hits[size-1]
			after = &place{score: last.score, id: last.id}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}

// TestBestEnds: ranking ends when its context does.
func TestBestEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write(map[string]paper{"a": {fieldTitle: {"1"}}})
	look := &asked{segments: []*segments{d.read()}}
	ctx, cancel := context.WithCancel(t.Context())
	q := allOf([]*wordQuery{{fields: all3(), groups: []group{{[]string{"1"}, nearExact}}}})
	if page, err := look.best(ctx, q, 1, nil); err != nil || len(page.hits) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	cancel()
	if _, err := look.best(ctx, q, 1, nil); content.CodeOf(err) != content.CodeTimeout {
		t.Errorf("error %v", err)
	}
	a, err := q.answer(look.segments[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := new(ranked).rank(ctx, look.segments[0], a, 1, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
