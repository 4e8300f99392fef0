package graph

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"lectern/content"
	"lectern/graph/internal/exec"
	"lectern/graph/internal/resolve"
)

// run executes an operation on a view, without the transport and the limits. The variables are
// as JSON decodes them.
func run(t testing.TB, view *content.View, query string, variables map[string]any) (map[string]any, gqlerror.List) {
	t.Helper()
	schema := Schema()
	doc, errs := gqlparser.LoadQueryWithRules(schema.AST, query, rules.NewDefaultRules())
	if len(errs) > 0 {
		t.Fatalf("the operation is not valid: %v\n%s", errs, query)
	}
	values, unfit := exec.Variables(schema.AST, doc.Operations[0], variables, 0)
	if len(unfit) > 0 {
		t.Fatalf("the variables are not valid: %v", unfit)
	}
	ctx := resolve.WithOperation(context.Background(), &resolve.Operation{Actor: content.Anonymous, View: view})
	run := schema.Begin(&exec.Operation{Definition: doc.Operations[0], Variables: values, Plans: &exec.Plans{}, Present: exec.Report})
	defer run.Release()
	written, failures := run.Finish(ctx)
	var data map[string]any
	if err := json.Unmarshal(written, &data); err != nil {
		t.Fatalf("the response is not JSON: %v: %s", err, written)
	}
	return data, failures
}

// check compares the response of an operation that must have no errors.
func check(t *testing.T, view *content.View, query, want string) {
	t.Helper()
	got, errs := run(t, view, query, nil)
	if len(errs) > 0 {
		t.Errorf("errors: %v", errs)
	}
	var expected map[string]any
	if err := json.Unmarshal([]byte(want), &expected); err != nil {
		t.Fatalf("the expected response is not JSON: %v", err)
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Errorf("the response differs (-want +got):\n%s", diff)
	}
}
