package search

import (
	"slices"
	"strings"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// vocabulary has the words of the corpus by their common stems. The index has only words as
// they were written; the vocabulary maps a typed word to them. So the index is small, and a
// new word that splits others does so at once.
//
// It grows with the words of the corpus: some hundred thousand for millions of documents. It
// is safe for concurrent use.
type vocabulary struct {
	tongues
	lexicon *lexicon
	pairs   []entry // immutable

	mu    sync.RWMutex
	words map[string]*entry
	// forms maps stems and loose spellings to words, unless they equal the word itself.
	forms map[string][]string
	// compounds maps stems of parts to the stems of compounds.
	compounds map[string][]string
	parts     []string // the parts of compounds, sorted
}

// entry is a word of the corpus.
type entry struct {
	token index.TokenFreq // as bleve gets it; immutable
	text  string
	hash  uint32 // of its loose form
}

// newVocabulary returns one without words, with a word list for compounds.
func newVocabulary(wordList string) *vocabulary {
	t := newTongues()
	return &vocabulary{
		tongues: t, lexicon: newLexicon(t.danish, ownWords, wordList), pairs: pairEntries(),
		words: map[string]*entry{}, forms: map[string][]string{}, compounds: map[string][]string{},
	}
}

// entries returns the entries of words, and adds new words. It adds new words that may be
// parts of compounds to fresh.
func (v *vocabulary) entries(words []string, fresh []string) ([]*entry, []string) {
	found := make([]*entry, len(words))
	var missing []int
	v.mu.RLock()
	for i, w := range words {
		if found[i] = v.words[w]; found[i] == nil {
			missing = append(missing, i)
		}
	}
	v.mu.RUnlock()
	if len(missing) == 0 {
		return found, fresh
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, i := range missing {
		if found[i] = v.words[words[i]]; found[i] == nil {
			found[i] = v.add(strings.Clone(words[i])) // a substring would keep the whole text in memory
			if l := loose(fold(found[i].text)); v.lexicon.add(l) {
				fresh = append(fresh, l)
			}
		}
	}
	return found, fresh
}

// add adds a word.
func (v *vocabulary) add(w string) *entry {
	folded := fold(w)
	e := &entry{text: w, token: index.TokenFreq{Term: []byte(w)}, hash: looseHash(w)}
	v.words[w] = e
	if v.isStop(w) { // for those who search for nothing else
		return e
	}
	for _, stem := range v.stems(folded) {
		if strings.HasPrefix(w, stem) {
			stem = w[:len(stem)] // shares its memory
		}
		if stem != w {
			v.forms[stem] = append(v.forms[stem], w)
		}
	}
	return e
}

// compose splits compounds: among all words of the corpus, or only those that are, or have as
// a part, one of some fresh words.
func (v *vocabulary) compose(fresh []string, all bool) {
	for _, w := range v.lexicon.mayContain(fresh, all) {
		whole := v.danish.stem(w)
		for _, part := range v.lexicon.split(w) {
			v.addPart(v.danish.stem(part), whole)
		}
	}
}

func (v *vocabulary) addPart(part, whole string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	wholes, known := v.compounds[part]
	if !known {
		at, _ := slices.BinarySearch(v.parts, part)
		v.parts = slices.Insert(v.parts, at, part)
	}
	if at, has := slices.BinarySearch(wholes, whole); !has {
		v.compounds[part] = slices.Insert(wholes, at, whole)
	}
}

// maxLike is the maximum number of words of the corpus for one typed word.
const maxLike = 1000

// like has the words of the corpus that a typed one may mean.
type like struct {
	forms      []string // and other spellings, without the word itself
	containing []string // compounds that have it as a part
}

func (v *vocabulary) like(w string) (l like) {
	if v.isStop(w) {
		return l
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	folded := fold(w)
	for _, stem := range v.stems(folded) {
		l.forms = append(append(l.forms, stem), v.forms[stem]...)
	}
	l.forms = slices.DeleteFunc(unique(l.forms), func(f string) bool { return f == w })
	l.forms = l.forms[:min(len(l.forms), maxLike)]
	l.containing = v.containing(v.danish.stem(loose(folded)))
	return l
}

// ofPart returns the words with a part that is not typed itself, but follows from the typed
// text.
func (v *vocabulary) ofPart(stem string) []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return unique(slices.Concat([]string{stem}, v.forms[stem], v.containing(stem)))
}

func (v *vocabulary) containing(part string) (words []string) {
	for _, whole := range v.compounds[part] {
		if len(words) >= maxLike {
			break
		}
		words = append(append(words, whole), v.forms[whole]...)
	}
	return words
}

// beginning returns the words with a part that has a prefix.
func (v *vocabulary) beginning(start string) (words []string) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	at, _ := slices.BinarySearch(v.parts, start)
	for ; at < len(v.parts) && strings.HasPrefix(v.parts[at], start) && len(words) < maxLike; at++ {
		words = append(words, v.containing(v.parts[at])...)
	}
	return unique(words)
}
