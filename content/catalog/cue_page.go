package catalog

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"

	"lectern/content"
	"lectern/content/caption"
	"lectern/content/listing"
	"lectern/content/locale"
)

// CueRange selects cues: those at an instant of a recording, or those from one time to before
// another. Nil means no bound.
type CueRange struct{ At, From, To *locale.Duration }

func (r CueRange) has(c caption.Cue) bool {
	return (r.At == nil || c.Start <= *r.At && *r.At < c.End) && (r.From == nil || c.End > *r.From) && (r.To == nil || c.Start < *r.To)
}

// CueConnection is a page of cues, in order of time.
type CueConnection struct {
	edges       []*CueEdge
	next, later bool
	total       int
}

// CueEdge is a cue with its cursor.
type CueEdge struct {
	Cursor string
	Node   *caption.Cue
}

// ListCues returns a page of the cues of captions: BAD_INPUT if first is not from 1 to MaxPage,
// BAD_CURSOR if after belongs to another list.
func ListCues(text string, r CueRange, first int, after *string) (*CueConnection, error) {
	if first < 1 || first > listing.MaxPage {
		return nil, content.Errorf(content.CodeBadInput, "first must be from 1 to %d.", listing.MaxPage).At("first")
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
	cues := caption.Cues(text)
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

// cuePlace is the position of a cue: its start, and the number of previous cues with the same
// start.
type cuePlace struct {
	start locale.Duration
	nth   uint32
}

func (p cuePlace) next(start locale.Duration) cuePlace {
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
	for _, bound := range []*locale.Duration{r.At, r.From, r.To} {
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
		return cuePlace{}, content.Errorf(content.CodeBadCursor, "This cursor is not from this list.").At("after")
	}
	return cuePlace{locale.Duration(binary.BigEndian.Uint64(b[4:])), binary.BigEndian.Uint32(b[12:])}, nil
}

// Nodes returns the cues of the page.
func (c *CueConnection) Nodes() []*caption.Cue {
	nodes := make([]*caption.Cue, len(c.edges))
	for i, e := range c.edges {
		nodes[i] = e.Node
	}
	return nodes
}

// Edges returns the cues of the page with their cursors.
func (c *CueConnection) Edges() []*CueEdge { return c.edges }

// PageInfo returns the position of the page in the list.
func (c *CueConnection) PageInfo() *listing.PageInfo {
	var first, last *string
	if n := len(c.edges); n > 0 {
		first, last = &c.edges[0].Cursor, &c.edges[n-1].Cursor
	}
	return listing.NewPageInfo(first, last, c.next, c.later)
}

// TotalCount returns the number of all cues.
func (c *CueConnection) TotalCount() int { return c.total }
