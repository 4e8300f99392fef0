package richtext

import (
	"bytes"
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// htmlWriter writes a text as HTML. It knows every element.
type htmlWriter struct {
	*reading
	options  Options
	b        bytes.Buffer
	emphasis int    // the current nesting
	header   bool   // in the header of a table
	cell     bool   // in a cell of a table
	prefix   string // of the ids of footnotes; empty until there is one
}

// node writes what precedes and follows the content of a node.
func (w *htmlWriter) node(n ast.Node, entering bool) (ast.WalkStatus, error) {
	switch n := n.(type) {
	case *ast.Text, *ast.CodeSpan, *ast.CodeBlock, *ast.FencedCodeBlock:
		if entering {
			w.words(n)
		}
		return ast.WalkSkipChildren, nil
	case *ast.Heading:
		w.element("h"+strconv.Itoa(n.Level), entering)
		w.lineAfter(entering)
	case *ast.Paragraph:
		w.element("p", entering)
		w.lineAfter(entering)
	case *ast.TextBlock:
		if !entering && n.NextSibling() != nil && n.FirstChild() != nil {
			w.b.WriteByte('\n')
		}
	case *ast.Blockquote:
		w.element("blockquote", entering)
		w.b.WriteByte('\n')
	case *ast.List:
		w.list(n, entering)
	case *ast.ListItem:
		w.item(n, entering)
	case *ast.ThematicBreak:
		if entering {
			w.b.WriteString("<hr>\n")
		}
	default:
		w.inline(n, entering)
	}
	return ast.WalkContinue, nil
}

// inline writes the nodes inside paragraphs, and tables and footnotes.
func (w *htmlWriter) inline(n ast.Node, entering bool) {
	switch n := n.(type) {
	case *ast.Emphasis:
		w.emphasised(n, entering)
	case *ast.Link:
		if address, ok := w.options.address(string(unescaped(n.Destination))); ok {
			w.link(address, unescaped(n.Title), entering)
		}
	case *ast.AutoLink:
		if entering {
			w.autoLink(n)
		}
	case *lineBreak:
		if entering {
			w.b.WriteString("<br>\n")
		}
	case *extast.Table, *extast.TableHeader, *extast.TableRow, *extast.TableCell:
		w.table(n, entering)
	case *extast.FootnoteLink, *extast.FootnoteList, *extast.Footnote, *extast.FootnoteBacklink:
		w.note(n, entering)
	}
}

func (w *htmlWriter) element(name string, entering bool) {
	if entering {
		w.b.WriteString("<" + name + ">")
	} else {
		w.b.WriteString("</" + name + ">")
	}
}

func (w *htmlWriter) lineAfter(entering bool) {
	if !entering {
		w.b.WriteByte('\n')
	}
}

func (w *htmlWriter) list(n *ast.List, entering bool) {
	name := "ul"
	if n.IsOrdered() {
		name = "ol"
	}
	if entering && n.IsOrdered() && n.Start != 1 {
		w.b.WriteString(`<ol start="` + strconv.Itoa(n.Start) + `">`)
	} else {
		w.element(name, entering)
	}
	w.b.WriteByte('\n')
}

func (w *htmlWriter) item(n *ast.ListItem, entering bool) {
	w.element("li", entering)
	if _, tight := n.FirstChild().(*ast.TextBlock); !entering || n.FirstChild() != nil && !tight {
		w.b.WriteByte('\n')
	}
}

// words writes text, or code.
func (w *htmlWriter) words(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		piece := n.Segment.Value(w.source)
		if !n.IsRaw() {
			piece = unescaped(piece)
		}
		writeEscaped(&w.b, piece)
		switch {
		case n.HardLineBreak():
			w.b.WriteString("<br>\n")
		case n.SoftLineBreak():
			w.b.WriteByte('\n')
		}
	case *ast.CodeSpan:
		w.b.WriteString("<code>")
		writeEscaped(&w.b, w.code(n, w.cell))
		w.b.WriteString("</code>")
	case *ast.FencedCodeBlock:
		w.b.WriteString("<pre><code")
		if language := string(n.Language(w.source)); codeLanguage.MatchString(language) {
			w.b.WriteString(` class="language-` + language + `"`)
		}
		w.b.WriteByte('>')
		writeEscaped(&w.b, n.Lines().Value(w.source))
		w.b.WriteString("</code></pre>\n")
	case *ast.CodeBlock:
		w.b.WriteString("<pre><code>")
		writeEscaped(&w.b, n.Lines().Value(w.source))
		w.b.WriteString("</code></pre>\n")
	}
}

var codeLanguage = regexp.MustCompile(`^[a-zA-Z0-9_+#.-]{1,40}$`)

// code returns the text of a code span, on one line. In a table "\|" is a bar there too.
func (r *reading) code(n *ast.CodeSpan, inTable bool) []byte {
	var code []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			code = append(code, t.Segment.Value(r.source)...)
		}
	}
	code = bytes.ReplaceAll(code, []byte("\n"), []byte(" "))
	if inTable {
		code = bytes.ReplaceAll(code, []byte(`\|`), []byte("|"))
	}
	return code
}

// emphasised writes emphasis; as it was typed if it is nested too deeply.
func (w *htmlWriter) emphasised(n *ast.Emphasis, entering bool) {
	name := "em"
	if n.Level == 2 {
		name = "strong"
	}
	if entering {
		w.emphasis++
	}
	if w.emphasis > MaxDepth {
		w.b.Write(bytes.Repeat(w.source[n.Pos():n.Pos()+1], n.Level))
	} else {
		w.element(name, entering)
	}
	if !entering {
		w.emphasis--
	}
}

func (w *htmlWriter) link(address string, title []byte, entering bool) {
	if !entering {
		w.b.WriteString("</a>")
		return
	}
	w.b.WriteString(`<a href="`)
	writeEscaped(&w.b, []byte(address))
	if len(title) > 0 {
		w.b.WriteString(`" title="`)
		writeEscaped(&w.b, title)
	}
	w.b.WriteString(`" rel="` + linkRel + `">`)
}

// autoLink writes a URL in angle brackets; as it was typed if it is not a link.
func (w *htmlWriter) autoLink(n *ast.AutoLink) {
	address, label, ok := w.autoAddress(n)
	if !ok {
		writeEscaped(&w.b, []byte("<"+label+">"))
		return
	}
	w.link(address, nil, true)
	writeEscaped(&w.b, []byte(label))
	w.link("", nil, false)
}

// autoAddress returns the URL and the text of a link in angle brackets; false if it is not a
// link.
func (r *reading) autoAddress(n *ast.AutoLink) (address, label string, ok bool) {
	label = string(n.Label(r.source))
	address = label
	if n.AutoLinkType == ast.AutoLinkEmail {
		address = "mailto:" + label
	}
	address, ok = (&Options{}).address(address)
	return address, label, ok
}
