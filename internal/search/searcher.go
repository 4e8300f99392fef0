package search

import (
	"context"
	"errors"
	"math"
	"slices"

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

// group are words of the corpus that a typed one may stand for, and are as near to
// it.
type group struct {
	words []string
	near  float64
}

// wordQuery finds the documents that have one of some words, in any of the text
// fields, or that another query finds. Unlike bleve's disjunction it scores a
// document by the best of these, not by how many there are.
type wordQuery struct {
	groups []group
	fields []int // of textFields
	loose  group // of fieldLoose
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
	var most uint64
	for _, g := range q.groups {
		for _, band := range q.fields {
			if err := s.add(r, textFields()[band], band, g); err != nil {
				return nil, err
			}
		}
	}
	if err := s.add(r, fieldLoose, 0, q.loose); err != nil {
		return nil, err
	}
	for _, l := range s.leaves {
		most = max(most, l.count)
		s.count += l.count
	}
	s.rarity = math.Log(1 + (float64(documents)+0.5)/(float64(most)+0.5))
	if o.Score != "none" && slices.ContainsFunc(s.leaves, func(l *leaf) bool { return l.band == 0 }) {
		if s.lengths, err = readLengths(r); err != nil {
			return nil, err
		}
	}
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

// add adds a leaf for words in a field, if any document has one of them.
func (s *wordSearcher) add(r index.IndexReader, field string, band int, g group) error {
	documents, err := readAny(r, field, g.words)
	if err == nil && documents.count > 0 {
		s.leaves = append(s.leaves, &leaf{postings: documents, band: band, near: g.near})
	}
	return err
}

// branch walks the documents of another query.
type branch struct {
	weighted
	searcher search.Searcher
	at       *search.DocumentMatch
}

// wordSearcher walks the documents of a wordQuery in the order of their numbers.
type wordSearcher struct {
	leaves  []*leaf
	lengths *lengths // of titles; nil where they do not count
	others  []*branch
	begun   bool
	count   uint64
	rarity  float64
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
	to := id.Value()
	for _, l := range s.leaves {
		l.advance(to)
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
		l.next()
	}
	for _, b := range s.others {
		if b.at, err = b.searcher.Next(ctx); err != nil {
			return err
		}
	}
	return nil
}

// take gives the least document that any of the walks is at, and moves those that
// are at it.
func (s *wordSearcher) take(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	least := uint64(atEnd)
	for _, l := range s.leaves {
		least = min(least, l.at)
	}
	for _, b := range s.others {
		if b.at != nil {
			least = min(least, b.at.IndexInternalID.Value())
		}
	}
	if least == atEnd {
		return nil, nil
	}
	match := ctx.DocumentMatchPool.Get()
	match.IndexInternalID = index.NewIndexInternalID(match.IndexInternalID, least)
	var bands [3]float64
	for _, l := range s.leaves {
		if l.at != least {
			continue
		}
		bands[l.band] = max(bands[l.band], weights[l.band]*l.near)
		l.next()
	}
	if bands[0] > 0 && s.lengths != nil {
		bands[0] *= s.lengths.share(least)
	}
	best, sum := 0.0, 0.0
	for _, b := range bands {
		best, sum = max(best, b), sum+b
	}
	const rest = 0.15 // what the other fields add
	score := s.rarity * (best + rest*(sum-best))
	for _, b := range s.others {
		if b.at == nil || b.at.IndexInternalID.Value() != least {
			continue
		}
		score = max(score, b.near*b.at.Score+b.bonus)
		ctx.DocumentMatchPool.Put(b.at)
		var err error
		if b.at, err = b.searcher.Next(ctx); err != nil {
			return nil, err
		}
	}
	match.Score = math.Round(score*scoreSteps) / scoreSteps
	return match, nil
}

// Close implements search.Searcher.
func (s *wordSearcher) Close() (err error) {
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
