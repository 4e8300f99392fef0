package search

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed words.txt
var ownWords string

const (
	// minPart is the minimum length of a part of a compound.
	minPart = 4
	// maxParts is the maximum number of parts in a compound.
	maxParts = 5
)

// lexicon has the words that can form compounds: a built-in list of the field, one of the
// operator, and the words that occur alone in the corpus. All are loose. It is safe for
// concurrent use.
type lexicon struct {
	tongue *tongue
	given  map[string]bool // the lists: immutable

	mu     sync.RWMutex
	corpus map[string]bool
	stems  map[string]bool
}

// newLexicon returns a lexicon of lists of words, which are separated by white space.
func newLexicon(t *tongue, lists ...string) *lexicon {
	l := &lexicon{tongue: t, given: map[string]bool{}, corpus: map[string]bool{}, stems: map[string]bool{}}
	for _, list := range lists {
		for w := range strings.FieldsSeq(list) {
			if w = loose(fold(strings.ToLower(normal(w)))); l.mayBePart(w) {
				l.given[w] = true
				l.stems[t.stem(w)] = true
			}
		}
	}
	return l
}

func (l *lexicon) mayBePart(w string) bool {
	if len(w) < minPart || l.tongue.stop[w] {
		return false
	}
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

// add adds a word of the corpus. It reports whether the word is new and can be a part.
func (l *lexicon) add(w string) bool {
	if !l.mayBePart(w) {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.corpus[w] {
		return false
	}
	l.corpus[w] = true
	l.stems[l.tongue.stem(w)] = true
	return true
}

func (l *lexicon) has(w string) bool { return l.given[w] || l.corpus[w] }

// split returns the parts of a compound, or nil for any other word: words of the lexicon that
// cover it completely, with a linking s, e or er between them. The last one may be in any
// form. If there are several ways, it uses the one with the fewest parts; a part that is
// itself a compound is followed by its own parts.
func (l *lexicon) split(w string) []string {
	if len(w) < 2*minPart || !isASCII(w) {
		return nil
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	var all []string
	for _, part := range l.cover(w) {
		all = append(append(all, part), l.cover(part)...)
	}
	return all
}

// cover is split without the parts of parts.
func (l *lexicon) cover(w string) []string {
	var best []string
	var parts []string
	var from func(at int)
	from = func(at int) {
		rest := w[at:]
		if len(parts) > 0 && l.isLast(rest) && (best == nil || len(parts)+1 < len(best)) {
			best = append(slices.Clone(parts), rest)
		}
		if len(parts)+2 > maxParts || best != nil && len(parts)+2 >= len(best) {
			return
		}
		for n := minPart; n <= len(rest)-minPart; n++ {
			part := rest[:n]
			if !l.has(part) {
				continue
			}
			parts = append(parts, part)
			for _, link := range []string{"", "s", "e", "er"} {
				if strings.HasPrefix(rest[n:], link) && len(rest)-n-len(link) >= minPart {
					from(at + n + len(link))
				}
			}
			parts = parts[:len(parts)-1]
		}
	}
	from(0)
	return best
}

// isLast reports whether a word, in this form or another, is in the lexicon.
func (l *lexicon) isLast(w string) bool {
	if len(w) < minPart || l.tongue.stop[w] {
		return false
	}
	if l.has(w) {
		return true
	}
	stem := l.tongue.stem(w)
	return len(stem) >= minPart && l.stems[stem]
}

// parts returns the parts of a compound, without their own parts.
func (l *lexicon) parts(w string) []string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.cover(w)
}

// fewFresh is the maximum number of new words that are searched in each word of the corpus. If
// there are more, every word counts as one that may contain them.
const fewFresh = 16

// mayContain returns the words of the corpus that may have one of some words as a part, or all
// possible compounds.
func (l *lexicon) mayContain(words []string, all bool) (compounds []string) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	all = all || len(words) > fewFresh
	if !all && len(words) == 0 {
		return nil
	}
	for w := range l.corpus {
		if len(w) >= 2*minPart && (all || slices.ContainsFunc(words, func(part string) bool { return strings.Contains(w, part) })) {
			compounds = append(compounds, w)
		}
	}
	slices.Sort(compounds)
	return compounds
}
