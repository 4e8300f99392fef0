package caption

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lectern/content/locale"
)

// Cue is what one voice says in a period of a recording.
type Cue struct {
	Start, End locale.Duration
	Text       string // without tags, on one line
	Speaker    string // the name, if the captions have it
}

// Cues returns the cues of captions, in order of time. A cue with several voices becomes
// several, with the same times. Invalid cues are skipped.
func Cues(text string) (cues []Cue) {
	f := Parse(text)
	for i := range f.cues {
		c := &f.cues[i]
		for _, v := range c.voices() {
			cues = append(cues, Cue{locale.Duration(c.start), locale.Duration(c.end), strings.Join(strings.Fields(v.text), " "), v.speaker})
		}
	}
	slices.SortStableFunc(cues, func(a, b Cue) int { return int(a.Start - b.Start) })
	return cues
}

// What separates paragraphs of the same speaker.
const (
	longPause     = 2 * time.Second
	longParagraph = 600 // characters, at the end of a sentence
)

// Paragraphs joins cues into a readable text: a paragraph ends when another speaker begins, at
// a pause, and in a long speech at the end of a sentence.
func Paragraphs(cues []Cue) (paragraphs []Cue) {
	for _, c := range cues {
		n := len(paragraphs) - 1
		if n < 0 || paragraphs[n].endsBefore(c) {
			paragraphs = append(paragraphs, c)
			continue
		}
		p := &paragraphs[n]
		p.Text, p.End = p.Text+" "+c.Text, max(p.End, c.End)
	}
	return paragraphs
}

func (c Cue) endsBefore(next Cue) bool {
	if c.Speaker != next.Speaker || next.Start-c.End >= locale.Duration(longPause) {
		return true
	}
	return utf8.RuneCountInString(c.Text) > longParagraph && strings.ContainsAny(c.Text[len(c.Text)-1:], ".!?")
}

// Spoken returns the words of cues as Markdown, with the names of the speakers.
func Spoken(cues []Cue) string {
	var b strings.Builder
	speaker := ""
	for i, p := range Paragraphs(cues) {
		if i > 0 {
			b.WriteString("\n\n")
		}
		if p.Speaker != "" && p.Speaker != speaker {
			b.WriteString("**" + escapeMarkdown(p.Speaker) + ":** ")
		}
		speaker = p.Speaker
		b.WriteString(escapeMarkdown(p.Text))
	}
	return b.String()
}

// escapeMarkdown escapes a line so that Markdown shows it as it is.
func escapeMarkdown(line string) string {
	var b strings.Builder
	leading := true // only digits so far: "1." would begin a list
	for _, r := range line {
		if strings.ContainsRune("\\`*_{}[]<>#&~|!", r) || leading && strings.ContainsRune("+-=.)", r) {
			b.WriteByte('\\')
		}
		leading = leading && r >= '0' && r <= '9'
		b.WriteRune(r)
	}
	return b.String()
}
