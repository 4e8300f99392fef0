package main

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"lectern/content/locale"
)

// readersOnly has the beginnings of sentences in the readers' half that do not apply to drafts
// and inputs: a draft's field is null until it is written, and an editor also sees what is not
// public.
var readersOnly = []string{"Null ", "Only public ", "For readers, "}

var sentenceEnd = regexp.MustCompile(`\.\s+`)

// editorsText returns a description of the readers' half without the sentences
// that apply to readers only.
func editorsText(description string) string {
	var kept []string
	for _, sentence := range sentences(description) {
		if !slices.ContainsFunc(readersOnly, func(prefix string) bool { return strings.HasPrefix(sentence, prefix) }) {
			kept = append(kept, sentence)
		}
	}
	return strings.Join(kept, " ")
}

// sentences splits a description after each full stop, also one in an
// abbreviation: joined with spaces, they are the description on one line.
func sentences(description string) []string {
	line := strings.Join(strings.Fields(description), " ")
	var all []string
	for {
		end := sentenceEnd.FindStringIndex(line)
		if end == nil {
			return append(all, line)
		}
		all = append(all, line[:end[0]+1])
		line = line[end[1]:]
	}
}

// rulesText returns the rules that the rule tag of a struct field declares. It begins with a
// space, or is empty.
func rulesText(f reflect.StructField) string {
	t := f.Type
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && t != reflect.TypeFor[locale.Text]() {
		t = t.Elem()
	}
	text := t.Kind() == reflect.String || t == reflect.TypeFor[locale.Text]() || t == reflect.TypeFor[locale.RichText]()
	var b strings.Builder
	for rule := range strings.SplitSeq(f.Tag.Get("rule"), ",") {
		name, value, _ := strings.Cut(rule, "=")
		switch {
		case name == "required":
			b.WriteString(" Required for publishing.")
		case name == "max" && text:
			fmt.Fprintf(&b, " At most %s characters.", value)
		case name == "min":
			fmt.Fprintf(&b, " At least %s.", value)
		}
	}
	return b.String()
}

const (
	longestLine = 120 // of a description in one line
	wrapAt      = 92  // of a longer one, in a block
)

// described returns a description as it precedes a definition.
func described(text, indent string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(indent)+len(text) <= longestLine {
		return indent + `"` + strings.ReplaceAll(text, `"`, `\"`) + `"` + "\n"
	}
	return indent + `"""` + "\n" + wrapped(text, indent) + indent + `"""` + "\n"
}

// wrapped breaks a text into lines between words.
func wrapped(text, indent string) string {
	var b strings.Builder
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(indent)+len(line)+1+len(word) > wrapAt {
			b.WriteString(indent + line + "\n")
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	b.WriteString(indent + line + "\n")
	return b.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
