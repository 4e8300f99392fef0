package caption

import (
	"html"
	"slices"
	"strings"
	"time"
	"unicode"

	"lectern/content/locale"
)

// cueToken is a part of a cue's text: words, or a tag (W3C WebVTT, section 6.4).
type cueToken struct {
	tag        string // "v"; empty for words
	end        bool   // an end tag
	classes    string // ".loud.first"
	annotation string // of the tag: the speaker
	text       string // without references such as &amp;
	at         time.Duration
}

// timestamp is the tag of a time within a cue.
const timestamp = "time"

// cueTokens splits the text of a cue. Tags that WebVTT does not have are dropped; "<" that
// begins no tag is text.
func cueTokens(payload string) (tokens []cueToken) {
	words := func(s string) {
		if s = visible(html.UnescapeString(s)); s != "" {
			tokens = append(tokens, cueToken{text: s})
		}
	}
	for payload != "" {
		open := strings.IndexByte(payload, '<')
		if open < 0 {
			words(payload)
			break
		}
		end := strings.IndexByte(payload[open:], '>')
		if end < 0 || !beginsTag(payload[open+1:]) {
			words(payload[:open+1])
			payload = payload[open+1:]
			continue
		}
		words(payload[:open])
		if t, ok := readTag(payload[open+1 : open+end]); ok {
			tokens = append(tokens, t)
		}
		payload = payload[open+end+1:]
	}
	return tokens
}

func beginsTag(s string) bool {
	s = strings.TrimPrefix(s, "/")
	return s != "" && (s[0] >= '0' && s[0] <= '9' || unicode.IsLetter(rune(s[0])))
}

// readTag parses the text between < and >.
func readTag(s string) (t cueToken, ok bool) {
	if s, ok := strings.CutPrefix(s, "/"); ok {
		return cueToken{tag: s, end: true}, slices.Contains([]string{"c", "i", "b", "u", "ruby", "rt", "v", "lang"}, s)
	}
	if at, ok := cueTime(s, '.'); ok {
		return cueToken{tag: timestamp, at: at}, true
	}
	name := s
	if i := strings.IndexAny(s, " \t\n"); i >= 0 {
		name, t.annotation = s[:i], strings.Join(strings.Fields(visible(html.UnescapeString(s[i:]))), " ")
	}
	name, classes, _ := strings.Cut(name, ".")
	for class := range strings.SplitSeq(classes, ".") {
		if class != "" && !strings.ContainsFunc(class, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' }) {
			t.classes += "." + class
		}
	}
	t.tag = name
	switch name {
	case "v":
		return t, t.annotation != ""
	case "lang":
		l, err := locale.ParseLanguage(t.annotation)
		t.annotation = string(l)
		return t, err == nil && l != ""
	case "c", "i", "b", "u", "ruby", "rt":
		t.annotation = ""
		return t, true
	}
	return t, false
}

// visible returns a text without control characters, except line ends.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r':
			return '\n'
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}

// tokens returns the tokens of the cue's text with each tag closed, in order: a new voice
// closes the previous one, a reading belongs to a ruby, a time lies within the cue.
func (c *fileCue) tokens() (all []cueToken) {
	var open []string
	last := c.start
	closeTo := func(n int) {
		for len(open) > n {
			all = append(all, cueToken{tag: open[len(open)-1], end: true})
			open = open[:len(open)-1]
		}
	}
	for _, t := range cueTokens(c.payload) {
		switch at := slices.Index(open, t.tag); {
		case t.tag == "":
			all = append(all, t)
		case t.tag == timestamp:
			if t.at > last && t.at < c.end {
				last, all = t.at, append(all, t)
			}
		case t.end:
			if at >= 0 {
				closeTo(at)
			}
		case t.tag == "rt" && !slices.Contains(open, "ruby"):
		default:
			if at >= 0 && (t.tag == "v" || t.tag == "rt") {
				closeTo(at)
			}
			open, all = append(open, t.tag), append(all, t)
		}
	}
	closeTo(0)
	return all
}

// writeCueText returns the normalised text of a cue.
func writeCueText(c *fileCue) string {
	var b strings.Builder
	for _, t := range c.tokens() {
		switch {
		case t.tag == "":
			b.WriteString(escapeCueText(t.text))
		case t.tag == timestamp:
			b.WriteString("<" + writeCueTime(t.at) + ">")
		case t.end:
			b.WriteString("</" + t.tag + ">")
		case t.annotation == "":
			b.WriteString("<" + t.tag + t.classes + ">")
		default:
			b.WriteString("<" + t.tag + t.classes + " " + escapeCueText(t.annotation) + ">")
		}
	}
	return strings.Join(cueLines(b.String()), "\n")
}

// cueEscapes escapes the characters that a cue's text can't contain.
var cueEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escapeCueText(s string) string { return cueEscapes.Replace(s) }

// cueLines returns the non-blank lines of a text.
func cueLines(text string) (lines []string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// voice is what one person says in a cue.
type voice struct{ speaker, text string }

// voices returns the words of a cue by speaker, without readings (rt).
func (c *fileCue) voices() (all []voice) {
	speaker, reading := "", 0
	for _, t := range c.tokens() {
		switch {
		case t.tag == "v":
			speaker = t.annotation // the end tag has none
		case t.tag == "rt" && t.end:
			reading--
		case t.tag == "rt":
			reading++
		case t.tag != "" || reading > 0:
		case len(all) > 0 && all[len(all)-1].speaker == speaker:
			all[len(all)-1].text += t.text
		default:
			all = append(all, voice{speaker, t.text})
		}
	}
	return slices.DeleteFunc(all, func(v voice) bool { return blank(v.text) })
}
