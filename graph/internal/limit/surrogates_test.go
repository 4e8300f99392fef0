package limit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// TestHalvesOfCharacters: an escape of half a surrogate pair is refused with its position, and
// nothing else that resembles one.
func TestHalvesOfCharacters(t *testing.T) {
	t.Parallel()
	for text, place := range map[string]string{
		`{a(x: "\uD800")}`:             "1:8",
		`{a(x: "\ud800")}`:             "1:8",
		`{a(x: "\uDFFF")}`:             "1:8",
		`{a(x: "\uDBFF\uDBFF\uDC00")}`: "1:8",
		`{a(x: "æ\uD83D\u0041")}`:      "1:9",
		`{a(x: "\uD83D\n")}`:           "1:8",
		`{a(x: "\uDE00\uD83D")}`:       "1:8",
		`{a(x: "\uD83D\uDE00\uDE00")}`: "1:20",
		`{a(x: "\\\uD800")}`:           "1:10",
		"{\n# \"\r\n  a(x: \"\"\"\\uD800\"\"\", y: \"\\uD800\")\r}": "3:26",
		`{a(x: """"\uD800""""", y: "\uD800")}`:                      "1:28",
		`{a(x: """\"""\uD800""", y: "\uDC00")}`:                     "1:29",
		`query ($x: String = "\uD800") {a(x: $x)}`:                  "1:22",
		`{a @include(if: true) b(x: {y: ["\uDC00"]})}`:              "1:34",

		`{a(x: "\uD83D\uDE00")}`:         "",
		`{a(x: "\uDBFF\uDFFF")}`:         "",
		`{a(x: "\u{1F600}")}`:            "",
		`{a(x: "\u0041\uFFFD\uE000")}`:   "",
		`{a(x: "\\uD800")}`:              "",
		`{a(x: "\"\\uD800\"")}`:          "",
		`{a(x: """\uD800""")}`:           "",
		`{a(x: """ " "" \uD800 """")}`:   "",
		"{a(x: \"\") #\"\\uD800\"\n}":    "",
		"{a(x: \"\\n\", y: \"\")} # \\u": "",
		`{a(x: "")}`:                     "",
	} {
		got := ""
		_, errs := Parse(text, Public())
		for _, err := range errs {
			got += fmt.Sprintf("%d:%d", err.Locations[0].Line, err.Locations[0].Column)
			if err.Message != "A string has an unpaired surrogate escape." || err.Extensions["code"] != CodeParseFailed {
				t.Errorf("%s: %v", text, err)
			}
		}
		if got != place {
			t.Errorf("%s: refused at %q, want %q", text, got, place)
		}
	}
}

// FuzzHalvesOfCharacters: if none is found, gqlparser replaces no character of a string.
func FuzzHalvesOfCharacters(f *testing.F) {
	for _, seed := range []string{`{a(x: "\uD800")}`, `{a(x: "\uD83D\uDE00")}`, `{a(x: """\uD800""", y: "\\\uDC00")}`, "{a#\"\n(x: \"\\u{41}\")}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "\uFFFD") || strings.ToValidUTF8(text, "") != text || strings.Contains(strings.ToUpper(text), "FFFD") {
			return
		}
		doc, errs := Parse(text, Public())
		if len(errs) > 0 {
			return
		}
		for _, op := range doc.Operations {
			for f := range fieldsOf(op.SelectionSet) {
				for _, a := range f.Arguments {
					if strings.Contains(a.Value.String(), "\uFFFD") {
						t.Errorf("%q: %s", text, a.Value)
					}
				}
			}
		}
	})
}

func fieldsOf(set ast.SelectionSet) func(func(*ast.Field) bool) {
	return func(yield func(*ast.Field) bool) {
		for _, s := range set {
			if f, ok := s.(*ast.Field); ok && !yield(f) {
				return
			}
		}
	}
}
