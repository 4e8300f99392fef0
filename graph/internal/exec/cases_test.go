package exec_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"lectern/graph/internal/exec"
	"lectern/graph/internal/exectest/small"
)

// testCase is a case of testdata: a document, its runs, and the results of graphql-js for each.
// clients/executor/cases.mjs describes the format.
type testCase struct {
	file, name, query string
	variables         []map[string]any
	want              []response
}

// response is the compared part of a response.
type response struct {
	Refused []string        `json:"refused"` // errors before the execution
	Errors  []responseError `json:"errors"`
	Data    json.RawMessage `json:"data"`
}

type responseError struct {
	Message   string              `json:"message"`
	Locations []gqlerror.Location `json:"locations"`
	Path      ast.Path            `json:"path"`
	argument  bool                // the error is an argument's
}

// readCases reads all of testdata.
func readCases(t testing.TB) (cases []testCase) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		results, err := os.ReadFile(strings.TrimSuffix(file, ".graphql") + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var want map[string][]response
		if err := json.Unmarshal(results, &want); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, part := range strings.Split("\n"+string(text), "\n## ")[1:] {
			c := testCase{file: strings.TrimSuffix(filepath.Base(file), ".graphql")}
			c.name, c.query, _ = strings.Cut(part, "\n")
			c.variables, c.want = variablesOf(t, c.query), want[c.name]
			if len(c.variables) != len(c.want) {
				t.Fatalf("%s, %s: there are %d runs and %d results", file, c.name, len(c.variables), len(c.want))
			}
			cases = append(cases, c)
		}
	}
	return cases
}

// variablesOf returns the variables of each run in a document's comments.
func variablesOf(t testing.TB, query string) (runs []map[string]any) {
	t.Helper()
	for line := range strings.Lines(query) {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), "# variables: ")
		if !ok {
			continue
		}
		var variables map[string]any
		numbersAsWritten := json.NewDecoder(strings.NewReader(text))
		numbersAsWritten.UseNumber()
		if err := numbersAsWritten.Decode(&variables); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		runs = append(runs, variables)
	}
	if runs == nil {
		runs = []map[string]any{{}}
	}
	return runs
}

// load parses and validates a document.
func load(schema *exec.Schema, query string) (*ast.QueryDocument, gqlerror.List) {
	return gqlparser.LoadQueryWithRules(schema.AST, query, rules.NewDefaultRules())
}

// request executes a document's operation as a server does, from its text.
func request(schema *exec.Schema, query string, variables map[string]any) response {
	doc, errs := load(schema, query)
	if len(errs) > 0 {
		return response{Refused: []string{errs.Error()}}
	}
	op, unfit := coerced(schema, doc, variables)
	if len(unfit) > 0 {
		var refused []string
		for _, err := range unfit {
			refused = append(refused, err.Error())
		}
		return response{Refused: refused}
	}
	return run(schema, op)
}

// coerced returns a document's operation with variables.
func coerced(schema *exec.Schema, doc *ast.QueryDocument, variables map[string]any) (*exec.Operation, []*exec.VariableError) {
	values, errs := exec.Variables(schema.AST, doc.Operations[0], variables, 0)
	return &exec.Operation{Definition: doc.Operations[0], Variables: values, Plans: &exec.Plans{}, Present: present}, errs
}

// run executes an operation.
func run(schema *exec.Schema, op *exec.Operation) response {
	r := schema.Begin(op)
	defer r.Release()
	return finish(r)
}

func finish(r *exec.Run) response {
	data, errs := r.Finish(small.WithCounter(context.Background()))
	got := response{Data: json.RawMessage(strings.Clone(string(data)))}
	for _, err := range errs {
		got.Errors = append(got.Errors, responseError{err.Message, err.Locations, err.Path, err.Rule != ""})
	}
	return got
}

// present is Report, and marks errors of arguments.
func present(ctx context.Context, f *exec.Failure) *gqlerror.Error {
	shown := exec.Report(ctx, f)
	if f.Kind == exec.BadArgument {
		shown.Rule = "argument"
	}
	return shown
}
