package limit

import (
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql/introspection"
)

// FuzzChain sends requests through the whole chain, for the public and for editors. The
// response is in time, and each error has a code, a bounded message and a bounded number of
// siblings. The time limit is generous: it must detect what is not linear, on any machine,
// under the load of the fuzzer.
func FuzzChain(f *testing.F) {
	const clock = 2 * time.Second
	schema := loadSchema(f)
	for _, a := range attacks() {
		// Only small ones, since the fuzzer mutates long ones slowly.
		if len(a.query)+len(a.variables) < 2<<10 {
			f.Add(a.query, a.variables)
		}
	}
	for _, test := range limitTests() {
		variables := ""
		if test.variables != nil {
			variables = test.variables(3)
		}
		f.Add(test.query(11), variables)
	}
	f.Add(introspection.Query, "")
	f.Add(`query ($v: Choice, $n: Int = 3) {anything(choice: $v) {sessions(first: $n) {nodes {id}}}}`, `{"v": {"id": "a"}, "n": 5}`)
	f.Add(`query ($f: SessionFilter) {sessions(filter: $f, last: 2) {edges {node {id}}}}`, `{"f": {"all": [{"choices": [{"slug": "a"}]}]}}`)
	f.Add(`{search(query: """a "b" \""" c""", first: 2) {nodes {__typename ... on Node {id}}}} # end`, `{}`)

	f.Fuzz(func(t *testing.T, query, variables string) {
		for _, l := range []Limits{Public(), Editor()} {
			started := time.Now()
			cost, errs := chain(schema, query, variables, l)
			if took := time.Since(started); took > clock {
				t.Errorf("it takes %s: %v", took, errs)
			}
			if len(errs) == 0 && (cost < 0 || cost > saturated) {
				t.Errorf("it costs %d", cost)
			}
			if len(errs) > l.Errors {
				t.Errorf("%d errors", len(errs))
			}
			for _, err := range errs {
				if err.Extensions["code"] == nil || err.Message == "" || len(err.Message) > maxMessage+len("…") {
					t.Errorf("code %v, message %q", err.Extensions["code"], err.Message)
				}
			}
		}
	})
}
