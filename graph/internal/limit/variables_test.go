package limit

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/validator"
)

func TestOneOf(t *testing.T) {
	schema := loadSchema(t)
	const choice, filter = "query ($v: Choice) {anything(choice: $v) {id}}", "query ($v: SessionFilter) {sessions(filter: $v, first: 1) {totalCount}}"
	const choices = "query ($v: [Choice!]) {sessions(filter: {choices: $v}, first: 1) {totalCount}}"
	tests := []struct {
		name, query, variables string
		// paths of the errors, in order
		paths []string
	}{
		{"one", choice, `{"v": {"id": "a"}}`, nil},
		{"one, nested", choice, `{"v": {"nested": {"slug": "a"}}}`, nil},
		{"absent", choice, `{}`, nil},
		{"null", choice, `{"v": null}`, nil},
		{"__typename is no field", choice, `{"v": {"__typename": "Choice", "id": "a"}}`, nil},
		{"none", choice, `{"v": {}}`, []string{"variable.v"}},
		{"two", choice, `{"v": {"id": "a", "slug": "b"}}`, []string{"variable.v"}},
		{"two, one of them null", choice, `{"v": {"id": "a", "slug": null}}`, []string{"variable.v"}},
		{"one, but null", choice, `{"v": {"id": null}}`, []string{"variable.v"}},
		{"nested none", choice, `{"v": {"nested": {}}}`, []string{"variable.v.nested"}},
		{"in a field", filter, `{"v": {"choice": {"id": "a", "slug": "b"}}}`, []string{"variable.v.choice"}},
		{"in a list", filter, `{"v": {"choices": [{"id": "a"}, {}, {"slug": null}]}}`, []string{"variable.v.choices[1]", "variable.v.choices[2]"}},
		{"in a list of one without brackets", filter, `{"v": {"choices": {}}}`, []string{"variable.v.choices[0]"}},
		{"in objects in lists", filter, `{"v": {"all": [{"all": [{"choice": {}}]}]}}`, []string{"variable.v.all[0].all[0].choice"}},
		{"siblings keep their own paths", filter, `{"v": {"choice": {}, "choices": [{}], "all": [{"choice": {}}]}}`, []string{"variable.v.all[0].choice", "variable.v.choice", "variable.v.choices[0]"}},
		{"a variable that is a list", choices, `{"v": [{"id": "a"}, {}]}`, []string{"variable.v[1]"}},
		{"a variable that is a list of one without brackets", choices, `{"v": {}}`, []string{"variable.v[0]"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, errs := Parse(test.query, Public())
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			if errs := Validate(schema, doc, Public()); len(errs) > 0 {
				t.Fatal(errs)
			}
			var raw map[string]any
			if err := json.Unmarshal([]byte(test.variables), &raw); err != nil {
				t.Fatal(err)
			}
			variables, err := validator.VariableValues(schema, doc.Operations[0], raw)
			if err != nil {
				t.Fatal(err)
			}
			var paths []string
			for _, err := range OneOf(schema, doc.Operations[0], variables, Public()) {
				paths = append(paths, err.Path.String())
				if err.Extensions["code"] != CodeBadInput {
					t.Errorf("code %v", err.Extensions["code"])
				}
			}
			if got, want := strings.Join(paths, " "), strings.Join(test.paths, " "); got != want {
				t.Errorf("errors at %q, want %q", got, want)
			}
		})
	}
}

// TestOneOfMessages has variables as a client sends them: coercion leaves an object in an
// inner list as it is where brackets are missing.
func TestOneOfMessages(t *testing.T) {
	schema := loadSchema(t)
	doc, errs := Parse("query ($v: SessionFilter) {sessions(filter: $v, first: 1) {totalCount}}", Public())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	variables := map[string]any{"v": map[string]any{
		"choice":  map[string]any{"id": nil},
		"choices": map[string]any{"id": "a", "slug": "b"},
	}}
	want := "input: variable.v.choice The field of Choice that is given must not be null.\n" +
		"input: variable.v.choices Exactly one field of Choice must be given, not 2.\n"
	if got := OneOf(schema, doc.Operations[0], variables, Public()).Error(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOneOfErrorsAreCapped(t *testing.T) {
	schema := loadSchema(t)
	query := "query ($v: [Choice!]) {sessions(filter: {choices: $v}, first: 1) {totalCount}}"
	_, errs := chain(schema, query, `{"v": [{}`+repeated(100, ", {}")+`]}`, Public())
	if len(errs) != Public().Errors {
		t.Errorf("%d errors", len(errs))
	}
}

// TestOneOfLiterals pins what this package leaves to gqlparser: literals, and variables
// inside of them.
func TestOneOfLiterals(t *testing.T) {
	schema := loadSchema(t)
	for query, valid := range map[string]bool{
		`{anything(choice: {id: "a"}) {id}}`:                                               true,
		`query ($v: ID!) {anything(choice: {id: $v}) {id}}`:                                true,
		`{anything(choice: {}) {id}}`:                                                      false,
		`{anything(choice: {id: null}) {id}}`:                                              false,
		`{anything(choice: {id: "a", slug: "b"}) {id}}`:                                    false,
		`{anything(choice: {nested: {id: "a", slug: "b"}}) {id}}`:                          false,
		`query ($v: ID) {anything(choice: {id: $v}) {id}}`:                                 false,
		`query ($v: ID = "a") {anything(choice: {id: $v}) {id}}`:                           false,
		`query ($v: ID!) {anything(choice: {id: $v, slug: "a"}) {id}}`:                     false,
		`query ($v: ID) {...F} fragment F on Query {anything(choice: {id: $v}) {id}}`:      false,
		`query ($v: Choice = {id: "a", slug: "b"}) {anything(choice: $v) {id}}`:            false,
		`query ($v: String!, $w: ID!) {anything(choice: {id: $w, slug: $v}) {id}}`:         false,
		`query ($v: ID) {sessions(filter: {choices: [{id: $v}]}, first: 1) {totalCount}}`:  false,
		`query ($v: ID!) {sessions(filter: {choices: [{id: $v}]}, first: 1) {totalCount}}`: true,
	} {
		_, errs := chain(schema, query, `{"v": "a", "w": "b"}`, Public())
		if strings.Contains(query, "Choice =") {
			_, errs = chain(schema, query, `{}`, Public())
		}
		if valid != (len(errs) == 0) {
			t.Errorf("%s: %v", query, errs)
		}
	}
}
