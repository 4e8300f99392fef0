package archtest

import (
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// maxSteps bounds each of the two lists of steps in docs/architecture.md.
const maxSteps = 15

// TestFollowed checks the two lists of steps in docs/architecture.md: each function or type
// that a step names as `package.Name` or `package.Type.Method` is declared.
func TestFollowed(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	packages, err := Load(".")
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	for _, p := range packages {
		for _, name := range p.Declared {
			declared[p.Name+"."+name] = true
		}
	}
	for _, title := range []string{"A slug, from GET to bytes", "A title, from mutation to feed"} {
		_, section, found := strings.Cut(string(text), "\n## "+title+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		steps := regexp.MustCompile(`(?m)^\d+\. .*`).FindAllString(section, -1)
		if !found || len(steps) == 0 || len(steps) > maxSteps {
			t.Errorf("%q has %d steps, not 1 to %d", title, len(steps), maxSteps)
		}
		for _, step := range steps {
			for _, span := range regexp.MustCompile("`([a-z]+(?:\\.[A-Za-z]+)+)`").FindAllStringSubmatch(step, -1) {
				if !declared[span[1]] {
					t.Errorf("%q names %s, which is not declared", title, span[1])
				}
			}
		}
	}
}

// TestDeclared checks which declarations Load finds in a file.
func TestDeclared(t *testing.T) {
	t.Parallel()
	tree, err := parser.ParseFile(token.NewFileSet(), "a.go", "package a\n\ntype T struct{}\n\nfunc (t *T) do() {}\n\nfunc New() *T { return nil }\n\nfunc (l list[E]) Len() int { return 0 }\n\ntype list[E any] []E\n", 0)
	if err != nil {
		t.Fatal(err)
	}
	got := declared(tree)
	slices.Sort(got)
	if want := []string{"New", "T", "T.do", "list", "list.Len"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}
