package search

import (
	"math"
	"slices"
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

// above lifts what has all words over what has most of them.
const above = 1000

// weights are those of textFields.
var weights = [3]float64{5, 1.7, 1}

// finder walks the documents that a question is about, in the order of their
// numbers.
type finder struct {
	words     []*wordWalk
	order     []*wordWalk // the words, those first that are at the least document
	enough    int         // how many of the words a document has to have
	must, not []*postings
	at        uint64 // a document, or atEnd
}

// find opens a question to an index. The finder is at the first document.
func (q *question) find(r *segments) (f *finder, err error) {
	f = &finder{enough: q.enough}
	for _, w := range q.words {
		walk, err := w.walk(r)
		if err != nil {
			return nil, err
		}
		f.words = append(f.words, walk)
	}
	f.order = slices.Clone(f.words)
	if f.must, err = r.readEach(q.must); err != nil {
		return nil, err
	}
	if f.not, err = r.readEach(q.not); err != nil {
		return nil, err
	}
	f.seek(0)
	return f, nil
}

// seek goes to the first document of a number or a higher one.
func (f *finder) seek(to uint64) {
	for {
		if f.at = f.seekWords(to); f.at == atEnd {
			return
		}
		if to = f.bound(f.at); to == f.at {
			return
		}
	}
}

// bound is the least number from a document's on that the bounds may allow: its own
// where they do.
func (f *finder) bound(document uint64) uint64 {
	to := document
	for _, p := range f.must {
		p.advance(document)
		to = max(to, p.at)
	}
	if to > document {
		return to
	}
	for _, p := range f.not {
		if p.advance(document); p.at == document {
			return document + 1
		}
	}
	return document
}

// seekWords is seek without the bounds, which are all there is where no word is
// asked for. The document that as many of the walks have
// come to as are enough is the least that can have enough words: those behind go
// there.
func (f *finder) seekWords(to uint64) uint64 {
	if f.enough == 0 && len(f.must) > 0 {
		return to
	}
	if f.enough == 0 || len(f.order) < f.enough {
		return atEnd
	}
	for {
		for _, w := range f.order {
			if w.at < to {
				w.seek(to)
			}
		}
		for i := 1; i < len(f.order); i++ { // they are few, and nearly in order
			for k := i; k > 0 && f.order[k].at < f.order[k-1].at; k-- {
				f.order[k], f.order[k-1] = f.order[k-1], f.order[k]
			}
		}
		if to = f.order[f.enough-1].at; to == atEnd || f.order[0].at == to {
			return to
		}
	}
}

// score is how well the document answers: the sum for its words, for less where it
// has only some of them.
func (f *finder) score() float64 {
	sum, has := 0.0, 0
	for _, w := range f.words {
		if w.at == f.at {
			sum, has = sum+w.score(), has+1
		}
	}
	switch {
	case f.enough == len(f.words):
		return sum
	case has == len(f.words):
		return above + sum
	}
	return math.Round(sum*float64(has)/float64(len(f.words))*scoreSteps) / scoreSteps
}

// wordWalk walks the documents of a word. It scores a document by the best of what
// the word is found by, not by how much there is.
type wordWalk struct {
	leaves  []*leaf
	lengths *values // of titles
	others  []*branch
	rarity  float64
	at      uint64 // a document, or atEnd
}

// leaf are the documents that have one of the words of a group in a field.
type leaf struct {
	*postings
	band int
	near float64
}

// branch are documents that count for less than those with the word itself.
type branch struct {
	*finder
	near float64
}

func (q *wordQuery) walk(r *segments) (_ *wordWalk, err error) {
	w := &wordWalk{}
	add := func(field string, band int, g group) error {
		documents, err := r.readAny(terms{field, g.words})
		if err == nil && documents.count > 0 {
			w.leaves = append(w.leaves, &leaf{documents, band, g.near})
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
	var most uint64
	for _, l := range w.leaves {
		most = max(most, l.count)
	}
	w.rarity = math.Log(1 + (float64(r.documents)+0.5)/(float64(most)+0.5))
	for _, o := range q.others {
		f, err := o.all.find(r)
		if err != nil {
			return nil, err
		}
		w.others = append(w.others, &branch{f, o.near})
	}
	w.lengths, err = r.values(fieldLength)
	w.seek(0)
	return w, err
}

// seek goes to the first document of a number or a higher one.
func (w *wordWalk) seek(to uint64) {
	w.at = atEnd
	for _, l := range w.leaves {
		l.advance(to)
		w.at = min(w.at, l.at)
	}
	for _, o := range w.others {
		if o.at < to {
			o.seek(to)
		}
		w.at = min(w.at, o.at)
	}
}

// score is that of the document it is at.
func (w *wordWalk) score() float64 {
	var bands [3]float64
	for _, l := range w.leaves {
		if l.at == w.at {
			bands[l.band] = max(bands[l.band], weights[l.band]*l.near)
		}
	}
	if bands[0] > 0 {
		bands[0] *= w.lengthShare()
	}
	best, sum := 0.0, 0.0
	for _, b := range bands {
		best, sum = max(best, b), sum+b
	}
	const rest = 0.15 // what the other fields add
	score := w.rarity * (best + rest*(sum-best))
	for _, o := range w.others {
		if o.at == w.at {
			score = max(score, o.near*o.score())
		}
	}
	return math.Round(score*scoreSteps) / scoreSteps
}

// lengthShare is what a title keeps of its score: the less, the longer it is.
func (w *wordWalk) lengthShare() float64 {
	shares := map[string]float64{"a": 0.94, "b": 0.88, "c": 0.8, "d": 0.7}
	column, ordinals := w.lengths.of(w.at)
	if len(ordinals) == 0 {
		return 1
	}
	return shares[column.names[ordinals[0]]]
}
