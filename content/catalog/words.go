package catalog

import (
	"crypto/sha256"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lectern/content"
	"lectern/content/locale"
)

// Bounds of words that can be removed: shorter ones occur too often in other texts, and no
// address is longer.
const (
	minWordsLetters = 4
	maxWordsBytes   = 200
)

// joinedLetters is the number of letters and digits from which words match wherever spaces and
// punctuation are between them: "12 34 56 78" and "1234-5678".
const joinedLetters = 8

// maxBetween is the maximum number of characters between two words.
const maxBetween = 8

// Words are words that are removed from everything that was ever written. They are known as
// text or, when an older store is restored, by a keyed hash.
//
// Words match if they have the same letters and digits in the same order, whatever their case,
// accents and Unicode form, whatever space and punctuation is between them, and with æ, ø and å
// spelled ae, oe and aa. They begin and end at word boundaries of the text, except for a
// genitive s; letters and digits are different words. From 8 letters on the positions of spaces
// do not matter.
type Words struct {
	letters int // letters and digits in bytes, spelled as in slugs
	same    func(key string) bool
	text    string // normalised; empty if they are known by a hash
	hash    string // empty if they are known as text
	// named are the speakers whose names had them.
	named map[content.ID]bool
}

// ParseWords returns the words in a text. It is CodeBadInput if they are too short or too long.
func ParseWords(text string) (*Words, error) {
	if len(text) > maxWordsBytes {
		return nil, content.Errorf(content.CodeBadInput, "The words may have at most %d bytes.", maxWordsBytes)
	}
	tokens := tokensOf(text)
	key, letters := keyOf(tokens)
	if letters < minWordsLetters {
		return nil, content.Errorf(content.CodeBadInput, "The words must have at least %d letters or digits.", minWordsLetters)
	}
	w := &Words{letters: letters, same: func(k string) bool { return k == key }, text: key}
	for _, says := range []string{wordsRemoved.danish, wordsRemoved.english, wordsRemoved.address, erasedActor} {
		if start, _ := w.find(says, 0); start >= 0 {
			return nil, content.Errorf(content.CodeBadInput, "The words are part of what replaces removed words.")
		}
	}
	return w, nil
}

// WordsOfHash returns words that are known by a hash, as in content.RemovedWords: by their
// number of letters and digits, a function that recognises their normalised form, and the
// places where they were.
func WordsOfHash(hash string, letters int, same func(normalised string) bool, places []content.Place) *Words {
	w := &Words{letters: letters, same: same, hash: hash, named: map[content.ID]bool{}}
	for _, p := range places {
		if isNameOfSpeaker(p) {
			w.named[p.DocumentID] = true
		}
	}
	return w
}

// digestOf identifies a text: a replaced file is identified by its bytes.
func digestOf(text string) content.AssetID { return content.NewAssetID(sha256.Sum256([]byte(text))) }

// word is a run of letters or of digits in a text.
type word struct {
	start, end int    // in the text
	spelled    string // as in slugs: never empty
	before     int    // characters between it and the token before
}

// tokensOf returns the words of a text. Characters without width, and apostrophes, belong to a
// word.
func tokensOf(s string) (tokens []word) {
	const (
		between = iota
		letter
		digit
	)
	class, start, end, gap := between, 0, 0, 0
	finish := func() {
		if class == between {
			return
		}
		if spelled := spelled(s[start:end]); spelled != "" {
			tokens = append(tokens, word{start, end, spelled, gap})
			gap = 0
		}
		class = between
	}
	for i, r := range s {
		next := between
		switch {
		case unicode.IsDigit(r):
			next = digit
		case unicode.IsLetter(r):
			next = letter
		case class != between && (unicode.IsMark(r) || unicode.Is(unicode.Cf, r) || r == '\'' || r == '’'):
			if unicode.IsMark(r) {
				end = i + utf8.RuneLen(r)
			}
			continue
		}
		if next != class {
			finish()
			class, start = next, i
		}
		if next == between {
			gap++
		} else {
			end = i + max(1, utf8.RuneLen(r))
		}
	}
	finish()
	return tokens
}

// spelled returns a word as Words compares it.
func spelled(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		return text // most words, at no cost
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, locale.Spelled(text))
}

// keyOf returns the normalised form of tokens, and its number of letters and digits.
func keyOf(tokens []word) (key string, letters int) {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.spelled
		letters += len(t.spelled)
	}
	if letters >= joinedLetters {
		return strings.Join(words, ""), letters
	}
	return strings.Join(words, " "), letters
}

// find returns the next occurrence of the words in a text, from an offset on; -1 for none.
func (w *Words) find(s string, from int) (start, end int) {
	tokens := tokensOf(s[from:])
	for i := range tokens {
		letters := 0
		for j := i; j < len(tokens) && (j == i || tokens[j].before <= maxBetween); j++ {
			letters += len(tokens[j].spelled)
			if letters > w.letters+1 {
				break
			}
			end := from + tokens[j].end
			switch {
			case letters == w.letters && w.is(tokens[i:j+1]):
				return from + tokens[i].start, end
			case letters == w.letters+1 && w.isGenitive(tokens[i:j+1]):
				return from + tokens[i].start, end - 1
			}
		}
	}
	return -1, -1
}

func (w *Words) is(tokens []word) bool {
	key, letters := keyOf(tokens)
	return letters == w.letters && w.same(key)
}

// isGenitive reports whether tokens are the words with an s at their end.
func (w *Words) isGenitive(tokens []word) bool {
	tokens = slices.Clone(tokens)
	last := &tokens[len(tokens)-1].spelled
	own, ends := strings.CutSuffix(*last, "s")
	if !ends || own == "" {
		return false
	}
	*last = own
	return w.is(tokens)
}

// inSlug reports whether a text in the form of a slug contains the words, at any distance.
func (w *Words) inSlug(hyphenated string) bool {
	start, _ := w.find(hyphenated, 0)
	return start >= 0
}

func (w *Words) inAddresses(bool) sought { return w }

func (w *Words) isPart() bool { return false }

func (w *Words) isName(name string) bool { return w.is(tokensOf(name)) }
