package graph

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChecker(t *testing.T) {
	t.Parallel()
	c := NewChecker()
	for text, want := range map[string]Fault{
		"{ viewer { name } }":                                {1, 1, "The operation has no name."},
		"# why\n\nquery { viewer { name } }":                 {3, 1, "The operation has no name."},
		"query A { viewer { name } } query B { __typename }": {1, 1, "A document must have exactly one operation."},
		"fragment F on Viewer { name }":                      {},
		"query A {\n  viewer {\n    nam\n  }\n}":             {Line: 3, Column: 5},
		"query A {":                                          {Line: 1, Column: 10},
		"":                                                   {},
	} {
		name, faults := c.Check(text)
		if name != "" || len(faults) == 0 {
			t.Errorf("%q: %q, %v", text, name, faults)
			continue
		}
		got := faults[0]
		if want.Message == "" {
			got.Message = ""
		}
		if want != (Fault{}) && got != want {
			t.Errorf("%q: %v", text, faults)
		}
	}
	many := "query Many {" + strings.Repeat(" viewer { name }", 21) + "}"
	if name, faults := c.Check(many); name != "Many" || len(faults) > 0 {
		t.Errorf("%q, %v", name, faults)
	}
	if faults := c.TooMuch(many); len(faults) != 1 || !strings.Contains(faults[0].Message, "21 root fields") {
		t.Errorf("%v", faults)
	}
	files, _ := filepath.Glob(filepath.Join("..", "clients", "*", "*.graphql"))
	if len(files) < 50 {
		t.Fatalf("there are %d operations", len(files))
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if name, faults := c.Check(string(b)); name == "" || len(faults) > 0 {
			t.Errorf("%s: %q, %v", file, name, faults)
		}
		if faults := c.TooMuch(string(b)); len(faults) > 0 {
			t.Errorf("%s: %v", file, faults)
		}
	}
}
