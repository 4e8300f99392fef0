package content

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Cue is what one voice says at one time of a recording.
type Cue struct {
	Start, End Duration
	Text       string // without tags, on one line
	Speaker    string // who says it, where the captions say so
}

// Cues are those of captions, in order of time. A cue with several voices is
// several, of the same times. What is no cue is passed over.
func Cues(text string) (cues []Cue) {
	f := parseCaptions(text)
	for i := range f.cues {
		c := &f.cues[i]
		for _, v := range c.voices() {
			cues = append(cues, Cue{Duration(c.start), Duration(c.end), strings.Join(strings.Fields(v.text), " "), v.speaker})
		}
	}
	slices.SortStableFunc(cues, func(a, b Cue) int { return int(a.Start - b.Start) })
	return cues
}

// What parts paragraphs where the speaker stays the same.
const (
	longPause     = 2 * time.Second
	longParagraph = 600 // characters, at the end of a sentence
)

// Paragraphs are cues put together to a text that is read: a paragraph ends
// where another one speaks, at a pause, and in a long speech at the end of a
// sentence.
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
	if c.Speaker != next.Speaker || next.Start-c.End >= Duration(longPause) {
		return true
	}
	return utf8.RuneCountInString(c.Text) > longParagraph && strings.ContainsAny(c.Text[len(c.Text)-1:], ".!?")
}

// spokenText is what cues say as a text in Markdown, with who says it.
func spokenText(cues []Cue) string {
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

// escapeMarkdown writes a line so that Markdown takes no sign in it for its own.
func escapeMarkdown(line string) string {
	var b strings.Builder
	leading := true // nothing but digits so far: "1." would begin a list
	for _, r := range line {
		if strings.ContainsRune("\\`*_{}[]<>#&~|!", r) || leading && strings.ContainsRune("+-=.)", r) {
			b.WriteByte('\\')
		}
		leading = leading && r >= '0' && r <= '9'
		b.WriteRune(r)
	}
	return b.String()
}

// CueRange says which cues somebody asks for: those that are said at an instant
// of a recording, or some of the time from one to before another. Nil is no
// bound.
type CueRange struct{ At, From, To *Duration }

func (r CueRange) has(c Cue) bool {
	return (r.At == nil || c.Start <= *r.At && *r.At < c.End) && (r.From == nil || c.End > *r.From) && (r.To == nil || c.Start < *r.To)
}

// CueConnection is a page of cues, in order of time.
type CueConnection struct {
	edges       []*CueEdge
	next, later bool
	total       int
}

// CueEdge is a cue with its place.
type CueEdge struct {
	Cursor string
	Node   *Cue
}

// ListCues reads a page of the cues of captions: BAD_INPUT where first is not
// from 1 to MaxPage, BAD_CURSOR where after is of no such list.
func ListCues(text string, r CueRange, first int, after *string) (*CueConnection, error) {
	if first < 1 || first > MaxPage {
		return nil, Errorf(CodeBadInput, "first must be from 1 to %d.", MaxPage).At("first")
	}
	if after != nil && *after == "" { // as many clients begin a list
		after = nil
	}
	var place cuePlace
	if after != nil {
		var err error
		if place, err = r.place(*after); err != nil {
			return nil, err
		}
	}
	c := &CueConnection{}
	at := cuePlace{start: -1}
	cues := Cues(text)
	for i := range cues {
		at = at.next(cues[i].Start)
		if !r.has(cues[i]) {
			continue
		}
		c.total++
		switch {
		case after != nil && !place.before(at):
			c.later = true
		case len(c.edges) == first:
			c.next = true
		default:
			c.edges = append(c.edges, &CueEdge{r.cursor(at), &cues[i]})
		}
	}
	return c, nil
}

// cuePlace is the place of a cue: when it starts, and how many that start then
// come before it.
type cuePlace struct {
	start Duration
	nth   uint32
}

func (p cuePlace) next(start Duration) cuePlace {
	if start == p.start {
		return cuePlace{start, p.nth + 1}
	}
	return cuePlace{start, 0}
}

func (p cuePlace) before(o cuePlace) bool {
	return p.start < o.start || p.start == o.start && p.nth < o.nth
}

func (r CueRange) identity() uint32 {
	h := fnv.New32a()
	for _, bound := range []*Duration{r.At, r.From, r.To} {
		text := "-"
		if bound != nil {
			text = fmt.Sprint(int64(*bound))
		}
		_, _ = h.Write([]byte(" " + text)) // never fails
	}
	return h.Sum32()
}

func (r CueRange) cursor(p cuePlace) string {
	b := binary.BigEndian.AppendUint32(nil, r.identity())
	b = binary.BigEndian.AppendUint64(b, uint64(p.start))
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(b, p.nth))
}

func (r CueRange) place(cursor string) (cuePlace, error) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) != 16 || binary.BigEndian.Uint32(b) != r.identity() {
		return cuePlace{}, Errorf(CodeBadCursor, "This cursor is not of this list.").At("after")
	}
	return cuePlace{Duration(binary.BigEndian.Uint64(b[4:])), binary.BigEndian.Uint32(b[12:])}, nil
}

// Nodes are the cues of the page.
func (c *CueConnection) Nodes() []*Cue {
	nodes := make([]*Cue, len(c.edges))
	for i, e := range c.edges {
		nodes[i] = e.Node
	}
	return nodes
}

// Edges are the cues of the page with their cursors.
func (c *CueConnection) Edges() []*CueEdge { return c.edges }

// PageInfo tells where the page stands among all of them.
func (c *CueConnection) PageInfo() *PageInfo {
	at := &ends{next: c.next, later: c.later}
	if n := len(c.edges); n > 0 {
		at.first, at.last = &c.edges[0].Cursor, &c.edges[n-1].Cursor
	}
	return &PageInfo{at}
}

// TotalCount is how many cues there are in all.
func (c *CueConnection) TotalCount() int { return c.total }
