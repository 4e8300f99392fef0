// Command relevance measures how well search finds relevant documents: ours, beside bleve's own
// Danish and English analysers and SQLite's FTS5, on documents and judged queries that were
// written for it. It must not know how the search works inside.
//
//	go run -tags sqlite ./bench/relevance
//
// Without the build tag sqlite it leaves out SQLite, and says so.
//
// Start with suite.go for the judged queries, and measure.go for the figures.
//
// A third of the queries is held out: their results are not looked at while the search is
// tuned, and their figures are reported separately.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
)

func main() {
	misses := flag.Bool("misses", false, "list the queries of the tuned part that are not answered as they should be")
	flag.Parse()
	if err := run(*misses); err != nil {
		fmt.Fprintln(os.Stderr, "relevance:", err)
		os.Exit(1)
	}
}

func run(misses bool) error {
	s, err := read()
	if err != nil {
		return err
	}
	ctx := context.Background()
	fmt.Printf("%d documents, %d queries in Danish and %d in English, of which %d are kept aside\n\n",
		len(s.documents), s.count("da"), s.count("en"), len(s.part(true)))
	engines := []func(context.Context, *suite) (engine, error){openStock, openOurs}
	if hasSQLite() {
		engines = slices.Insert(engines, 1, openFTS5)
	} else {
		fmt.Printf("SQLite's FTS5 is left out: go run -tags sqlite ./bench/relevance\n\n")
	}
	fmt.Printf("%-22s %-8s %9s %9s %9s\n", "engine", "part", "precision", "recall", "nDCG@10")
	for _, open := range engines {
		e, err := open(ctx, s)
		if err != nil {
			return err
		}
		for _, aside := range []bool{false, true} {
			f, err := s.measure(ctx, e, aside)
			if err != nil {
				return err
			}
			name := map[bool]string{false: "tuned", true: "aside"}[aside]
			fmt.Printf("%-22s %-8s %9.3f %9.3f %9.3f\n", e.name(), name, f.precision, f.recall, f.gain)
			if misses && !aside && e.name() == ours {
				for _, m := range f.misses {
					fmt.Println("   ", m)
				}
			}
		}
		if err := e.close(); err != nil {
			return err
		}
	}
	return nil
}
