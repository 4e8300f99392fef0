package main

import (
	"testing"
)

// TestBars checks the figures of our search against its targets, on the tuned part and on the
// held-out part; and that the other engines miss them, so the suite is hard enough.
func TestBars(t *testing.T) {
	t.Parallel()
	s, err := read()
	if err != nil {
		t.Fatal(err)
	}
	if da, en := s.count("da"), s.count("en"); da < 120 || en < 30 || len(s.documents) < 400 || 3*len(s.part(true)) < len(s.asks)-2 {
		t.Errorf("%d and %d queries, %d held out, %d documents", da, en, len(s.part(true)), len(s.documents))
	}
	measured := func(open func() (engine, error), aside bool) figures {
		e, err := open()
		if err != nil {
			t.Fatal(err)
		}
		f, err := s.measure(t.Context(), e, aside)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.close(); err != nil {
			t.Error(err)
		}
		return f
	}
	own := func() (engine, error) { return openOurs(t.Context(), s) }
	if f := measured(own, false); f.gain < 0.95 || f.recall < 0.95 {
		t.Errorf("tuned: nDCG@10 %.3f, recall %.3f, want 0.95", f.gain, f.recall)
	}
	if f := measured(own, true); f.gain < 0.90 || f.recall < 0.90 {
		t.Errorf("held out: nDCG@10 %.3f, recall %.3f, want 0.90", f.gain, f.recall)
	}
	if f := measured(func() (engine, error) { return openStock(t.Context(), s) }, false); f.gain > 0.95 {
		t.Errorf("bleve's own analysers have nDCG@10 %.3f: the suite is too easy", f.gain)
	}
	if !hasSQLite() {
		return // make test-peers does
	}
	if f := measured(func() (engine, error) { return openFTS5(t.Context(), s) }, false); f.gain > 0.95 {
		t.Errorf("SQLite has nDCG@10 %.3f: the suite is too easy", f.gain)
	}
}
