package main

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

// writer generates texts with the word frequencies of a language: words of syllables, with
// compounds and endings, a few of them very frequent.
type writer struct {
	vocabulary []string
	zipf       []float64 // cumulative
}

const (
	roots     = 4000
	compounds = 20_000
)

func newWriter() *writer {
	random := rand.New(rand.NewPCG(5, 6))
	w := &writer{}
	for range roots {
		w.vocabulary = append(w.vocabulary, root(random))
	}
	for range compounds {
		w.vocabulary = append(w.vocabulary, w.vocabulary[random.IntN(roots)]+[]string{"", "s", "e"}[random.IntN(3)]+w.vocabulary[random.IntN(roots)])
	}
	sum := 0.0
	for i := range w.vocabulary {
		const flat = 20 // searches leave out the most frequent words anyway
		sum += 1 / float64(i+flat)
		w.zipf = append(w.zipf, sum)
	}
	return w
}

func root(random *rand.Rand) string {
	onsets := strings.Fields("b d f g h j k l m n p r s t v bl br dr fl fr gr kl kr pl sk sl sp st str tr")
	nuclei := strings.Fields("a e i o u y æ ø å")
	codas := strings.Fields("l n r s t d g k m nd ld rt st ng")
	pick := func(from []string) string { return from[random.IntN(len(from))] }
	text := pick(onsets) + pick(nuclei)
	if random.IntN(3) > 0 {
		text += pick(onsets) + pick(nuclei)
	}
	return text + pick(codas)
}

// word returns a random word, frequent ones more often.
func (w *writer) word(random *rand.Rand) string {
	at := random.Float64() * w.zipf[len(w.zipf)-1]
	low, high := 0, len(w.zipf)-1
	for low < high {
		if middle := (low + high) / 2; w.zipf[middle] < at {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return w.vocabulary[low]
}

func (w *writer) sentence(random *rand.Rand, length int) string {
	var b strings.Builder
	for i := range length {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.word(random))
		b.WriteString([]string{"", "", "er", "en", "erne"}[random.IntN(5)])
	}
	return b.String()
}

func id(kind string, n int) content.ID {
	var entropy [10]byte
	binary.BigEndian.PutUint64(entropy[2:], uint64(n)*0x9e3779b97f4a7c15)
	return content.NewID(content.KindNamed(kind), time.UnixMilli(1_600_000_000_000+int64(n)*1000), entropy)
}

func meta(kind string, n int) content.Meta {
	return content.Meta{ID: id(kind, n), Slug: fmt.Sprintf("%s-%d", strings.ToLower(kind), n)}
}

const (
	topics, conferences, speakers = 50, 40, 400
	titleWords, bodyWords         = 6, 110
)

// frame returns the documents that others refer to.
func (w *writer) frame() (all []content.Document) {
	random := rand.New(rand.NewPCG(7, 8))
	for n := range topics {
		all = append(all, &catalog.Topic{Meta: meta("topic", n), Name: locale.NewText("da", w.sentence(random, 2))})
	}
	for n := range speakers {
		all = append(all, &catalog.Speaker{Meta: meta("speaker", n), Name: fmt.Sprintf("Navn%d Efternavn%d", n%40, n), WithoutConsentReason: "Made for measuring."})
	}
	for n := range conferences {
		all = append(all, &catalog.Conference{Meta: meta("conference", n), Title: locale.NewText("da", w.sentence(random, 3)), Status: catalog.ConferencePlanned, Year: 1990 + n})
	}
	return all
}

// name returns a word that only one document has.
func (w *writer) name(n int) string { return fmt.Sprintf("nr%d", n) }

// document returns a session whose texts depend only on its number.
func (w *writer) document(n int) content.Document {
	random := rand.New(rand.NewPCG(9, uint64(n)))
	return &catalog.Session{
		Meta: meta("session", n), Title: locale.NewText("da", w.sentence(random, titleWords)+" "+w.name(n)), Kind: catalog.SessionTalk,
		ConferenceID: id("conference", n%conferences), TopicIDs: []content.ID{id("topic", n%topics)},
		Abstract: locale.NewRichText("da", w.sentence(random, bodyWords)),
		Cast:     []catalog.Appearance{{SpeakerID: id("speaker", n%speakers), Role: catalog.RoleSpeaker}},
	}
}

// size returns the number of bytes of text.
func (w *writer) size(documents int) (n int64) {
	for i := range documents {
		s := w.document(i).(*catalog.Session)
		n += int64(len(s.Title.String()) + len(s.Abstract.Markdown()))
	}
	return n
}

// sort is a type of query.
type sort struct {
	name  string
	query func(*rand.Rand) string
}

func (w *writer) sorts() []sort {
	of := func(words int) func(*rand.Rand) string {
		return func(random *rand.Rand) string { return w.sentence(random, words) }
	}
	return []sort{
		{"one word", of(1)},
		{"two words", of(2)},
		{"three words", of(3)},
		{"a compound", func(random *rand.Rand) string { return w.vocabulary[roots+random.IntN(compounds)] }},
		{"a name", func(random *rand.Rand) string { return fmt.Sprintf("efternavn%d", random.IntN(speakers)) }},
		{"two words, not a third", func(random *rand.Rand) string { return w.sentence(random, 2) + " -" + w.word(random) }},
		{"misspelled", func(random *rand.Rand) string {
			r := []rune(w.word(random))
			at := random.IntN(len(r))
			return string(r[:at]) + "x" + string(r[at:])
		}},
	}
}
