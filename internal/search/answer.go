package search

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"
)

// Weights of near matches. Within a field, a nearer term ranks higher.
const (
	nearExact   = 1.0
	nearStem    = 0.55
	nearPart    = 0.3
	nearParts   = 0.35 // all parts of a compound, written apart
	nearSynonym = 0.3
)

// scoreSteps is the resolution of a score. It is coarser than differences between machines,
// since scores are in cursors.
const scoreSteps = 1024

// above raises documents with all words over those with most of them.
const above = 1000

// weights are the weights of textFields.
var weights = [3]float64{5, 1.7, 1}

// answer is the set of documents that match a question, with their ranking.
type answer struct {
	documents documents
	words     []*wordAnswer
	enough    int // the minimum number of words in a document
}

// answer evaluates a question on an index.
func (q *question) answer(r *segments) (*answer, error) {
	a := &answer{enough: q.enough}
	for _, w := range q.words {
		word, err := w.answer(r)
		if err != nil {
			return nil, err
		}
		a.words = append(a.words, word)
	}
	all := a.withEnough(r)
	for _, t := range q.must {
		some, err := r.readAny(t)
		if err != nil {
			return nil, err
		}
		all = all.with(some, roaring.And)
	}
	for _, t := range q.not {
		none, err := r.readAny(t)
		if err != nil {
			return nil, err
		}
		all = all.with(none, roaring.AndNot)
	}
	a.documents = all
	return a, nil
}

// withEnough returns the documents with enough of the words; none if there are no words.
func (a *answer) withEnough(r *segments) documents {
	if a.enough == 0 {
		return r.nothing()
	}
	// with[n] has the documents with more than n of the words so far.
	with := make([]documents, a.enough)
	for n := range with {
		with[n] = r.nothing()
	}
	for _, w := range a.words {
		for n := len(with) - 1; n > 0; n-- {
			with[n] = with[n].with(with[n-1].with(w.documents, roaring.And), roaring.Or)
		}
		with[0] = with[0].with(w.documents, roaring.Or)
	}
	return with[a.enough-1]
}

// enter begins a segment. Its documents are scored in the order of their numbers.
func (a *answer) enter(segment int) {
	for _, w := range a.words {
		w.enter(segment)
	}
}

// score returns the relevance of a document: the sum over its words, reduced if some are
// missing; 0 if too many are.
func (a *answer) score(document uint32) float64 {
	sum, has := 0.0, 0
	for _, w := range a.words {
		if score := w.score(document); score > 0 {
			sum, has = sum+score, has+1
		}
	}
	switch {
	case has < a.enough:
		return 0
	case a.enough == len(a.words):
		return sum
	case has == len(a.words):
		return above + sum
	}
	return round(sum * float64(has) / float64(len(a.words)))
}

func round(score float64) float64 { return math.Round(score*scoreSteps) / scoreSteps }

// wordAnswer has the documents of a word. A document's score is that of its best match,
// regardless of their number.
type wordAnswer struct {
	documents documents
	leaves    []*leaf
	others    []*branch
	rarity    float64
	lengths   []*column // of titles, by segment
	length    *column
}

// leaf has the documents with one of a group's words in a field.
type leaf struct {
	pointer
	documents documents
	weight    float64
	band      int
}

// branch has documents that count less than those with the word itself.
type branch struct {
	*answer
	near float64
}

func (q *wordQuery) answer(r *segments) (_ *wordAnswer, err error) {
	w := &wordAnswer{documents: r.nothing()}
	most := uint64(0)
	add := func(field string, band int, g group) error {
		some, err := r.readAny(terms{field, g.words})
		if n := some.count(); err == nil && n > 0 {
			most = max(most, n)
			w.leaves = append(w.leaves, &leaf{documents: some, weight: weights[band] * g.near, band: band})
			w.documents = w.documents.with(some, roaring.Or)
		}
		return err
	}
	for _, g := range q.groups {
		for _, band := range q.fields {
			if err := add(textFields()[band], band, g); err != nil {
				return nil, err
			}
		}
	}
	if err := add(fieldLoose, 0, q.loose); err != nil {
		return nil, err
	}
	w.rarity = math.Log(1 + (float64(r.documents)+0.5)/(float64(most)+0.5))
	for _, o := range q.others {
		a, err := o.all.answer(r)
		if err != nil {
			return nil, err
		}
		if a.documents.count() > 0 {
			w.others = append(w.others, &branch{a, o.near})
			w.documents = w.documents.with(a.documents, roaring.Or)
		}
	}
	w.lengths, err = r.columns(fieldLength)
	return w, err
}

func (w *wordAnswer) enter(segment int) {
	w.length = w.lengths[segment]
	for _, l := range w.leaves {
		l.pointer = newPointer(l.documents[segment])
	}
	for _, o := range w.others {
		o.enter(segment)
	}
}

// score returns the score of a document, 0 if it does not have the word.
func (w *wordAnswer) score(document uint32) float64 {
	var bands [3]float64
	for _, l := range w.leaves {
		if l.has(document) {
			bands[l.band] = max(bands[l.band], l.weight)
		}
	}
	if bands[0] > 0 {
		bands[0] *= w.lengthShare(document)
	}
	best, sum := 0.0, 0.0
	for _, b := range bands {
		best, sum = max(best, b), sum+b
	}
	const rest = 0.15 // the weight of the other fields
	score := w.rarity * (best + rest*(sum-best))
	for _, o := range w.others {
		score = max(score, o.near*o.score(document))
	}
	return round(score)
}

// lengthShares reduce the score of titles by their lengthClass: the longer, the more.
var lengthShares = [...]float64{0.94, 0.88, 0.8, 0.7}

func (w *wordAnswer) lengthShare(document uint32) float64 {
	for _, o := range w.length.of(document) {
		return lengthShares[w.length.names[o][0]-'a']
	}
	return 1
}
