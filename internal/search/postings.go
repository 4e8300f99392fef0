package search

import (
	"errors"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// atEnd is where postings are that have no more documents.
const atEnd = 1<<64 - 1

// target is an index that may be searched, with what is kept of it.
type target struct {
	index bleve.Index
	shelf *shelf
}

// segments are an index at an instant. What bleve's segments have for many words at
// once is read from them; its own searchers take a walk for each word. They are for
// one goroutine.
type segments struct {
	reader    index.IndexReader
	all       []*scorch.SegmentSnapshot
	shelf     *shelf
	documents uint64
	was       map[string][]ofSegment // what was read, by its terms: a question is put narrow, then wide
}

var errOtherIndex = errors.New("search: this index is not of the sort that is known")

// read opens an index. It must be closed.
func (t target) read() (_ *segments, err error) {
	reader, err := snapshotOf(t.index)
	if err != nil {
		return nil, err
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(errOtherIndex, reader.Close())
	}
	r := &segments{reader: reader, all: snapshot.Segments(), shelf: t.shelf, was: map[string][]ofSegment{}}
	if r.documents, err = reader.DocCount(); err != nil {
		return nil, errors.Join(err, reader.Close())
	}
	return r, nil
}

func snapshotOf(i bleve.Index) (index.IndexReader, error) {
	advanced, err := i.Advanced()
	if err != nil {
		return nil, err
	}
	return advanced.Reader()
}

func (r *segments) close() error { return r.reader.Close() }

// terms are some of a field.
type terms struct {
	field string
	any   []string
}

// key tells terms from others.
func (t terms) key() string { return t.field + " " + strings.Join(t.any, " ") }

// postings are documents, in the order of their numbers.
type postings struct {
	segments []ofSegment         // those with documents, that were not gone through
	walk     roaring.IntPeekable // of the first of them
	at       uint64              // the number of a document, or atEnd
	count    uint64              // of all
}

// ofSegment are some documents of a segment, and the number of its first one.
type ofSegment struct {
	first     uint64
	documents *roaring.Bitmap
}

func newPostings(all []ofSegment) *postings {
	p := &postings{segments: all}
	for _, s := range all {
		p.count += s.documents.GetCardinality()
	}
	p.enter()
	p.next()
	return p
}

// enter begins to walk the first segment.
func (p *postings) enter() {
	if len(p.segments) > 0 {
		p.walk = p.segments[0].documents.Iterator()
	}
}

// next goes to the next document.
func (p *postings) next() {
	for len(p.segments) > 0 {
		if p.walk.HasNext() {
			p.at = p.segments[0].first + uint64(p.walk.Next())
			return
		}
		p.segments = p.segments[1:]
		p.enter()
	}
	p.at = atEnd
}

// advance goes to the first document of a number or a higher one.
func (p *postings) advance(to uint64) {
	if p.at >= to {
		return
	}
	for len(p.segments) > 1 && p.segments[1].first <= to {
		p.segments = p.segments[1:]
		p.enter()
	}
	if p.at+1 < to && len(p.segments) > 0 && p.segments[0].first < to {
		p.walk.AdvanceIfNeeded(uint32(to - p.segments[0].first))
	}
	p.next()
}

// orInto is what zap's lists of documents can.
type orInto interface {
	OrInto(receiver *roaring.Bitmap)
}

// readAny reads the documents that have one of some terms. It is at the first.
func (r *segments) readAny(t terms) (*postings, error) {
	key := t.key()
	was, known := r.was[key]
	if known {
		return newPostings(was), nil
	}
	first := uint64(0)
	for _, s := range r.all {
		some, err := anyInSegment(s, t)
		if err != nil {
			return nil, err
		}
		if !some.IsEmpty() {
			was = append(was, ofSegment{first, some})
		}
		first += uint64(s.FullSize())
	}
	r.was[key] = was
	return newPostings(was), nil
}

// readEach reads the documents of each of several.
func (r *segments) readEach(all []terms) ([]*postings, error) {
	read := make([]*postings, len(all))
	for i, t := range all {
		var err error
		if read[i], err = r.readAny(t); err != nil {
			return nil, err
		}
	}
	return read, nil
}

func anyInSegment(s *scorch.SegmentSnapshot, t terms) (*roaring.Bitmap, error) {
	all := roaring.New()
	if len(t.any) == 0 {
		return all, nil
	}
	dictionary, err := s.Segment().Dictionary(t.field)
	if err != nil {
		return nil, err
	}
	var list segment.PostingsList
	for _, w := range t.any {
		if list, err = dictionary.PostingsList([]byte(w), nil, list); err != nil {
			return nil, err
		}
		some, ok := list.(orInto)
		if !ok {
			return nil, errOtherIndex
		}
		some.OrInto(all) // the deleted ones, too
	}
	if deleted := s.Deleted(); deleted != nil {
		all.AndNot(deleted)
	}
	return all, nil
}

// lengthClass is the class of a document whose titles have some words, in all of
// its languages.
func lengthClass(words int) string {
	switch {
	case words <= 3:
		return "a"
	case words <= 7:
		return "b"
	case words <= 14:
		return "c"
	}
	return "d"
}
