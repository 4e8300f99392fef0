package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxQueryRunes = 256
	maxQueryWords = 16
)

// typed is a parsed query: words, phrases, and excluded words. Any text is a query.
type typed struct {
	words    []string   // to search for, including those of phrases
	phrases  [][]string // of at least two words
	excluded []string
	text     string // the part of the query that was read
	spans    []word // of words, in text
}

const quotes = "\"“”„«»"

// parse parses a query.
func (v *vocabulary) parse(query string) *typed {
	text := normal(firstRunes(query, maxQueryRunes))
	q := &typed{text: text}
	inPhrase := false
	var phrase []word
	end := 0
	for w := range words(text) {
		between := text[end:w.start]
		for _, r := range between {
			if isQuote(r) {
				if inPhrase {
					q.add(phrase, isExcluded(text, phrase))
					phrase = nil
				}
				inPhrase = !inPhrase
			}
		}
		end = w.end
		if len(q.words)+len(q.excluded)+len(phrase) >= maxQueryWords {
			break
		}
		if phrase = append(phrase, w); !inPhrase {
			q.add(phrase, isExcluded(text, phrase))
			phrase = nil
		}
	}
	q.add(phrase, isExcluded(text, phrase))
	q.dropStopWords(v)
	return q
}

func (q *typed) add(phrase []word, excluded bool) {
	if len(phrase) == 0 {
		return
	}
	texts := make([]string, len(phrase))
	for i, w := range phrase {
		texts[i] = w.text
	}
	if excluded {
		q.excluded = append(q.excluded, texts...)
		return
	}
	q.words, q.spans = append(q.words, texts...), append(q.spans, phrase...)
	if len(texts) > 1 {
		q.phrases = append(q.phrases, texts)
	}
}

// dropStopWords removes stop words, unless there are no others.
func (q *typed) dropStopWords(v *vocabulary) {
	var words []string
	var spans []word
	for i, w := range q.words {
		if !v.isStop(w) && !slices.Contains(words, w) {
			words, spans = append(words, w), append(spans, q.spans[i])
		}
	}
	if len(words) > 0 {
		q.words, q.spans = words, spans
	}
}

func isQuote(r rune) bool { return strings.ContainsRune(quotes, r) }

// isExcluded reports whether a hyphen precedes a word or its quotation mark, at the start or
// after a space.
func isExcluded(text string, phrase []word) bool {
	if len(phrase) == 0 {
		return false
	}
	before := strings.TrimRightFunc(text[:phrase[0].start], isQuote)
	if !strings.HasSuffix(before, "-") {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(before[:len(before)-1])
	return len(before) == 1 || unicode.IsSpace(r)
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
