package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// Phrase is a wording that texts avoid, with the one to use instead.
type Phrase struct {
	Pattern *regexp.Regexp
	Instead string
}

// Phrases returns the wordings that docs, schema descriptions, command line help
// and messages avoid, so that a reader who sees a text once understands it.
func Phrases() []Phrase { return phrases }

var phrases = func() (all []Phrase) {
	for _, p := range [][2]string{
		{`\banew\b`, "again, or the verb with re-: rebuilt, rewritten"},
		{`\b(is|are|was|were) to be\b`, "must be, or will be"},
		{`\b(an|the|this|that|its|each|every|no|whole|same|kept|cached|public|first|last|of|in|with|without|from|keep|keeps) answers?\b`, "response"},
		{`\banswers (of|to|that|which|with|are|is|by|may|come|go)\b`, "responses"},
		{`\bwhere (it|nothing|one) (doesn't say|does not say|is said|says nothing)\b`, "default"},
		{`\b(is|are|was|were) asked for\b`, "the request, or requested"},
		{`\btold of\b`, "reported, or notified"},
		{`\b(so that|by) nobody\b`, "so that no one, or the positive statement"},
		{`\b(for|of) whom\b`, "a sentence with who"},
		{`\bof theirs\b`, "their"},
		{`\bwho ever\b|\bwhoever\b`, "anyone who, or a noun"},
		{`\bmend(s|ed|ing)?\b`, "fix, or correct"},
		{`\btak(e|es|en) (away|out)\b`, "remove, or delete"},
		{`\btak(e|es|en) in\b`, "accept, or add"},
		{`\bdon't take it apart\b`, "do not parse it"},
		{`\b(is|are) dear\b`, "is expensive"},
		{`\bgoes before\b`, "overrides, or takes precedence over"},
		{`\bcut off\b`, "interrupted, or incomplete"},
		{`\btells? (whether|if)\b`, "reports whether"},
	} {
		all = append(all, Phrase{regexp.MustCompile(`(?i)` + p[0]), p[1]})
	}
	return all
}()

// Misworded returns the places in a text that have one of the phrases: the line,
// counted from 1, and what to write.
func Misworded(text string) (found []string) {
	for i, line := range strings.Split(text, "\n") {
		for _, p := range phrases {
			if hit := p.Pattern.FindString(line); hit != "" {
				found = append(found, fmt.Sprintf("%d: %q: write %s", i+1, hit, p.Instead))
			}
		}
	}
	return found
}

// Messages returns the texts in a Go source file that people may read, one on each
// line as in the file: string literals of at least three words, struct tags included.
func Messages(name string, source []byte) (string, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, 0)
	if err != nil {
		return "", err
	}
	lines := make([]string, strings.Count(string(source), "\n")+1)
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		const words = 3
		if text, err := strconv.Unquote(literal.Value); err == nil && len(strings.Fields(text)) >= words {
			at := files.Position(literal.Pos()).Line
			for i, line := range strings.Split(text, "\n") {
				if at-1+i < len(lines) {
					lines[at-1+i] += line + " "
				}
			}
		}
		return true
	})
	return strings.Join(lines, "\n"), nil
}

// Comments returns the texts of the comments in a Go source file, each on the line on which it
// begins, so that a phrase is found across lines. A first word that the file declares is left
// out: it is a name.
func Comments(name string, source []byte) (string, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.ParseComments)
	if err != nil {
		return "", err
	}
	declared := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok {
			declared[ident.Name] = true
		}
		return true
	})
	lines := make([]string, strings.Count(string(source), "\n")+1)
	for _, comment := range file.Comments {
		words := strings.Fields(comment.Text())
		if len(words) > 0 && declared[words[0]] {
			words = words[1:]
		}
		lines[files.Position(comment.Pos()).Line-1] += strings.Join(words, " ")
	}
	return strings.Join(lines, "\n"), nil
}
