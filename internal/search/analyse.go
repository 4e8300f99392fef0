package search

import (
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/analysis"

	"lectern/content"
)

// analyserVersion changes with what the index holds for a text: an index of
// another version is made anew.
const analyserVersion = 1

// What a term of the index begins with, by how near to the text it is: nothing
// for the word itself.
const (
	stemMark = "~" // what its forms and spellings have in common, where that is not the word itself
	partMark = "+" // a part of a compound, likewise reduced
)

// analyser reduces texts to terms.
type analyser struct {
	tongues
	lexicon *lexicon
	known   sync.Map // of knownWord to its terms; emptied where words split otherwise
	size    atomic.Int32
}

// knownWord is a word that was reduced before.
type knownWord struct {
	text   string
	tongue *tongue
}

// maxKnown bounds the words that are kept with their terms.
const maxKnown = 100_000

func newAnalyser(wordList string) *analyser {
	t := newTongues()
	return &analyser{tongues: t, lexicon: newLexicon(t.danish, ownWords, wordList)}
}

// learn takes in words of the corpus, and gives those that are new.
func (a *analyser) learn(words []string) []string {
	fresh := a.lexicon.add(words)
	if len(fresh) > 0 {
		a.known.Clear()
		a.size.Store(0)
	}
	return fresh
}

// terms are those of a word of a text. They are not to be changed.
func (a *analyser) terms(w string, t *tongue) []string {
	key := knownWord{w, t}
	if terms, ok := a.known.Load(key); ok {
		return terms.([]string)
	}
	terms := a.reduceWord(w, t)
	if a.size.Add(1) > maxKnown {
		a.known.Clear()
		a.size.Store(0)
	}
	a.known.Store(key, terms)
	return terms
}

func (a *analyser) reduceWord(w string, t *tongue) []string {
	to := []string{w}
	if a.isStop(w) {
		return to // for who searches for nothing else
	}
	l := loose(fold(w))
	if stem := t.stem(l); stem != w { // a word that is its own stem stands for both
		to = append(to, stemMark+stem)
	}
	if t.compounds {
		for _, part := range a.lexicon.split(l) {
			to = append(to, partMark+t.stem(part))
		}
	}
	return to
}

// text gives the terms of a text in a language, one after another.
func (a *analyser) text(to []string, text string, l content.Language) []string {
	t := a.of(l)
	for w := range words(text) {
		to = append(to, a.terms(w.text, t)...)
	}
	return to
}

// ready gives terms that were found already to bleve.
type ready []string

// Analyze implements analysis.Analyzer.
func (r ready) Analyze([]byte) analysis.TokenStream {
	tokens := make([]analysis.Token, len(r))
	stream := make(analysis.TokenStream, len(r))
	for i, term := range r {
		tokens[i] = analysis.Token{Term: []byte(term), Position: i + 1}
		stream[i] = &tokens[i]
	}
	return stream
}

const (
	pairBits  = 14
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

// pair is a short name for two words that follow each other: by it phrases are
// found. One in 16,384 pairs shares it with another, which is why what is shown is
// looked at again; longer names would make the index larger than the texts.
func pair(first, second string) string {
	h := uint32(fnvOffset)
	for _, w := range [...]string{loose(fold(first)), " ", loose(fold(second))} {
		for i := range len(w) {
			h = (h ^ uint32(w[i])) * fnvPrime
		}
	}
	h ^= h >> pairBits
	const half = 1<<(pairBits/2) - 1
	return string([]byte{'!' + byte(h&half), '!' + byte(h>>(pairBits/2)&half)})
}
