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
	was       map[string]documents // what was read, by its terms: a question is put narrow, then wide
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

// segments is how many an index has.
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

// id is that of a document of a segment.
func (r *segments) id(segment int, document uint32) (string, error) {
	id, err := r.all[segment].DocID(uint64(document))
	return string(id), err
}

func (r *segments) close() error { return r.reader.Close() }

// terms are some of a field.
type terms struct {
	field string
	any   []string
}

// key tells terms from others.
func (t terms) key() string { return t.field + " " + strings.Join(t.any, " ") }

// documents are some of an index, by segment. What is in it must not be changed.
type documents []*roaring.Bitmap

// nothing is none of them.
func (r *segments) nothing() documents {
	none := make(documents, len(r.all))
	for i := range none {
		none[i] = roaring.New()
	}
	return none
}

// with puts two together.
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

// pointer tells of documents of a segment, in the order of their numbers, whether they
// are among others.
type pointer struct {
	ahead roaring.IntPeekable
	at    int64 // the next of the others, or atEnd
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

// orInto is what zap's lists of documents can.
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

// anyInSegment are the documents that have one of some terms.
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
	// Some of it may still be the segment's file, which goes when the index is merged:
	// facets are counted later.
	all.CloneCopyOnWriteContainers()
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
