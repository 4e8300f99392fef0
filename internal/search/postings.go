package search

import (
	"errors"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// atEnd is where postings are that have no more documents.
const atEnd = 1<<64 - 1

// postings are documents, in the order of their numbers. They are what bleve's
// segments have for many words at once, which takes bleve's own reader a walk for
// each word.
type postings struct {
	segments []ofSegment // those with documents, that were not gone through
	at       uint64      // the number of a document, or atEnd
	count    uint64      // of all
}

// ofSegment are the documents of a segment, and the number of its first one.
type ofSegment struct {
	first     uint64
	documents roaring.IntPeekable
}

// next goes to the next document; it must have been called before advance.
func (p *postings) next() {
	for len(p.segments) > 0 {
		if s := p.segments[0]; s.documents.HasNext() {
			p.at = s.first + uint64(s.documents.Next())
			return
		}
		p.segments = p.segments[1:]
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
	}
	if len(p.segments) > 0 && p.segments[0].first < to {
		p.segments[0].documents.AdvanceIfNeeded(uint32(to - p.segments[0].first))
	}
	p.next()
}

// orInto is what zap's lists of documents can.
type orInto interface {
	OrInto(receiver *roaring.Bitmap)
}

// readAny reads the documents that have one of some words in a field.
func readAny(r index.IndexReader, field string, words []string) (*postings, error) {
	p := &postings{}
	if len(words) == 0 {
		return p, nil
	}
	snapshot, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errOtherIndex
	}
	first := uint64(0)
	for _, s := range snapshot.Segments() {
		all, err := anyInSegment(s, field, words)
		if err != nil {
			return nil, err
		}
		if n := all.GetCardinality(); n > 0 {
			p.count += n
			p.segments = append(p.segments, ofSegment{first, all.Iterator()})
		}
		first += uint64(s.FullSize())
	}
	return p, nil
}

func anyInSegment(s *scorch.SegmentSnapshot, field string, words []string) (*roaring.Bitmap, error) {
	all := roaring.New()
	dictionary, err := s.Segment().Dictionary(field)
	if err != nil {
		return nil, err
	}
	var list segment.PostingsList
	for _, w := range words {
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

var errOtherIndex = errors.New("search: this index is not of the sort that is known")

// leaf are the documents that have one of the words of a group in a field.
type leaf struct {
	*postings
	band int
	near float64
}

// lengths tells how long the titles of documents are, by classes.
type lengths [4]struct {
	*postings
	share float64
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

func readLengths(r index.IndexReader) (*lengths, error) {
	l := &lengths{}
	for i, class := range []struct {
		name  string
		share float64 // of its score, that a title keeps
	}{{"a", 0.94}, {"b", 0.88}, {"c", 0.8}, {"d", 0.7}} {
		documents, err := readAny(r, fieldLength, []string{class.name})
		if err != nil {
			return nil, err
		}
		documents.next()
		l[i].postings, l[i].share = documents, class.share
	}
	return l, nil
}

// share is what a document's title keeps of its score: the less, the longer it is.
// Numbers must come in their order.
func (l *lengths) share(document uint64) float64 {
	for _, class := range l {
		if class.advance(document); class.at == document {
			return class.share
		}
	}
	return 1
}
