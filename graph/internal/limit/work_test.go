package limit

import (
	"strings"
	"testing"
)

func workOf(t *testing.T, query string) int {
	t.Helper()
	l := Editor()
	l.Tokens = 100_000
	doc, errs := Parse(query, l)
	if len(errs) > 0 {
		t.Fatalf("%s: %v", query, errs)
	}
	return validationWork(doc, saturated)
}

// TestWorkSeesWhatValidationIsSlowWith compares documents of about the same length: if
// gqlparser needs at least twice as long for one, its work must be at least twice as much.
func TestWorkSeesWhatValidationIsSlowWith(t *testing.T) {
	t.Parallel()
	const n = 100
	args := "(a: 1 b: 2 c: 3)"
	fragment := " fragment F on Conference {id}"
	tests := []struct{ name, slow, fast string }{
		{"one name", of(repeated(n, "id")), of(repeated(n, "f%d"))},
		{"one name with arguments", of(repeated(n, "id"+args)), of(repeated(n, "f%d"+args))},
		{"arguments of one name", of(repeated(n, "id"+args)), of(repeated(n, "id"))},
		{"one name below one parent", of(repeated(n, "parent {id}")), of(repeated(n, "p%d: parent {id}"))},
		{"one parent of many names", of(repeated(n, "parent {f%d}")), of(repeated(n, "p%d: parent {f%d}"))},
		{"one name in a fragment", of(repeated(n, "id")+"...F") + " fragment F on Conference {" + repeated(n, "id") + "}", of(repeated(n, "id")+"...F") + " fragment F on Conference {" + repeated(n, "f%d") + "}"},
		{"inline fragments in each other", of(nested(n, "...{", repeated(n, "id"), "}")), of(repeated(n, "...{f%d}") + repeated(n, "id"))},
		{"spreads in one place", of(repeated(n, "...F")) + fragment, of(repeated(n, "p%d: parent {...F}")) + fragment},
		{"fields beside spreads", of(repeated(5*n, "f%d")+repeated(60, "...G")) + fragment, of(repeated(5*n, "f%d")) + of(repeated(60, "...G")) + fragment},
		{"fragments of fragments", of("...F0") + chained(20, repeated(n, "f%d")), of("...F0"+repeated(n, "f%d")) + chained(20, "id")},
		{"operations of one fragment", repeated(10, "query Q%d "+of("...F")) + " fragment F on Conference {" + repeated(n, "f%d") + "}", of("...F") + " fragment F on Conference {" + repeated(n, "f%d") + "}"},
		{"long literals", of(repeated(n, `f%d(a: "`+strings.Repeat("x", 1_000)+`")`)), of(repeated(n, `f%d(a: "x")`))},
		{"nested literals", "{a(b: " + nested(n, "[", "1", "]") + ")}", "{a(b: [" + repeated(n, "1") + "])}"},
		{"uses of variables", "query (" + repeated(n, "$v%d: Int") + ") {a(b: [" + repeated(n, "$v1") + "])}", "query (" + repeated(n, "$v%d: Int") + ") {a(b: [" + repeated(n, "x") + "])}"},
		{"defaults", "query ($v: A = [" + repeated(n, "1") + "]) {id}", "query ($v: A = 1) {id}"},
		{"directives on an operation", "query " + repeated(n, "@a") + "{id}", "query {id}"},
		{"directives on a variable", "query ($v: A " + repeated(n, "@a") + ") {id}", "query ($v: A) {id}"},
		{"directives on a fragment", of("...F") + "fragment F on Conference " + repeated(n, "@a") + "{id}", of("...F") + fragment},
		{"directives on a spread", of("...F "+repeated(n, "@a")) + fragment, of("...F") + fragment},
		{"directives on an inline fragment", of("... " + repeated(n, "@a") + "{id}"), of("...{id}")},
		{"directives on a field", of("id " + repeated(n, "@a")), of("id")},
		{"arguments of directives", of("id @a(" + repeated(n, "b: 1") + ")"), of("id @a")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			slow, fast := workOf(t, test.slow), workOf(t, test.fast)
			if slow < 2*fast {
				t.Errorf("charged %d, against %d", slow, fast)
			}
		})
	}
}

// TestWorkIsFairTo: documents that gqlparser validates fast have little work.
func TestWorkIsFairTo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, query string
		most        int
	}{
		{"many fields", of(repeated(2_000, "f%d")), 15_000},
		{"one field with a long list", "{a(b: [" + repeated(2_000, "1") + "])}", 10_000},
		{"one field with a long text", `{a(b: "` + strings.Repeat("x", 100_000) + `")}`, 10_000},
		{"one field in each fragment", of(repeated(20, "...F%d")) + repeated(20, "fragment F%d on Conference {id f%d}"), 10_000},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if work := workOf(t, test.query); work > test.most {
				t.Errorf("charged %d, want at most %d", work, test.most)
			}
		})
	}
}

// TestNamesEverywhere tests the limit in each place of the grammar that has a name.
func TestNamesEverywhere(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", Public().NameLength+1)
	for _, query := range []string{
		"query LONG {id}",
		"{LONG}",
		"{LONG: id}",
		"{id(LONG: 1)}",
		"{id(a: LONG)}",
		"{id(a: $LONG)}",
		"{id(a: [{LONG: 1}])}",
		"{id @LONG}",
		"{id @a(LONG: 1)}",
		"{... on LONG {id}}",
		"{...LONG}",
		"query ($LONG: Int) {id}",
		"query ($v: [LONG]) {id}",
		"query ($v: A = LONG) {id}",
		"query ($v: A @LONG) {id}",
		"query @LONG {id}",
		"{id} fragment LONG on A {id}",
		"{id} fragment F on LONG {id}",
		"{id} fragment F on A @LONG {id}",
		"{id} fragment F($LONG: Int) on A {id}",
	} {
		doc, errs := Parse(strings.ReplaceAll(query, "LONG", long), Public())
		if len(errs) > 0 {
			t.Fatalf("%s: %v", query, errs)
		}
		errs = Document(doc, Public())
		if len(errs) != 1 || errs[0].Extensions["limit"] != "nameLength" || errs[0].Extensions["code"] != CodeTooLarge {
			t.Errorf("%s: %v", query, errs)
		}
	}
}
