// Package richtext renders texts in Markdown (CommonMark): as HTML that is safe
// to put into a page, and as plain text. It must not know what the texts are of.
package richtext

import (
	"bufio"
	"bytes"
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// linkRel keeps the page that a link opens from reaching back to ours, and from
// learning where the reader came from.
const linkRel = "noopener noreferrer"

var (
	// commonMark reads Markdown and writes it as HTML, without the HTML that it holds.
	commonMark = goldmark.New(goldmark.WithParserOptions(
		parser.WithASTTransformers(util.Prioritized(harmless{}, 0)),
	))
	// sanitiser lets through what commonMark makes, and no more: should that ever
	// err, nothing gets past here. Both are safe for use by several goroutines.
	sanitiser = newSanitiser()
)

func newSanitiser() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "em", "strong", "code", "pre")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + linkRel + "$")).OnElements("a")
	p.AllowURLSchemes("https", "http", "mailto", "tel")
	p.RequireParseableURLs(true)
	return p
}

// HTML is Markdown as HTML that is safe to put into a page: no scripts, no
// styles, nothing that a browser would fetch (promise 2).
func HTML(markdown string) (string, error) {
	var b bytes.Buffer
	if err := commonMark.Convert([]byte(markdown), &b); err != nil {
		return "", fmt.Errorf("richtext: rendering Markdown: %w", err)
	}
	return strings.TrimSpace(sanitiser.SanitizeReader(&b).String()), nil
}

// harmless changes a parsed text so that reading it tells nobody: links carry
// linkRel, and in place of each image stands what it shows.
type harmless struct{}

// Transform is called by goldmark after it has parsed a text.
func (harmless) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var images []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.(type) {
		case *ast.Link, *ast.AutoLink:
			n.SetAttributeString("rel", []byte(linkRel))
		case *ast.Image:
			if entering {
				images = append(images, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, image := range images {
		parent := image.Parent()
		for child := image.FirstChild(); child != nil; child = image.FirstChild() {
			parent.InsertBefore(parent, image, child)
		}
		parent.RemoveChild(parent, image)
	}
}

// Plain is the words of a text in Markdown, one block per line.
func Plain(markdown string) string {
	if isPlain(markdown) {
		return strings.TrimSpace(markdown)
	}
	source := []byte(markdown)
	var b strings.Builder
	_ = ast.Walk(commonMark.Parser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if entering {
				writePlain(&b, n, source)
			}
		case *ast.AutoLink:
			if entering {
				b.Write(n.Label(source))
			}
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			if entering {
				b.Write(n.Lines().Value(source))
			}
		}
		if !entering && n.Type() == ast.TypeBlock && !strings.HasSuffix(b.String(), "\n") {
			b.WriteByte('\n')
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// isPlain tells whether a text is a paragraph of words alone, as most short ones
// are: to parse it would take a hundred times as long as to look.
func isPlain(markdown string) bool {
	first, _ := utf8.DecodeRuneInString(markdown)
	return unicode.IsLetter(first) && !strings.ContainsAny(markdown, "*_[]<>&\\`\n\r\t\x00") && utf8.ValidString(markdown)
}

// writePlain writes a piece of text with its escapes and entities resolved.
func writePlain(b *strings.Builder, n *ast.Text, source []byte) {
	piece := n.Segment.Value(source)
	if _, code := n.Parent().(*ast.CodeSpan); code || n.IsRaw() {
		b.Write(piece)
	} else {
		var escaped bytes.Buffer
		w := bufio.NewWriter(&escaped)
		goldmarkhtml.DefaultWriter.Write(w, piece)
		_ = w.Flush() // into memory: it can't fail
		b.WriteString(html.UnescapeString(escaped.String()))
	}
	switch {
	case n.HardLineBreak():
		b.WriteByte('\n')
	case n.SoftLineBreak():
		b.WriteByte(' ')
	}
}
