package limit

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

func TestSyntaxErrors(t *testing.T) {
	t.Parallel()
	long := strings.Repeat(secret, 1_000)
	tests := []struct {
		name, query, message string
		at                   gqlerror.Location
	}{
		{"empty", "", "The document is empty.", gqlerror.Location{}},
		{"only a comment", "# " + long, "The document is empty.", gqlerror.Location{}},
		{"no keyword", long + " {id}", "Syntax error: unexpected: Name.", gqlerror.Location{Line: 1, Column: 1}},
		{"a string", "{\n  id \"" + long + "\"}", "Syntax error: expected Name, found String.", gqlerror.Location{Line: 2, Column: 7}},
		{"a string that looks like a message", `{id "a, found Name"}`, "Syntax error: expected Name, found String.", gqlerror.Location{Line: 1, Column: 6}},
		{"a number", "{a 1" + strings.Repeat("2", 1_000) + "}", "Syntax error: expected Name, found Int.", gqlerror.Location{Line: 1, Column: 4}},
		{"punctuation", "{a(b: !)}", `Syntax error: unexpected: "!".`, gqlerror.Location{Line: 1, Column: 7}},
		{"the end", "{a", "Syntax error: expected Name, found the end of the document.", gqlerror.Location{Line: 1, Column: 3}},
		{"no type condition", "fragment A " + long, `Syntax error: expected "on", found Name.`, gqlerror.Location{Line: 1, Column: 12}},
		{"nothing selected", "{}", `Syntax error: expected at least one item, found "}".`, gqlerror.Location{Line: 1, Column: 2}},
		{"no colon", "{a(b " + long + ")}", `Syntax error: expected ":", found Name.`, gqlerror.Location{Line: 1, Column: 6}},
		{"a bad number", "{a(b: 01)}", "Syntax error: unexpected: an invalid character, number or string.", gqlerror.Location{Line: 1, Column: 8}},
		{"an open string", `{a(b: "` + long, "Syntax error: unexpected: an invalid character, number or string.", gqlerror.Location{Line: 1, Column: 7008}},
		{"a bad escape", `{a(b: "\q")}`, "Syntax error: unexpected: an invalid character, number or string.", gqlerror.Location{Line: 1, Column: 9}},
		{"a bad character in a string", "{a(b: \"\x01\")}", "Syntax error: unexpected: an invalid character, number or string.", gqlerror.Location{Line: 1, Column: 8}},
		{"a bad character", "{a \x01}", "Syntax error: expected Name, found an invalid character, number or string.", gqlerror.Location{Line: 1, Column: 4}},
		{"an unexpected character", "{a ?}", "Syntax error: expected Name, found an invalid character, number or string.", gqlerror.Location{Line: 1, Column: 4}},
		{"a single quote", "{a(b: 'c')}", "Syntax error: unexpected: an invalid character, number or string.", gqlerror.Location{Line: 1, Column: 7}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, errs := Parse(test.query, Public())
			if doc != nil || len(errs) != 1 {
				t.Fatalf("got %v and %v, want one error and no document", doc, errs)
			}
			err := errs[0]
			if err.Message != test.message {
				t.Errorf("message %q, want %q", err.Message, test.message)
			}
			if code := err.Extensions["code"]; code != CodeParseFailed {
				t.Errorf("code %v", code)
			}
			var at gqlerror.Location
			if len(err.Locations) > 0 {
				at = err.Locations[0]
			}
			if at != test.at {
				t.Errorf("at %v, want %v", at, test.at)
			}
			if err.Err != nil || strings.Contains(err.Error(), secret) {
				t.Errorf("the error holds the client's text: %v, %v", err, err.Err)
			}
		})
	}
}

// TestDeepDocuments requires only that the process survives: a stack overflow can't be
// recovered.
func TestDeepDocuments(t *testing.T) {
	t.Parallel()
	l := Editor()
	l.Tokens = 1_000_000
	for _, query := range []string{
		strings.Repeat("{a", 400_000),
		"{a" + strings.Repeat("{...", 300_000),
		"{a(b:" + strings.Repeat("[", 900_000),
		"{a(b:" + strings.Repeat("{c:", 300_000),
		"query($a:" + strings.Repeat("[", 900_000),
	} {
		_, errs := Parse(query, l)
		requireRefusal(t, errs, CodeTooDeep, "nesting", l.Nesting)
	}
}

func TestThousands(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 30: "30", 999: "999", 1_204: "1,204", 100_000: "100,000", 1_000_000: "1,000,000"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}

// TestMessages shows what a front-end developer reads.
func TestMessages(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	for query, want := range map[string]string{
		of(repeated(1_204, "a%d: id")): "The document has 1,204 aliases; at most 300 are allowed.",
		doubling(40):                   "With its fragments expanded, the operation selects more than 2,147,483,646 fields; at most 5,000 are allowed.",
		"{nope}":                       `Cannot query field "nope" on type "Query".`,
		"{nop: conference(slug: \"" + strings.Repeat("ø", 500) + "\") {id(a: 1)}}": `Unknown argument "a" on field "Conference.id".`,
		"{sessions(orderBy: \"" + strings.Repeat("ø", 500) + "\") {totalCount}}":   `Enum "SessionOrder" cannot represent non-enum value: "` + strings.Repeat("ø", 73) + "…",
	} {
		_, errs := chain(schema, query, "", Editor())
		if len(errs) == 0 || errs[0].Message != want {
			t.Errorf("got %v, want %s", errs, want)
		}
	}
}
