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

// target is a searchable index, with its in-memory data.
type target struct {
	index bleve.Index
	shelf *shelf
}

// segments is an index at an instant. Data of many words is read directly from bleve's
// segments, since bleve's own searchers walk once per word. It is not safe for concurrent use.
type segments struct {
	reader    index.IndexReader
	all       []*scorch.SegmentSnapshot
	shelf     *shelf
	documents uint64
	was       map[string]documents // results by their terms: a question is evaluated narrow, then wide
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
	r := &segments{reader: reader, all: snapshot.Segments(), shelf: t.shelf, was: map[string]documents{}}
	if r.documents, err = reader.DocCount(); err != nil {
		return nil, errors.Join(err, reader.Close())
	}
	return r, nil
}

// segments returns the number of segments.
func (t target) segments() (int, error) {
	r, err := t.read()
	if err != nil {
		return 0, err
	}
	return len(r.all), r.close()
}

func snapshotOf(i bleve.Index) (index.IndexReader, error) {
	advanced, err := i.Advanced()
	if err != nil {
		return nil, err
	}
	return advanced.Reader()
}

// id returns the id of a document in a segment.
func (r *segments) id(segment int, document uint32) (string, error) {
	id, err := r.all[segment].DocID(uint64(document))
	return string(id), err
}

func (r *segments) close() error { return r.reader.Close() }

// terms are terms of a field.
type terms struct {
	field string
	any   []string
}

// key identifies terms.
func (t terms) key() string { return t.field + " " + strings.Join(t.any, " ") }

// documents is a set of documents in an index, by segment. Its content must not be changed.
type documents []*roaring.Bitmap

// nothing is the empty set.
func (r *segments) nothing() documents {
	none := make(documents, len(r.all))
	for i := range none {
		none[i] = roaring.New()
	}
	return none
}

// with returns the union of two sets.
func (s documents) with(o documents, together func(a, b *roaring.Bitmap) *roaring.Bitmap) documents {
	made := make(documents, len(s))
	for i := range s {
		made[i] = together(s[i], o[i])
	}
	return made
}

func (s documents) count() (n uint64) {
	for _, some := range s {
		n += some.GetCardinality()
	}
	return n
}

// pointer checks membership in a set for documents of a segment, in the order of their
// numbers.
type pointer struct {
	ahead roaring.IntPeekable
	at    int64 // the next member, or atEnd
}

const atEnd = 1 << 32

func newPointer(over *roaring.Bitmap) pointer {
	w := pointer{ahead: over.Iterator()}
	w.next()
	return w
}

func (w *pointer) next() {
	w.at = atEnd
	if w.ahead.HasNext() {
		w.at = int64(w.ahead.Next())
	}
}

func (w *pointer) has(document uint32) bool {
	if w.at < int64(document) {
		if w.at+1 < int64(document) {
			w.ahead.AdvanceIfNeeded(document)
		}
		w.next()
	}
	return w.at == int64(document)
}

// orInto is a method of zap's postings lists.
type orInto interface {
	OrInto(receiver *roaring.Bitmap)
}

// readAny reads the documents that have one of some terms.
func (r *segments) readAny(t terms) (documents, error) {
	key := t.key()
	if was, known := r.was[key]; known {
		return was, nil
	}
	all := make(documents, len(r.all))
	for i, s := range r.all {
		var err error
		if all[i], err = anyInSegment(s, t); err != nil {
			return nil, err
		}
	}
	r.was[key] = all
	return all, nil
}

// anyInSegment returns the documents that have one of some terms.
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
		some.OrInto(all) // including the deleted ones
	}
	if deleted := s.Deleted(); deleted != nil {
		all.AndNot(deleted)
	}
	// Some of it may still refer to the segment's file, which ends when the index is merged,
	// while facets are counted later.
	all.CloneCopyOnWriteContainers()
	return all, nil
}

// lengthClass returns the class of a document whose titles have a number of words, in all of
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
