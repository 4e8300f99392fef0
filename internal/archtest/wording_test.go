package archtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// publicTexts are the texts that people read, as patterns for git ls-files: docs, the schema,
// and Go files for their messages, help and comments.
var publicTexts = []string{"*.md", "schema.graphqls", "graph/schema/*.graphqls", "*.go"}

// unread are files among them that no one reads as text, or that record the past.
var unread = []string{
	"spikes/",                       // experiments that led to decisions
	"data/seed/",                    // content
	"_gen.go", "graph/internal/gen", // generated
	"internal/archtest/wording", // has the phrases
	"playground/dist/",          // built
}

// silent are files whose comments are read, but not their strings.
var silent = []string{
	"_test.go",                    // for developers
	"content/contenttest/",        // for tests
	"internal/feed/feedtest/",     // for tests
	"bench/relevance/",            // texts and queries of the suite
	"internal/search/language.go", // word lists
}

// TestWording: texts use the field's terms.
func TestWording(t *testing.T) {
	t.Parallel()
	const root = "../.."
	list := exec.Command("git", append([]string{"ls-files", "--"}, publicTexts...)...)
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	in := func(name string, some []string) bool {
		return slices.ContainsFunc(some, func(part string) bool { return strings.Contains(name, part) })
	}
	read := map[string]int{}
	for _, name := range strings.Fields(string(out)) {
		if in(name, unread) {
			continue
		}
		source, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		texts := []string{string(source)}
		if strings.HasSuffix(name, ".go") {
			texts = texts[:0]
			for _, part := range []func(string, []byte) (string, error){Comments, Messages} {
				text, err := part(name, source)
				if err != nil {
					t.Fatal(err)
				}
				texts = append(texts, text)
			}
			if in(name, silent) {
				texts = texts[:1]
			}
		}
		for _, text := range texts {
			read[filepath.Ext(name)]++
			for _, found := range Misworded(text) {
				t.Errorf("%s:%s", name, found)
			}
		}
	}
	if read[".md"] < 50 || read[".graphqls"] < 20 || read[".go"] < 1200 {
		t.Errorf("only %v texts were read", read)
	}
}

func TestMisworded(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The answer is kept.":            `1: "The answer": write response`,
		"A line.\nIt is made anew.":      `2: "anew": write again, or the verb with re-: rebuilt, rewritten`,
		"It answers in 5 ms.":            "",
		"The response is cached.":        "",
		"The file is to be uploaded.":    `1: "is to be": write must be, or will be`,
		"What is asked for is returned.": `1: "is asked for": write the request, or requested`,
	} {
		if got := strings.Join(Misworded(text), "\n"); got != want {
			t.Errorf("%q: %q instead of %q", text, got, want)
		}
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	const source = "package a\n\n// A comment is no message.\nvar x, y = \"two words\", \"three whole words\"\n\ntype T struct {\n\tF int `help:\"Fields of a tag.\"`\n}\n"
	got, err := Messages("a.go", []byte(source))
	if want := "\n\n\nthree whole words \n\n\nhelp:\"Fields of a tag.\" \n\n"; err != nil || got != want {
		t.Errorf("%q, %v instead of %q", got, err, want)
	}
}

func TestComments(t *testing.T) {
	t.Parallel()
	const source = "package a\n\n// mend is a name: it would be\n// taken\n// out otherwise.\nvar mend = \"no comment\" // of theirs\n"
	got, err := Comments("a.go", []byte(source))
	if want := "\n\nis a name: it would be taken out otherwise.\n\n\nof theirs\n"; err != nil || got != want {
		t.Fatalf("%q, %v instead of %q", got, err, want)
	}
	if found := Misworded(got); len(found) != 2 {
		t.Errorf("found %q", found)
	}
}
