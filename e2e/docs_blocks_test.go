package e2e_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// block is a fenced block of a document.
type block struct {
	line     int
	language string
	words    []string       // of the info string, behind the language
	with     map[string]any // variables of an operation, at the end of the info string
	text     string
}

// has reports whether the info string has a word.
func (b *block) has(word string) bool { return slices.Contains(b.words, word) }

// file returns the name behind file=, under which a reader of the document saves the block; ""
// if there is none.
func (b *block) file() string {
	for _, w := range b.words {
		if name, ok := strings.CutPrefix(w, "file="); ok {
			return name
		}
	}
	return ""
}

var fence = regexp.MustCompile("^( *)```(.*)$")

// blocksOf returns the fenced blocks of a document in their order, and the text without them.
func blocksOf(document string) (blocks []*block, prose string, err error) {
	var open *block
	var indent string
	var left strings.Builder
	for i, line := range strings.Split(document, "\n") {
		found := fence.FindStringSubmatch(line)
		switch {
		case open == nil && found == nil:
			left.WriteString(line + "\n")
		case open == nil:
			indent, open = found[1], &block{line: i + 1}
			if err := open.read(found[2]); err != nil {
				return nil, "", fmt.Errorf("line %d: %w", i+1, err)
			}
		case found != nil && found[2] == "":
			blocks, open = append(blocks, open), nil
		default:
			open.text += strings.TrimPrefix(line, indent) + "\n"
		}
	}
	if open != nil {
		return nil, "", fmt.Errorf("line %d: the block has no end", open.line)
	}
	return blocks, left.String(), nil
}

// read parses an info string: `graphql editor {"slug": "panel"}`.
func (b *block) read(info string) error {
	info, variables, found := strings.Cut(info, "{")
	if found {
		if err := json.Unmarshal([]byte("{"+variables), &b.with); err != nil {
			return fmt.Errorf("variables: %w", err)
		}
	}
	words := strings.Fields(info)
	if len(words) > 0 {
		b.language, b.words = words[0], words[1:]
	}
	return nil
}

var severalMarks = regexp.MustCompile("````[^\n]*?````|``[^`\n]+``")

var inlineCode = regexp.MustCompile("`([^`\n]+)`")

// spansOf returns the code spans in the text of a document, except those with several
// backticks, which show backticks themselves.
func spansOf(prose string) (spans []string) {
	for _, found := range inlineCode.FindAllStringSubmatch(severalMarks.ReplaceAllString(prose, ""), -1) {
		spans = append(spans, found[1])
	}
	return spans
}

// agrees reports whether a value equals the one in a document, in which … stands for any text.
// It returns the path of the first difference.
func agrees(shown, got any, path string) (difference string, ok bool) {
	switch shown := shown.(type) {
	case map[string]any:
		values, isObject := got.(map[string]any)
		if !isObject || len(values) != len(shown) {
			return path, false
		}
		for name, value := range shown {
			other, there := values[name]
			if !there {
				return path + "." + name, false
			}
			if difference, ok := agrees(value, other, path+"."+name); !ok {
				return difference, false
			}
		}
		return "", true
	case []any:
		values, isList := got.([]any)
		if !isList || len(values) != len(shown) {
			return path, false
		}
		for i, value := range shown {
			if difference, ok := agrees(value, values[i], fmt.Sprintf("%s.%d", path, i)); !ok {
				return difference, false
			}
		}
		return "", true
	case string:
		text, isText := got.(string)
		before, after, elided := strings.Cut(shown, "…")
		if !isText || !elided && text != shown || !strings.HasPrefix(text, before) || !strings.HasSuffix(text, after) {
			return path, false
		}
		return "", true
	}
	return path, shown == got
}
