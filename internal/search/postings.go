package search

import (
	"context"
	"errors"

	index "github.com/blevesearch/bleve_index_api"
)

// atEnd is where a walk is that has no more documents.
const atEnd = 1<<64 - 1

// postings are documents, in the order of their numbers.
type postings struct {
	reader index.TermFieldReader
	at     uint64 // the number of a document, or atEnd
	buffer index.TermFieldDoc
	id     index.IndexInternalID
}

// next goes to the next document; it must have been called before advance.
func (w *postings) next() error { return w.take(w.reader.Next(w.reset())) }

// advance goes to the first document of a number or a higher one.
func (w *postings) advance(to uint64) error {
	if w.at >= to {
		return nil
	}
	w.id = index.NewIndexInternalID(w.id, to)
	return w.take(w.reader.Advance(w.id, w.reset()))
}

// reset is the buffer, empty. It keeps the memory of the id.
func (w *postings) reset() *index.TermFieldDoc {
	w.buffer = index.TermFieldDoc{ID: w.buffer.ID[:0]}
	return &w.buffer
}

func (w *postings) take(d *index.TermFieldDoc, err error) error {
	w.at = atEnd
	if err == nil && d != nil {
		w.at = d.ID.Value()
	}
	return err
}

// leaf walks the documents that have one of the words of a group in a field.
type leaf struct {
	postings
	band  int
	near  float64
	count uint64 // of documents, at most
}

// readAny reads the documents that have one of some words in a field; nil where
// there is none. How many there are is counted once for each word.
func readAny(ctx context.Context, r index.IndexReader, field string, words []string) (_ index.TermFieldReader, count uint64, err error) {
	var all []index.TermFieldReader
	defer func() {
		for _, one := range all {
			err = errors.Join(err, one.Close())
		}
	}()
	for _, w := range words {
		one, err := r.TermFieldReader(ctx, []byte(w), field, false, false, false)
		if err != nil {
			return nil, 0, err
		}
		n := one.Count()
		if count += n; n > 0 {
			all = append(all, one)
		} else if err := one.Close(); err != nil {
			return nil, 0, err
		}
	}
	if len(all) <= 1 {
		if len(all) == 0 {
			return nil, 0, nil
		}
		one := all[0]
		all = nil
		return one, count, nil
	}
	one, err := union(all)
	return one, count, err
}

// union reads the documents of several readers, of which none was begun.
func union(all []index.TermFieldReader) (index.TermFieldReader, error) {
	var together index.OptimizableContext
	for _, one := range all {
		o, ok := one.(index.Optimizable)
		if !ok {
			return nil, errNoUnion
		}
		var err error
		if together, err = o.Optimize("disjunction:unadorned", together); err != nil {
			return nil, err
		}
		if together == nil {
			return nil, errNoUnion
		}
	}
	finished, err := together.Finish()
	if err != nil {
		return nil, err
	}
	reader, ok := finished.(index.TermFieldReader)
	if !ok {
		return nil, errNoUnion
	}
	return reader, nil
}

var errNoUnion = errors.New("search: this index can't read the documents of several words at once")

// lengths tells how long the titles of documents are, by classes.
type lengths struct {
	of [4]struct {
		postings
		share float64
	}
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

func readLengths(ctx context.Context, r index.IndexReader) (*lengths, error) {
	l := &lengths{}
	for i, class := range []struct {
		name  string
		share float64 // of its score, that a title keeps
	}{{"a", 0.94}, {"b", 0.88}, {"c", 0.8}, {"d", 0.7}} {
		reader, err := r.TermFieldReader(ctx, []byte(class.name), fieldLength, false, false, false)
		if err != nil {
			return nil, errors.Join(err, l.close())
		}
		l.of[i].reader, l.of[i].share = reader, class.share
		if err := l.of[i].next(); err != nil {
			return nil, errors.Join(err, l.close())
		}
	}
	return l, nil
}

// share is what a document's title keeps of its score: the less, the longer it is.
// Numbers must come in their order.
func (l *lengths) share(document uint64) (float64, error) {
	for i := range l.of {
		class := &l.of[i]
		if err := class.advance(document); err != nil {
			return 0, err
		}
		if class.at == document {
			return class.share, nil
		}
	}
	return 1, nil
}

func (l *lengths) close() (err error) {
	for i := range l.of {
		if l.of[i].reader != nil {
			err = errors.Join(err, l.of[i].reader.Close())
		}
	}
	return err
}
