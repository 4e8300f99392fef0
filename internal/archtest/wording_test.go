package archtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// publicTexts are the texts that people read without the code, as patterns for git
// ls-files: docs, the schema, and Go files for their messages and help.
var publicTexts = []string{"*.md", "schema.graphqls", "graph/schema/*.graphqls", "*.go"}

// unread are files among them that nobody reads as text, or that record the past.
var unread = []string{
	"spikes/",                       // experiments that led to decisions
	"data/seed/",                    // content
	"_test.go",                      // for developers
	"_gen.go", "graph/internal/gen", // generated
	"internal/archtest/wording",   // has the phrases
	"content/contenttest/",        // for tests
	"internal/feed/feedtest/",     // for tests
	"bench/relevance/",            // texts and queries that are searched for
	"internal/search/language.go", // word lists
	"playground/dist/",            // built
}

// TestWording: public texts use the field's terms.
func TestWording(t *testing.T) {
	t.Parallel()
	const root = "../.."
	list := exec.Command("git", append([]string{"ls-files", "--"}, publicTexts...)...)
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	read := 0
files:
	for _, name := range strings.Fields(string(out)) {
		for _, part := range unread {
			if strings.Contains(name, part) {
				continue files
			}
		}
		source, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		text := string(source)
		if strings.HasSuffix(name, ".go") {
			if text, err = Messages(name, source); err != nil {
				t.Fatal(err)
			}
		}
		read++
		for _, found := range Misworded(text) {
			t.Errorf("%s:%s", name, found)
		}
	}
	if read < 300 {
		t.Errorf("only %d files were read", read)
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
