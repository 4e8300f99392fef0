package richtext

import (
	"bytes"
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// Options describe the context in which a text is shown.
type Options struct {
	// Website is the URL against which relative links are resolved: "https://example.org/". If
	// it is empty, relative links are dropped.
	Website string
	// Language is the BCP 47 tag of the text's language. Labels for screen readers are in
	// Danish in a Danish text, otherwise in English.
	Language string
}

// HTML converts Markdown to HTML that is safe to put into a page: no scripts, no styles, and
// nothing that a browser would fetch (promise 2). It is empty if the text shows nothing. The
// only error is that of the context, when it is done.
func HTML(ctx context.Context, markdown string, o Options) (string, error) {
	if isPlain(markdown) {
		var b bytes.Buffer
		b.WriteString("<p>")
		writeEscaped(&b, []byte(strings.TrimRight(markdown, " ")))
		b.WriteString("</p>")
		return b.String(), nil
	}
	r, err := read(ctx, markdown)
	if err != nil {
		return "", err
	}
	w := &htmlWriter{reading: r, options: o}
	w.b.Grow(len(r.source) + len(r.source)/2)
	if err := ast.Walk(r.root, w.node); err != nil {
		return "", err
	}
	return string(bytes.TrimSpace(w.b.Bytes())), nil
}

// Plain returns the words of a Markdown text, one block per line, with its footnotes at the
// end. It is empty if the text has no words. The only error is that of the context, when it is
// done.
func Plain(ctx context.Context, markdown string) (string, error) {
	if isPlain(markdown) {
		return strings.TrimSpace(markdown), nil
	}
	r, err := read(ctx, markdown)
	if err != nil {
		return "", err
	}
	w := &plainWriter{reading: r}
	w.b.Grow(len(r.source))
	if err := ast.Walk(r.root, w.node); err != nil {
		return "", err
	}
	return string(bytes.TrimSpace(w.b.Bytes())), nil
}

// isPlain reports whether a text is one paragraph of only words, as most short ones are:
// parsing it would take a hundred times as long as this check.
func isPlain(markdown string) bool {
	first, _ := utf8.DecodeRuneInString(markdown)
	return unicode.IsLetter(first) && !strings.ContainsAny(markdown, "*_[]<>&\\`\n\r\t\v\f\x00") && utf8.ValidString(markdown)
}
