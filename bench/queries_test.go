package main

import (
	"testing"

	"github.com/vektah/gqlparser/v2"

	"lectern/graph"
)

// TestQueries: the queries of the bench are valid for the schema.
func TestQueries(t *testing.T) {
	t.Parallel()
	for _, q := range queries() {
		if _, errs := gqlparser.LoadQueryWithRules(graph.Schema().AST, q.operation, nil); len(errs) > 0 {
			t.Errorf("%s: %v", q.name, errs)
		}
	}
}
