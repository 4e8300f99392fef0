package graph

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/graph/internal/resolve"
)

// TestContextOfAnOperation: language and preview come from the directive, then the header, then
// the default.
func TestContextOfAnOperation(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ query, variables, header, want string }{
		{`{hello}`, ``, ``, "da en"},
		{`{hello}`, ``, "en-GB,en;q=0.9", "en da"},
		{`{hello}`, ``, "???", "da en"},
		{`query @inContext(language: "en") {hello}`, ``, "nb-NO", "en da"},
		{`query @inContext(language: "EN-gb") {hello}`, ``, "", "en-GB en-001 en da"},
		{`query ($l: Language) @inContext(language: $l) {hello}`, `{"l":"nb"}`, "en", "nb da en"},
		{`query ($l: Language = "en") @inContext(language: $l) {hello}`, ``, "de", "en da"},
		{`query ($l: Language) @inContext(language: $l) {hello}`, ``, "de", "de da en"},
		{`query ($l: Language) @inContext(language: $l) {hello}`, `{"l":null}`, "de", "de da en"},
		{`{hello}`, ``, "nb-NO,nb;q=0.9,en;q=0.8", "nb da en"},
		{`query @inContext(preview: false) {hello}`, ``, "de", "de da en"},
	} {
		s := newService(t)
		var got string
		s.schema.resolvers["hello"] = func(ctx context.Context) (any, error) {
			got = strings.Join(strings.Fields(fmt.Sprint(resolve.OperationFrom(ctx).Languages)), " ")
			return "", nil
		}
		r := httptest.NewRequest("GET", get("query", test.query, "variables", test.variables), nil)
		r.Header.Set("Accept-Language", test.header)
		for range 2 { // the second time from the cache
			w := s.do(r)
			if got != "["+test.want+"]" {
				t.Errorf("%s %s %s: got %s, want %s\n%s", test.query, test.variables, test.header, got, test.want, w.Body)
			}
		}
	}
}

func TestBadLanguage(t *testing.T) {
	t.Parallel()
	const want = `{"errors":[{"message":"This is not a language tag such as da, en or nb-NO (BCP 47).","extensions":{"code":"BAD_INPUT","field":"language"}}]}`
	s := newService(t)
	for _, literal := range []string{`""`, `"!"`, `"danish"`, `"und"`, `7`, `["en"]`, `{a: 1}`, `"en-x` + strings.Repeat("-abcdefgh", 7) + `"`} {
		r := httptest.NewRequest("GET", get("query", `query @inContext(language: `+literal+`) {hello}`), nil)
		requireBody(t, s.do(r), 400, want)
	}
}

// TestLanguagesAreKept: parsed headers are cached.
func TestLanguagesAreKept(t *testing.T) {
	t.Parallel()
	c, err := newLanguageCache()
	if err != nil {
		t.Fatal(err)
	}
	if a, b := c.ofHeader("en,de;q=0.5"), c.ofHeader("en,de;q=0.5"); &a[0] != &b[0] {
		t.Error("a header is read twice")
	}
	a, errA := c.ofTag("en")
	b, errB := c.ofTag("en")
	if errA != nil || errB != nil || &a[0] != &b[0] {
		t.Error("a tag is read twice")
	}
	long := "en;q=0.5" + strings.Repeat(" ", 200)
	if a, b := c.ofHeader(long), c.ofHeader(long); &a[0] == &b[0] {
		t.Error("a long header is cached")
	}
	if _, err := c.ofTag("en,de"); err == nil {
		t.Error("a header is no tag")
	}
}
