package exec_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/graph/internal/exectest"
)

// TestGolden executes each case of testdata, and compares the response with that of graphql-js.
// The allowed differences are
//
//   - the spelling of numbers and of escapes in JSON: 1e+06 and 1000000 are the same;
//   - the location of an error: where selections are merged, graphql-js has each of
//     them, and exec the first;
//   - an argument that can't be read: the message is the scalar's, and the location is that of
//     the field, where graphql-js has that of the value;
//   - what graphql-js refuses before the execution: a custom scalar's variable or literal is
//     read when its field is executed, so that the field fails, since neither gqlparser nor
//     exec knows custom scalars;
//   - the message of a refused variable, but not its path (variables_test.go);
//   - errors in an object that is removed because a field of it must not be null: graphql-js
//     stops at the first such field, and exec continues with its siblings;
//   - the deviations below, and what comparableSchema (introspection_test.go) removes.
func TestGolden(t *testing.T) {
	t.Parallel()
	runs := 0
	for _, c := range readCases(t) {
		t.Run(c.file+"/"+c.name, func(t *testing.T) {
			for i, variables := range c.variables {
				runs++
				got, want := request(exectest.Schema(), c.query, variables), c.want[i]
				if data, ok := deviations[c.file+"/"+c.name]; ok && want.Errors != nil {
					want = response{Data: json.RawMessage(data)}
				}
				if c.file == "introspection" {
					got.Data, want.Data = comparableSchema(t, got.Data), comparableSchema(t, want.Data)
				}
				for _, fault := range faults(got, want) {
					t.Errorf("with variables %v: %s", variables, fault)
				}
			}
		})
	}
	if runs < 250 {
		t.Errorf("%d runs only", runs)
	}
}

// deviations has the results of exec where graphql-js has errors, by case.
var deviations = map[string]string{
	// For @skip and @include, a null variable counts as false.
	"refused/a condition that is null": `{"thing":{"ok":"ok"},"cat":{}}`,
}

// faults returns the differences between a response and the expected one.
func faults(got, want response) (faults []string) {
	if want.Refused != nil {
		readsLate := slices.ContainsFunc(got.Errors, func(err responseError) bool { return err.argument })
		switch {
		case got.Refused == nil && !readsLate:
			faults = append(faults, "it is not refused: "+string(got.Data))
		case !slices.Equal(placesOf(got.Refused), placesOf(want.Refused)) && !readsLate:
			faults = append(faults, fmt.Sprintf("refused are\n%q, not\n%q", got.Refused, want.Refused))
		}
		return faults
	}
	if got.Refused != nil {
		return []string{"it is refused: " + got.Refused[0]}
	}
	if got, want := spelled(got.Data), spelled(want.Data); got != want {
		faults = append(faults, "data\n"+got+", not\n"+want)
	}
	missing := want.Errors
	for _, err := range got.Errors {
		switch {
		case len(missing) > 0 && alike(err, missing[0]):
			missing = missing[1:]
		case !takenAway(err.Path, want):
			text, _ := json.Marshal(err)
			faults = append(faults, "unexpected error "+string(text))
		}
	}
	for _, err := range missing {
		text, _ := json.Marshal(err)
		faults = append(faults, "no error "+string(text))
	}
	return faults
}

// spelled returns JSON with numbers and texts as JavaScript writes them, and keys in the same
// order.
func spelled(data []byte) string {
	value := jsontext.Value(slices.Clone(data))
	if err := value.Format(jsontext.CanonicalizeRawInts(true), jsontext.CanonicalizeRawFloats(true)); err != nil {
		return err.Error() + ": " + string(data)
	}
	return string(value)
}

func alike(got, want responseError) bool {
	if got.Path.String() != want.Path.String() || len(got.Locations) != 1 {
		return false
	}
	if got.argument {
		return strings.HasPrefix(want.Message, "Argument ")
	}
	return got.Message == want.Message && got.Locations[0] == want.Locations[0]
}

// takenAway reports whether a place is in a value that is null because of another error.
func takenAway(path ast.Path, want response) bool {
	var value any
	if err := json.Unmarshal(want.Data, &value); err != nil {
		return false
	}
	for depth, step := range path {
		if value == nil {
			return slices.ContainsFunc(want.Errors, func(err responseError) bool {
				return len(err.Path) > depth && slices.Equal(err.Path[:depth], path[:depth])
			})
		}
		switch step := step.(type) {
		case ast.PathName:
			object, _ := value.(map[string]any)
			value = object[string(step)]
		case ast.PathIndex:
			list, _ := value.([]any)
			value = list[step]
		}
	}
	return false
}

// TestFaults: a differing response is detected.
func TestFaults(t *testing.T) {
	t.Parallel()
	one := responseError{Message: "no", Path: ast.Path{ast.PathName("a"), ast.PathName("b")}}
	one.Locations = append(one.Locations, gqlerror.Location{Line: 1, Column: 2})
	moved, renamed, elsewhere := one, one, one
	moved.Locations = append(moved.Locations[:0:0], gqlerror.Location{Line: 1, Column: 3})
	renamed.Message = "yes"
	elsewhere.Path = ast.Path{ast.PathName("c")}
	want := response{Data: json.RawMessage(`{"a":{"b":null},"c":1.50}`), Errors: []responseError{one}}
	for name, c := range map[string]struct {
		got response
		n   int
	}{
		"the same":          {response{Data: json.RawMessage(`{"a":{"b":null}, "c":15e-1}`), Errors: want.Errors}, 0},
		"another order":     {response{Data: json.RawMessage(`{"c":1.5,"a":{"b":null}}`), Errors: want.Errors}, 1},
		"broken":            {response{Data: json.RawMessage(`{"a":{"b":null},"c":}`), Errors: want.Errors}, 1},
		"no error":          {response{Data: want.Data}, 1},
		"another location":  {response{Data: want.Data, Errors: []responseError{moved}}, 2},
		"another message":   {response{Data: want.Data, Errors: []responseError{renamed}}, 2},
		"another path":      {response{Data: want.Data, Errors: []responseError{one, elsewhere}}, 1},
		"twice":             {response{Data: want.Data, Errors: []responseError{one, one}}, 1},
		"refused":           {response{Refused: []string{"no"}}, 1},
		"another's message": {response{Data: want.Data, Errors: []responseError{{Path: one.Path, Locations: one.Locations, argument: true}}}, 2},
	} {
		if got := faults(c.got, want); len(got) != c.n {
			t.Errorf("%s: %q", name, got)
		}
	}
}
