package graph

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"lectern/content"
)

// run executes an operation on a view, without the transport and the limits round it. The
// variables are as JSON decodes them.
func run(t testing.TB, view *content.View, query string, variables map[string]any) (map[string]any, gqlerror.List) {
	t.Helper()
	es := Schema()
	doc, errs := gqlparser.LoadQueryWithRules(es.Schema(), query, rules.NewDefaultRules())
	if len(errs) > 0 {
		t.Fatalf("the operation is not valid: %v\n%s", errs, query)
	}
	values, err := validator.VariableValues(es.Schema(), doc.Operations[0], variables)
	if err != nil {
		t.Fatalf("the variables are not valid: %v", err)
	}
	ctx := context.WithValue(context.Background(), operationKey{}, &operation{view: view})
	ctx = graphql.WithOperationContext(ctx, &graphql.OperationContext{
		RawQuery: query, Variables: values, Doc: doc, Operation: doc.Operations[0],
		RecoverFunc:            graphql.DefaultRecover,
		ResolverMiddleware:     func(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) },
		RootResolverMiddleware: func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) },
	})
	ctx = graphql.WithResponseContext(ctx, graphql.DefaultErrorPresenter, graphql.DefaultRecover)
	response := es.Exec(ctx)(ctx)
	var data map[string]any
	if err := json.Unmarshal(response.Data, &data); err != nil {
		t.Fatalf("the answer is not JSON: %v: %s", err, response.Data)
	}
	return data, append(response.Errors, graphql.GetErrors(ctx)...)
}

// check compares the answer of an operation that must have no errors.
func check(t *testing.T, view *content.View, query, want string) {
	t.Helper()
	got, errs := run(t, view, query, nil)
	if len(errs) > 0 {
		t.Errorf("errors: %v", errs)
	}
	var expected map[string]any
	if err := json.Unmarshal([]byte(want), &expected); err != nil {
		t.Fatalf("the expected answer is not JSON: %v", err)
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Errorf("the answer differs (-want +got):\n%s", diff)
	}
}
