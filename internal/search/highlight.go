package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

const (
	// maxHighlights is the maximum number of text pieces of a hit.
	maxHighlights = 3
	// fragmentRunes is the approximate length of a piece, in characters.
	fragmentRunes = 200
	ellipsis      = "…"
)

// edge returns a hit as the view shows it now, or nil if the view does not show it or if it
// has none of the words.
func (l *asked) edge(id content.ID) (*catalog.SearchEdge, error) {
	d, err := l.view.Get(id)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	served := d.Base().Language
	languages := append([]locale.Language{served}, slices.DeleteFunc(slices.Clone(d.Base().Languages), func(o locale.Language) bool { return o == served })...)
	passages, err := readPassages(l.view, d)
	for i, language := range languages {
		if i > 0 {
			passages, err = readIn(l.view, d, language)
		}
		if err != nil {
			return nil, err
		}
		if pieces := l.pieces(passages); len(pieces) > 0 {
			e := &catalog.SearchEdge{Node: d, Language: language}
			for _, p := range pieces[:min(len(pieces), maxHighlights)] {
				e.Highlights = append(e.Highlights, p.highlight())
			}
			e.CueStart = cueStart(pieces)
			return e, nil
		}
	}
	return nil, nil
}

// piece is a passage with words of the query.
type piece struct {
	content.Passage
	found   []word
	words   int  // the number of the query's words in it
	phrases bool // it has one of the query's phrases
}

// pieces returns the passages with words, the weightiest field first, and within it those with
// the most words. If the query has phrases, only documents with them have pieces.
func (l *asked) pieces(passages []content.Passage) (all []*piece) {
	phrases, has := len(l.compiled.typed.phrases) > 0, false
	for i := range passages {
		p := &piece{Passage: passages[i]}
		which := map[int]bool{}
		var spoken []string
		for w := range words(p.Text) {
			if phrases {
				spoken = append(spoken, loose(fold(w.text)))
			}
			if n, ok := l.compiled.wanted[w.text]; ok {
				which[n] = true
				p.found = append(p.found, w)
			}
		}
		if len(p.found) == 0 {
			continue
		}
		p.words = len(which)
		for _, phrase := range l.compiled.typed.phrases {
			if follows(spoken, phrase) {
				p.phrases, has = true, true
			}
		}
		all = append(all, p)
	}
	if phrases && !has {
		return nil
	}
	slices.SortStableFunc(all, func(a, b *piece) int {
		return cmp.Or(-compareBool(a.phrases, b.phrases), cmp.Compare(fieldWeight(a.Field), fieldWeight(b.Field)), cmp.Compare(b.words, a.words))
	})
	return all
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// follows reports whether a text has the words of a phrase in a row.
func follows(spoken, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(spoken); i++ {
		if inARow(spoken[i:], phrase) {
			return true
		}
	}
	return false
}

func inARow(spoken, phrase []string) bool {
	for i, w := range phrase {
		if spoken[i] != loose(fold(w)) {
			return false
		}
	}
	return true
}

// cueStart returns when the words are said: in the timed passage with the most of them, the
// first of equal ones.
func cueStart(pieces []*piece) *locale.Duration {
	var best *piece
	for _, p := range pieces {
		if p.Start != nil && (best == nil || p.words > best.words || p.words == best.words && *p.Start < *best.Start) {
			best = p
		}
	}
	if best == nil {
		return nil
	}
	return best.Start
}

// highlight shortens the piece for a list of hits.
func (p *piece) highlight() *catalog.SearchHighlight {
	from, to := p.window()
	h := &catalog.SearchHighlight{Field: p.Field, Language: p.Language, StartsAt: p.Start}
	var b strings.Builder
	if from > 0 {
		b.WriteString(ellipsis)
	}
	units := utf16Length(b.String())
	at := from
	for _, w := range p.found {
		if w.start < from || w.end > to {
			continue
		}
		units += utf16Length(p.Text[at:w.start])
		length := utf16Length(p.Text[w.start:w.end])
		h.Matches = append(h.Matches, &catalog.SearchMatch{Start: units, End: units + length})
		units, at = units+length, w.end
	}
	b.WriteString(strings.Map(onOneLine, p.Text[from:to]))
	if to < len(p.Text) {
		b.WriteString(ellipsis)
	}
	h.Text = b.String()
	return h
}

// onOneLine replaces the line breaks of a text and keeps its length.
func onOneLine(r rune) rune {
	if r == '\n' || r == '\r' || r == '\t' {
		return ' '
	}
	return r
}

// window returns the part of the text with the most matches.
func (p *piece) window() (from, to int) {
	if utf8.RuneCountInString(p.Text) <= fragmentRunes {
		return 0, len(p.Text)
	}
	best, most := 0, 0
	for i := range p.found {
		n := 0
		for _, w := range p.found[i:] {
			if w.end-p.found[i].start <= fragmentRunes*3/4 {
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	const before = fragmentRunes / 5
	from = back(p.Text, p.found[best].start, before)
	to = from
	for n := 0; n < fragmentRunes && to < len(p.Text); n++ {
		_, size := utf8.DecodeRuneInString(p.Text[to:])
		to += size
	}
	if from > 0 { // not in the middle of a word
		if i := strings.IndexFunc(p.Text[from:p.found[best].start], unicode.IsSpace); i >= 0 {
			from += i + 1
		}
	}
	if to < len(p.Text) {
		if i := strings.LastIndexFunc(p.Text[:to], unicode.IsSpace); i >= p.found[best].end {
			to = i
		}
	}
	return from, max(to, p.found[best].end)
}

// back returns a position some characters before another.
func back(text string, at, runes int) int {
	for ; runes > 0 && at > 0; runes-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

func utf16Length(s string) (n int) {
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}
