package main

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// engine is a search engine under test.
type engine interface {
	name() string
	// find returns the ids of up to limit documents, the best first.
	find(ctx context.Context, language, query string, limit int) ([]string, error)
	close() error
}

// figures are means over queries.
type figures struct {
	precision float64 // the share of relevant documents in the first ten, or in as many as are relevant
	recall    float64 // the share of the most relevant documents that are found at all
	gain      float64 // nDCG@10
	misses    []string
}

const (
	top = 10
	all = 100
)

func (s *suite) measure(ctx context.Context, e engine, aside bool) (f figures, err error) {
	asks := s.part(aside)
	for _, a := range asks {
		found, err := e.find(ctx, a.language, a.query, all)
		if err != nil {
			return f, fmt.Errorf("%s: %q: %w", e.name(), a.query, err)
		}
		precision, recall, gain := a.precision(found), a.recall(found), a.gain(found)
		f.precision, f.recall, f.gain = f.precision+precision, f.recall+recall, f.gain+gain
		if gain < 0.999 || recall < 0.999 {
			f.misses = append(f.misses, fmt.Sprintf("%s %q: nDCG %.2f, recall %.2f: %v", a.language, a.query, gain, recall, found[:min(len(found), 6)]))
		}
	}
	n := float64(len(asks))
	f.precision, f.recall, f.gain = f.precision/n, f.recall/n, f.gain/n
	return f, nil
}

func (a *ask) precision(found []string) float64 {
	n := min(top, len(a.grades))
	hits := 0
	for _, id := range found[:min(n, len(found))] {
		if a.grades[id] > 0 {
			hits++
		}
	}
	return float64(hits) / float64(n)
}

func (a *ask) recall(found []string) float64 {
	best, hits := 0, 0
	for id, grade := range a.grades {
		if grade == 2 {
			best++
			if slices.Contains(found, id) {
				hits++
			}
		}
	}
	return float64(hits) / float64(best)
}

// gain returns nDCG@10 with gains of 3 and 1 for the grades 2 and 1.
func (a *ask) gain(found []string) float64 {
	var got, ideal float64
	for i, id := range found[:min(top, len(found))] {
		got += discounted(a.grades[id], i)
	}
	grades := make([]int, 0, len(a.grades))
	for _, g := range a.grades {
		grades = append(grades, g)
	}
	slices.Sort(grades)
	slices.Reverse(grades)
	for i, g := range grades[:min(top, len(grades))] {
		ideal += discounted(g, i)
	}
	return got / ideal
}

func discounted(grade, place int) float64 {
	return (math.Pow(2, float64(grade)) - 1) / math.Log2(float64(place)+2)
}
