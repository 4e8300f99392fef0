package limit

import (
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql/introspection"
)

// BenchmarkRefusal measures each attack until it is refused, by the limits of an editor.
func BenchmarkRefusal(b *testing.B) {
	schema := loadSchema(b)
	for _, a := range attacks() {
		b.Run(strings.ReplaceAll(a.name, " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, errs := chain(schema, a.query, a.variables, Editor()); len(errs) == 0 {
					b.Fatal("it passes")
				}
			}
		})
	}
}

// BenchmarkHonest measures what the steps add to a valid operation.
func BenchmarkHonest(b *testing.B) {
	doc, errs := Parse(introspection.Query, Public())
	if len(errs) > 0 {
		b.Fatal(errs)
	}
	if errs := Validate(loadSchema(b), doc, Public()); len(errs) > 0 {
		b.Fatal(errs)
	}
	b.Run("Document", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Document(doc, Public())
		}
	})
	b.Run("Cost", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Cost(doc.Operations[0], nil, Public()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkAtTheLimit measures the validation of the largest documents of each hostile family
// that still pass Document: the limits must bound it. It reports the slowest.
func BenchmarkAtTheLimit(b *testing.B) {
	schema := loadSchema(b)
	for who, l := range map[string]Limits{"public": Public(), "editor": Editor()} {
		for name, family := range families(l) {
			largest := sort.Search(l.Tokens, func(n int) bool {
				doc, errs := Parse(family(n+1), l)
				return len(errs) > 0 || len(Document(doc, l)) > 0
			})
			if largest == 0 {
				b.Errorf("%s: not even one %s passes", who, name)
				continue
			}
			b.Run(fmt.Sprintf("%s/%s/%d", who, strings.ReplaceAll(name, " ", "-"), largest), func(b *testing.B) {
				var slowest, all time.Duration
				query := family(largest)
				for b.Loop() {
					doc, errs := Parse(query, l)
					if len(errs) > 0 {
						b.Fatal(errs)
					}
					started := time.Now()
					Validate(schema, doc, l)
					took := time.Since(started)
					slowest, all = max(slowest, took), all+took
				}
				b.ReportMetric(float64(all.Milliseconds())/float64(b.N), "validation-ms/op")
				b.ReportMetric(float64(slowest.Milliseconds()), "slowest-ms")
			})
		}
	}
}

// families are documents that grow with n in one property that is slow in gqlparser's
// validation.
func families(l Limits) map[string]func(n int) string {
	body := 64 << 10
	if l.Tokens > 1_000 {
		body = 1 << 20
	}
	on := func(n int, inner string) string { return of("...F0") + chained(20, repeated(n, inner)) }
	return map[string]func(n int) string{
		"one field":            func(n int) string { return of(repeated(n, "id")) },
		"one field, conflicts": func(n int) string { return of(repeated(n, "id: slug") + repeated(n, "id")) },
		"conflicting types": func(n int) string {
			return "{node(id: 1) {... on Session {" + repeated(n, "title: tags") + "} ... on Video {" + repeated(n, "title") + "}}}"
		},
		"one parent":               func(n int) string { return of(repeated(n, "parent {id title slug}")) },
		"one parent, many fields":  func(n int) string { return of(repeated(n, "parent {"+repeated(10, "a%d: id")+"}")) },
		"nested inline":            func(n int) string { return of(nested(20, "...{", repeated(n, "id"), "}")) },
		"conflicts, nested inline": func(n int) string { return of(nested(20, "...{", repeated(n, "id: slug id"), "}")) },
		"conflicts in parents":     func(n int) string { return of(repeated(n, "parent {parent {id}} parent {parent {id: slug}}")) },
		"inline":                   func(n int) string { return of(repeated(n, "...{id}")) },
		"impossible inline":        func(n int) string { return of(repeated(n, "... on SearchResult {... on Venue {id}}")) },
		"chain, one field":         func(n int) string { return on(n, "id") },
		"chain, unknown fields":    func(n int) string { return on(n, "nope%d") },
		"chain, inline":            func(n int) string { return on(n, "... on Conference {id}") },
		"chain, impossible":        func(n int) string { return on(n, "... on Video {id}") },
		"chain, bad values": func(n int) string {
			return on(1, "sessions(filter: {all: ["+repeated(n, "{language: {in: [1]}}")+"]}) {totalCount}")
		},
		"chain, bad enums": func(n int) string {
			return on(1, "sessions(filter: {language: {in: ["+repeated(n, "A")+"]}}) {totalCount}")
		},
		"chain, long literal": func(n int) string {
			return on(1, `sessions(first: "`+strings.Repeat("x", min(n*body/l.Tokens, body-2_000))+`") {totalCount}`)
		},
		"chain, unknown arguments": func(n int) string { return on(1, "sessions("+repeated(n, "a%d: 1")+") {totalCount}") },
		"long literal": func(n int) string {
			return "{anything(number: [[[[\"" + strings.Repeat("x", min(n*body/l.Tokens, body-100)) + "\"]]]]) {id}}"
		},
		"arguments": func(n int) string { return of(repeated(n, "sessions("+repeated(10, "a%d: 1")+") {totalCount}")) },
		"long arguments": func(n int) string {
			return of(repeated(n, `sessions(after: "`+strings.Repeat("x", 1_000)+`", first: 1) {totalCount}`))
		},
		"spreads of all":     func(n int) string { return of(repeated(n, "...F%d")) + repeated(n, "fragment F%d on Conference {id}") },
		"spreads of unknown": func(n int) string { return of(repeated(n, "...F%d")) },
		"spreads in parents": func(n int) string {
			return of(repeated(n, "parent {...F%d ...G}")) + repeated(n, "fragment F%d on Conference {id}") + "fragment G on Conference {id slug}"
		},
		"spreads below spreads": func(n int) string {
			return of("parent {...F0} parent {...F1}") + chained(8, repeated(n, "parent {id}"))
		},
		"operations": func(n int) string {
			return repeated(l.Operations, "query Q%d "+of("...F")) + "fragment F on Conference {" + repeated(n, "id") + "}"
		},
		"variables": func(n int) string {
			return "query (" + repeated(l.VariableDefinitions, "$v%d: Int") + ") {nodes(ids: [" + repeated(n, fmt.Sprintf("$v%d", l.VariableDefinitions-1)) + "]) {id}}"
		},
		"list types": func(n int) string {
			return "query ($v: " + nested(l.ValueNesting, "[", "Int", "]") + ") {nodes(ids: [" + repeated(n, "$v") + "]) {id}}"
		},
		"introspection in itself": func(n int) string {
			return "{" + nested(l.Depth-3, "__schema {", repeated(n, "types {name}"), "}") + "}"
		},
		"directives": func(n int) string { return of("...F0") + chained(20, "id "+repeated(n, "@nope")) },
	}
}
