package exec_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lectern/graph/internal/exec"
	"lectern/graph/internal/exectest"
)

var (
	ourPlace     = regexp.MustCompile(`^\$([^:]*): `)
	variable     = regexp.MustCompile(`^Variable "\$(\w+)" `)
	placeBelow   = regexp.MustCompile(` at "([^"]*)"; `)
	missingField = regexp.MustCompile(`; Field "(\w+)" of required type `)
)

// placesOf returns the places of wrong values, each once, from our messages or those of
// graphql-js about variables. Ours have the missing field, and those of graphql-js the object
// without it.
func placesOf(refused []string) (places []string) {
	for _, message := range refused {
		place := ""
		if our := ourPlace.FindStringSubmatch(message); our != nil {
			place = our[1]
		} else if theirs := variable.FindStringSubmatch(message); theirs != nil {
			place = theirs[1]
			if below := placeBelow.FindStringSubmatch(message); below != nil {
				place = below[1]
			}
			if missing := missingField.FindStringSubmatch(message); missing != nil {
				place += "." + missing[1]
			}
		}
		if place != "" && !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	return places
}

// coerce coerces variables in JSON for a query of the small schema.
func coerce(t *testing.T, declared, variables string, maxErrors int) (map[string]any, []*exec.VariableError) {
	t.Helper()
	schema := exectest.Schema()
	doc, errs := load(schema, "query("+declared+") { "+uses(declared)+"}")
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	decoder := json.NewDecoder(strings.NewReader(variables))
	decoder.UseNumber()
	var given map[string]any
	if err := decoder.Decode(&given); err != nil {
		t.Fatal(err)
	}
	return exec.Variables(schema.AST, doc.Operations[0], given, maxErrors)
}

// uses returns a selection that uses each declared variable, since each must be used.
func uses(declared string) (selection string) {
	arguments := map[string]string{"Int": "int", "Float": "float", "String": "string", "Boolean": "boolean", "ID": "id", "Colour": "colour", "[Colour!]": "colours", "[[Int]]": "lists", "Filter": "filter", "Even": "even"}
	for i, d := range strings.Split(declared, ", ") {
		name, typ, _ := strings.Cut(d, ": ")
		typ, _, _ = strings.Cut(typ, " =")
		typ = strings.TrimSuffix(typ, "!")
		if typ == "Choice" {
			selection += fmt.Sprintf("a%d: choice(choice: %s) ", i, name)
			continue
		}
		selection += fmt.Sprintf("a%d: echo(%s: %s) ", i, arguments[typ], name)
	}
	return selection
}

// TestVariableErrors: errors of variables use the terms of the schema.
func TestVariableErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ declared, variables, want string }{
		{"$v: Int!", `{}`, "$v: A value must be given."},
		{"$v: Int!", `{"v": null}`, "$v: The value must not be null."},
		{"$v: Int", `{"v": "secret"}`, "$v: The value must be a whole number of at most 32 bits."},
		{"$v: Int", `{"v": 2147483648}`, "$v: The value must be a whole number of at most 32 bits."},
		{"$v: Float", `{"v": "secret"}`, "$v: The value must be a number."},
		{"$v: String", `{"v": 7}`, "$v: The value must be a string."},
		{"$v: Boolean", `{"v": "secret"}`, "$v: The value must be true or false."},
		{"$v: ID", `{"v": 1.5}`, "$v: The value must be a string or a whole number."},
		{"$v: Colour", `{"v": "secret"}`, "$v: The value must be one of RED, GREEN, BLUE."},
		{"$v: Colour", `{"v": "red"}`, "$v: The value must be one of RED, GREEN, BLUE."},
		{"$v: [Colour!]", `{"v": ["RED", "secret"]}`, "$v[1]: The value must be one of RED, GREEN, BLUE."},
		{"$v: Filter", `{"v": "secret"}`, "$v: The value must be an object."},
		{"$v: Filter", `{"v": {"secret": 1}}`, "$v: The value has a field that the type Filter does not have."},
		{"$v: Filter", `{"v": {"secret": 1, "more": 2, "limit": "x"}}`, "$v.limit: The value must be a whole number of at most 32 bits.\n$v: The value has a field that the type Filter does not have."},
		{"$v: Filter", `{"v": {"several": [{}, {"inner": {"must": null}}]}}`, "$v.several[1].inner.must: The value must not be null."},
		{"$v: Choice!", `{"v": {}}`, "$v: Exactly one field of Choice must be given, not 0."},
		{"$v: Choice!", `{"v": {"text": "t", "number": null}}`, "$v: Exactly one field of Choice must be given, not 2."},
		{"$v: Choice!", `{"v": {"text": null}}`, "$v.text: The field that is given must not be null."},
		{"$v: Int, $w: [[Int]]", `{"v": true, "w": [[1, "2"], "3"]}`, "$v: The value must be a whole number of at most 32 bits.\n$w[0][1]: The value must be a whole number of at most 32 bits.\n$w[1]: The value must be a whole number of at most 32 bits."},
	} {
		_, errs := coerce(t, tt.declared, tt.variables, 0)
		var got []string
		for _, err := range errs {
			got = append(got, err.Error())
		}
		if strings.Join(got, "\n") != tt.want {
			t.Errorf("%s of %s: %q, want %q", tt.variables, tt.declared, got, tt.want)
		}
	}
}

// TestVariables: the results of coercion.
func TestVariables(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	for _, tt := range []struct {
		declared, variables string
		want                object
	}{
		{"$v: Int", `{}`, object{}},
		{"$v: Int", `{"v": null, "w": 1}`, object{"v": nil}},
		{"$v: Int", `{"v": 7.0}`, object{"v": int64(7)}},
		{"$v: Int = 3", `{}`, object{"v": int64(3)}},
		{"$v: Float = 3", `{}`, object{"v": float64(3)}},
		{"$v: ID", `{"v": 9223372036854775807}`, object{"v": "9223372036854775807"}},
		{"$v: ID", `{"v": 1e3}`, object{"v": "1000"}},
		{"$v: ID = 4", `{}`, object{"v": "4"}},
		{"$v: [[Int]]", `{"v": 1}`, object{"v": []any{[]any{int64(1)}}}},
		{"$v: [Colour!]", `{"v": "RED"}`, object{"v": []any{"RED"}}},
		{"$v: Filter", `{"v": {"__typename": "Filter", "tags": "x", "inner": {"size": 1}}}`, object{"v": object{"tags": []any{"x"}, "inner": object{"size": float64(1)}}}},
		{"$v: Choice!", `{"v": {"__typename": "Choice", "number": 0}}`, object{"v": object{"number": int64(0)}}},
		{"$v: Even", `{"v": 4}`, object{"v": json.Number("4")}},
	} {
		got, errs := coerce(t, tt.declared, tt.variables, 0)
		if len(errs) > 0 || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s of %s: %#v, %v; want %#v", tt.variables, tt.declared, got, errs, tt.want)
		}
	}
}

// TestVariableErrorsAreBounded: only some errors of a list are returned.
func TestVariableErrorsAreBounded(t *testing.T) {
	t.Parallel()
	faults := `{"v": [1` + strings.Repeat(", 1", 1000) + `], "w": 1}`
	for most, want := range map[int]int{0: 1002, 1: 1, 10: 10} {
		if _, errs := coerce(t, "$v: [Colour!], $w: String", faults, most); len(errs) != want {
			t.Errorf("%d errors of at most %d", len(errs), most)
		}
	}
}

// TestVariablesAreNotChanged: the client's values stay unchanged.
func TestVariablesAreNotChanged(t *testing.T) {
	t.Parallel()
	given := map[string]any{"v": map[string]any{"tags": "x", "grid": []any{json.Number("1")}, "__typename": "Filter"}}
	before := fmt.Sprint(given)
	schema := exectest.Schema()
	doc, errs := load(schema, "query($v: Filter) { echo(filter: $v) }")
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if _, errs := exec.Variables(schema.AST, doc.Operations[0], given, 0); len(errs) > 0 {
		t.Fatal(errs)
	}
	if after := fmt.Sprint(given); after != before {
		t.Errorf("%s was %s", after, before)
	}
}
