package search

import (
	"math/bits"
	"unsafe"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// termField is a field of a document with known terms: bleve has nothing to analyse.
type termField struct {
	name   string
	tokens index.TokenFrequencies
}

var _ document.Field = (*termField)(nil)

// Name implements document.Field.
func (t *termField) Name() string { return t.name }

// Value implements document.Field.
func (t *termField) Value() []byte { return nil }

// ArrayPositions implements document.Field.
func (t *termField) ArrayPositions() []uint64 { return nil }

// EncodedFieldType implements document.Field: it is a text field.
func (t *termField) EncodedFieldType() byte { return 't' }

// Analyze implements document.Field.
func (t *termField) Analyze() {}

// Options implements document.Field.
func (t *termField) Options() index.FieldIndexingOptions { return searched }

// AnalyzedLength implements document.Field.
func (t *termField) AnalyzedLength() int { return len(t.tokens) }

// AnalyzedTokenFrequencies implements document.Field.
func (t *termField) AnalyzedTokenFrequencies() index.TokenFrequencies { return t.tokens }

// NumPlainTextBytes implements document.Field.
func (t *termField) NumPlainTextBytes() uint64 { return 0 }

// Size implements document.Field. Documents share the tokens.
func (t *termField) Size() int {
	const each = 2 * unsafe.Sizeof("")
	return int(unsafe.Sizeof(*t)) + len(t.tokens)*int(each)
}

// addTerms adds a field, if there are terms for it.
func addTerms(d *document.Document, field string, values ...string) {
	if len(values) == 0 {
		return
	}
	tokens := make(index.TokenFrequencies, len(values))
	for _, v := range values {
		tokens[v] = &index.TokenFreq{Term: []byte(v)}
	}
	d.AddField(&termField{field, tokens})
}

const (
	pairBits  = 14
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

// looseHash returns the hash of a word, independent of the spelling of æ, ø, å.
func looseHash(word string) uint32 {
	h, l := uint32(fnvOffset), loose(fold(word))
	for i := range len(l) {
		h = (h ^ uint32(l[i])) * fnvPrime
	}
	return h
}

// pair is a short name of two consecutive words, from the hashes of their loose forms, by
// which phrases are found. One in 16,384 pairs shares it with another, so results are checked
// again; longer names would make the index larger than the texts.
func pair(first, second uint32) int {
	const turn = 7
	h := (bits.RotateLeft32(first, turn) ^ second) * fnvPrime
	return int((h ^ h>>pairBits) & (1<<pairBits - 1))
}

// pairTerm is the name of a pair as the index has it.
func pairTerm(pair int) string {
	const half = pairBits / 2
	return string([]byte{'!' + byte(pair&(1<<half-1)), '!' + byte(pair>>half)})
}

// pairEntries are all pairs, as bleve gets them.
func pairEntries() []entry {
	all := make([]entry, 1<<pairBits)
	for i := range all {
		name := pairTerm(i)
		all[i] = entry{text: name, token: index.TokenFreq{Term: []byte(name)}}
	}
	return all
}
