package search

import (
	"context"
	"errors"
	"math"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	index "github.com/blevesearch/bleve_index_api"
)

// How near a term is to what was typed. What is nearer ranks above what is not,
// in the same field.
const (
	nearExact   = 1.0
	nearStem    = 0.55
	nearPart    = 0.3
	nearParts   = 0.35 // all parts of a compound, written apart
	nearSynonym = 0.3
)

// scoreSteps is how fine a score is: coarser than what machines differ by, since
// cursors have it.
const scoreSteps = 1024

// weights are those of textFields.
var weights = [3]float64{5, 1.7, 1}

// leafTerm is a term that a word may stand for.
type leafTerm struct {
	text string
	near float64
}

// wordQuery finds the documents that have one of some terms, in any of the text
// fields, or that another query finds. Unlike bleve's disjunction it scores a
// document by the best of these, not by how many there are.
type wordQuery struct {
	terms  []leafTerm
	fields []int // of textFields
	others []weighted
}

// weighted is a query that counts for less than a word itself.
type weighted struct {
	query interface {
		Searcher(context.Context, index.IndexReader, mapping.IndexMapping, search.SearcherOptions) (search.Searcher, error)
	}
	near  float64
	bonus float64 // for being found by it at all
}

// Searcher implements bleve's query.Query.
func (q *wordQuery) Searcher(ctx context.Context, r index.IndexReader, m mapping.IndexMapping, o search.SearcherOptions) (_ search.Searcher, err error) {
	s := &wordSearcher{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	documents, err := r.DocCount()
	if err != nil {
		return nil, err
	}
	scored := o.Score != "none"
	var most uint64
	for _, field := range q.fields {
		for _, t := range q.terms {
			measured := scored && field == 0
			reader, err := r.TermFieldReader(ctx, []byte(t.text), textFields()[field], measured, measured, false)
			if err != nil {
				return nil, err
			}
			if reader.Count() == 0 {
				if err := reader.Close(); err != nil {
					return nil, err
				}
				continue
			}
			most = max(most, reader.Count())
			s.count += reader.Count()
			s.leaves = append(s.leaves, &leaf{reader: reader, band: field, near: t.near})
		}
	}
	s.rarity = math.Log(1 + (float64(documents)+0.5)/(float64(most)+0.5))
	for _, other := range q.others {
		child, err := other.query.Searcher(ctx, r, m, o)
		if err != nil {
			return nil, err
		}
		s.count += child.Count()
		s.others = append(s.others, &branch{searcher: child, weighted: other})
	}
	return s, nil
}

// leaf walks the documents of one term.
type leaf struct {
	reader index.TermFieldReader
	band   int
	near   float64
	at     *index.TermFieldDoc // nil at the end, and before the beginning
	buffer index.TermFieldDoc
}

// score is what a leaf says for its document: in titles more, the shorter they
// are. How often a word is there does not count: titles say it once in each
// language.
func (l *leaf) score() float64 {
	score := weights[l.band] * l.near
	if l.at.Norm == 0 { // it was not kept
		return score
	}
	const byLength, usual = 0.15, 12
	length := 1 / (l.at.Norm * l.at.Norm)
	return score / (1 + byLength*length/usual)
}

// branch walks the documents of another query.
type branch struct {
	weighted
	searcher search.Searcher
	at       *search.DocumentMatch
}

// wordSearcher walks the documents of a wordQuery in the order of their numbers.
type wordSearcher struct {
	leaves []*leaf
	others []*branch
	begun  bool
	count  uint64
	rarity float64
}

// Next implements search.Searcher.
func (s *wordSearcher) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	return s.take(ctx)
}

// Advance implements search.Searcher.
func (s *wordSearcher) Advance(ctx *search.SearchContext, id index.IndexInternalID) (*search.DocumentMatch, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	var err error
	for _, l := range s.leaves {
		if l.at != nil && l.at.ID.Compare(id) < 0 {
			if l.at, err = l.reader.Advance(id, l.reset()); err != nil {
				return nil, err
			}
		}
	}
	for _, b := range s.others {
		if b.at != nil && b.at.IndexInternalID.Compare(id) < 0 {
			ctx.DocumentMatchPool.Put(b.at)
			if b.at, err = b.searcher.Advance(ctx, id); err != nil {
				return nil, err
			}
		}
	}
	return s.take(ctx)
}

func (s *wordSearcher) begin(ctx *search.SearchContext) (err error) {
	if s.begun {
		return nil
	}
	s.begun = true
	for _, l := range s.leaves {
		if l.at, err = l.reader.Next(l.reset()); err != nil {
			return err
		}
	}
	for _, b := range s.others {
		if b.at, err = b.searcher.Next(ctx); err != nil {
			return err
		}
	}
	return nil
}

// reset is the leaf's buffer, empty. It keeps the memory of the id.
func (l *leaf) reset() *index.TermFieldDoc {
	id := l.buffer.ID
	l.buffer = index.TermFieldDoc{ID: id[:0]}
	return &l.buffer
}

// take gives the least document that any of the walks is at, and moves those that
// are at it.
func (s *wordSearcher) take(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	var least index.IndexInternalID
	for _, l := range s.leaves {
		if l.at != nil && (least == nil || l.at.ID.Compare(least) < 0) {
			least = l.at.ID
		}
	}
	for _, b := range s.others {
		if b.at != nil && (least == nil || b.at.IndexInternalID.Compare(least) < 0) {
			least = b.at.IndexInternalID
		}
	}
	if least == nil {
		return nil, nil
	}
	match := ctx.DocumentMatchPool.Get()
	match.IndexInternalID = append(match.IndexInternalID[:0], least...)
	var err error
	var bands [3]float64
	for _, l := range s.leaves {
		if l.at == nil || !l.at.ID.Equals(match.IndexInternalID) {
			continue
		}
		bands[l.band] = max(bands[l.band], l.score())
		if l.at, err = l.reader.Next(l.reset()); err != nil {
			return nil, err
		}
	}
	best, sum := 0.0, 0.0
	for _, b := range bands {
		best, sum = max(best, b), sum+b
	}
	const rest = 0.15 // what the other fields add
	score := s.rarity * (best + rest*(sum-best))
	for _, b := range s.others {
		if b.at == nil || !b.at.IndexInternalID.Equals(match.IndexInternalID) {
			continue
		}
		score = max(score, b.near*b.at.Score+b.bonus)
		ctx.DocumentMatchPool.Put(b.at)
		if b.at, err = b.searcher.Next(ctx); err != nil {
			return nil, err
		}
	}
	match.Score = math.Round(score*scoreSteps) / scoreSteps
	return match, nil
}

// Close implements search.Searcher.
func (s *wordSearcher) Close() (err error) {
	for _, l := range s.leaves {
		err = errors.Join(err, l.reader.Close())
	}
	for _, b := range s.others {
		err = errors.Join(err, b.searcher.Close())
	}
	return err
}

// Weight implements search.Searcher: scores are not to be made alike.
func (s *wordSearcher) Weight() float64 { return 1 }

// SetQueryNorm implements search.Searcher.
func (s *wordSearcher) SetQueryNorm(float64) {}

// Count implements search.Searcher.
func (s *wordSearcher) Count() uint64 { return s.count }

// Min implements search.Searcher.
func (s *wordSearcher) Min() int { return 0 }

// Size implements search.Searcher.
func (s *wordSearcher) Size() int {
	const perLeaf = 256
	return perLeaf * (1 + len(s.leaves) + len(s.others))
}

// DocumentMatchPoolSize implements search.Searcher.
func (s *wordSearcher) DocumentMatchPoolSize() int {
	n := 2
	for _, b := range s.others {
		n += 1 + b.searcher.DocumentMatchPoolSize()
	}
	return n
}
