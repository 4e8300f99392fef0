package search

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"

	"lectern/content"
	"lectern/content/catalog"
)

const (
	maxSuggestions = 20
	// maxCompletions is the maximum number of completions of a prefix, those in the most
	// documents first.
	maxCompletions = 24
)

// Suggest returns titles and names that begin with the typed text, or have words that do.
func (x *Index) Suggest(ctx context.Context, view *content.View, prefix string, limit int) ([]*catalog.Suggestion, error) {
	if limit < 1 || limit > maxSuggestions {
		return nil, content.Errorf(content.CodeBadInput, "first must be from 1 to %d.", maxSuggestions).At("first")
	}
	look, err := x.look(view)
	if err != nil {
		return nil, err
	}
	defer look.release()
	typed := x.vocabulary.parse(prefix).text
	var spoken []string
	for w := range words(typed) {
		spoken = append(spoken, w.text)
	}
	if len(spoken) == 0 || look.nothing {
		return []*catalog.Suggestion{}, nil
	}
	spoken = spoken[:min(len(spoken), maxQueryWords)]
	q, err := look.titleQuestion(spoken)
	if err != nil {
		return nil, err
	}
	best, err := look.best(ctx, q, 2*limit, nil)
	if err != nil {
		return nil, err
	}
	suggestions := make([]*catalog.Suggestion, 0, limit)
	for _, hit := range best.hits {
		s, err := look.suggestion(content.ID(hit.id), spoken)
		if err != nil {
			return nil, err
		}
		if s != nil && !slices.ContainsFunc(suggestions, func(o *catalog.Suggestion) bool { return o.Text == s.Text }) {
			suggestions = append(suggestions, s)
		}
	}
	slices.SortStableFunc(suggestions, func(a, b *catalog.Suggestion) int {
		return -compareBool(beginsWith(a.Text, typed), beginsWith(b.Text, typed))
	})
	return suggestions[:min(len(suggestions), limit)], nil
}

// beginsWith reports whether a title begins with the typed text.
func beginsWith(title, typed string) bool {
	same := func(s string) string { return loose(fold(spelling(s))) }
	return strings.HasPrefix(same(title), same(strings.TrimSpace(typed)))
}

// titleQuestion matches titles with some words, of which the last may be a prefix of a word,
// or of a part of one.
func (l *asked) titleQuestion(spoken []string) (*question, error) {
	v := l.index.vocabulary
	title := []int{0}
	var all []*wordQuery
	last := len(spoken) - 1
	for _, w := range spoken[:last] {
		if !v.isStop(w) {
			all = append(all, v.wordQuery(w, title, func(*wordQuery) {}))
		}
	}
	exact, err := l.completions(fieldTitle, spoken[last])
	if err != nil {
		return nil, err
	}
	start := loose(fold(spoken[last]))
	spelled, err := l.completions(fieldLoose, start)
	if err != nil {
		return nil, err
	}
	begun := &wordQuery{fields: title, groups: []group{{exact, nearExact}}, loose: group{spelled, nearStem}}
	if start != spoken[last] {
		plain, err := l.completions(fieldTitle, start)
		if err != nil {
			return nil, err
		}
		begun.groups = append(begun.groups, group{plain, nearStem})
	}
	if utf8.RuneCountInString(start) >= minPart {
		begun.groups = append(begun.groups, group{v.beginning(start), nearPart})
	}
	q := allOf(append(all, begun))
	q.bounds = l.bounds
	return q, nil
}

// completions returns the terms of a field with a prefix, those in the most documents first.
func (l *asked) completions(field, prefix string) ([]string, error) {
	var found []index.DictEntry
	for _, r := range l.segments {
		some, err := r.completions(field, prefix)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	slices.SortStableFunc(found, func(a, b index.DictEntry) int {
		switch exactA, exactB := a.Term == prefix, b.Term == prefix; {
		case exactA != exactB:
			return -compareBool(exactA, exactB)
		case a.Count > b.Count:
			return -1
		case a.Count < b.Count:
			return 1
		}
		return strings.Compare(a.Term, b.Term)
	})
	terms := make([]string, 0, maxCompletions)
	for _, e := range found[:min(len(found), maxCompletions)] {
		terms = append(terms, e.Term)
	}
	return unique(terms), nil
}

// suggestion returns a document with its title as the view shows it now, in a language that
// has the words, or nil.
func (l *asked) suggestion(id content.ID, spoken []string) (*catalog.Suggestion, error) {
	d, err := l.view.Get(id)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	passages, err := readPassages(l.view, d)
	if err != nil {
		return nil, err
	}
	for _, language := range d.Base().Languages {
		more, err := readIn(l.view, d, language)
		if err != nil {
			return nil, err
		}
		passages = append(passages, more...)
	}
	for _, p := range passages {
		if p.Field == content.InTitle && l.index.vocabulary.begins(p, spoken[len(spoken)-1]) {
			return &catalog.Suggestion{Text: p.Text, Node: d}, nil
		}
	}
	return nil, nil
}

// begins reports whether a word of a text, or a part of one, has a prefix.
func (v *vocabulary) begins(p content.Passage, prefix string) bool {
	start := loose(fold(prefix))
	for w := range words(p.Text) {
		l := loose(fold(w.text))
		if strings.HasPrefix(w.text, prefix) || strings.HasPrefix(l, start) {
			return true
		}
		if slices.ContainsFunc(v.lexicon.split(l), func(part string) bool { return strings.HasPrefix(part, start) }) {
			return true
		}
	}
	return false
}

// didYouMean returns the query with known words in place of unknown ones, or nil if there is
// nothing better.
func (l *asked) didYouMean(ctx context.Context) (*string, error) {
	q := l.compiled.typed
	var b strings.Builder
	at, changed := 0, false
	for _, span := range q.spans {
		better, err := l.nearest(ctx, span.text)
		if err != nil {
			return nil, err
		}
		if better == "" || better == span.text {
			continue
		}
		b.WriteString(q.text[at:span.start])
		b.WriteString(better)
		at, changed = span.end, true
	}
	if !changed {
		return nil, nil
	}
	b.WriteString(q.text[at:])
	text := b.String()
	return &text, nil
}

const (
	// maxNearest is the maximum number of words that are checked against the reader's view.
	maxNearest = 6
	// maxScanned is the maximum number of similar words.
	maxScanned = 20_000
	// minFuzzy and minFuzzier are the minimum lengths of words in which one letter, or two,
	// may differ.
	minFuzzy, minFuzzier = 4, 8
)

// nearest returns the most similar word to one that no document has, and of equally similar
// ones that in the most documents. The reader must see it in a document. It returns "" if
// there is none, or if documents have the word.
func (l *asked) nearest(ctx context.Context, w string) (string, error) {
	letters := utf8.RuneCountInString(w)
	if known, err := l.sees(ctx, w); err != nil || known || letters < minFuzzy {
		return "", err
	}
	edits := 1
	if letters >= minFuzzier {
		edits = 2
	}
	found, err := l.fuzzy(w, edits)
	if err != nil {
		return "", err
	}
	for _, e := range found[:min(len(found), maxNearest)] {
		seen, err := l.sees(ctx, e.Term)
		if err != nil {
			return "", err
		}
		if seen {
			return e.Term, nil
		}
	}
	return "", nil
}

// fuzzy returns the words of the index that differ by up to some letters, the most similar
// first.
func (l *asked) fuzzy(w string, edits int) (found []index.DictEntry, err error) {
	for _, r := range l.segments {
		for _, field := range textFields() {
			some, err := fuzzyIn(r.reader, field, w, edits)
			if err != nil {
				return nil, err
			}
			found = append(found, some...)
		}
	}
	slices.SortStableFunc(found, func(a, b index.DictEntry) int {
		switch {
		case a.EditDistance != b.EditDistance:
			return int(a.EditDistance) - int(b.EditDistance)
		case a.Count > b.Count:
			return -1
		case a.Count < b.Count:
			return 1
		}
		return strings.Compare(a.Term, b.Term)
	})
	return found, nil
}

func fuzzyIn(reader index.IndexReader, field, w string, edits int) (found []index.DictEntry, err error) {
	fuzzy, ok := reader.(index.IndexReaderFuzzy)
	if !ok {
		return nil, errors.New("search: this index finds no words that are nearly the same")
	}
	dict, err := fuzzy.FieldDictFuzzy(field, w, edits, "")
	if err != nil {
		return nil, err
	}
	for range maxScanned {
		entry, err := dict.Next()
		if err != nil {
			return nil, errors.Join(err, dict.Close())
		}
		if entry == nil {
			break
		}
		found = append(found, *entry)
	}
	return found, dict.Close()
}

// sees reports whether the reader sees a document with a word in it, in its current form.
func (l *asked) sees(ctx context.Context, w string) (bool, error) {
	exact := &compiled{typed: &typed{}, words: []*wordQuery{{groups: []group{{[]string{w}, nearExact}}, fields: all3()}}, wanted: map[string]int{w: 0}}
	one := *l
	one.compiled = exact
	best, err := one.ask(ctx, false, 1, nil)
	if err != nil || len(best.hits) == 0 {
		return false, err
	}
	edge, err := one.edge(content.ID(best.hits[0].id))
	return edge != nil, err
}
