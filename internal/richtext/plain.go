package richtext

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// plainWriter writes the words of a text.
type plainWriter struct {
	*reading
	b        bytes.Buffer
	emphasis int  // the current nesting
	cell     bool // in a cell of a table
}

func (w *plainWriter) node(n ast.Node, entering bool) (ast.WalkStatus, error) {
	switch n := n.(type) {
	case *ast.Text, *ast.CodeSpan, *ast.AutoLink, *ast.CodeBlock, *ast.FencedCodeBlock:
		if entering {
			w.words(n)
			return ast.WalkSkipChildren, nil
		}
	case *ast.Emphasis:
		w.emphasised(n, entering)
	case *lineBreak:
		if entering {
			w.b.WriteByte('\n')
		}
	case *extast.FootnoteLink:
		if entering {
			w.number(n.Index)
		}
	case *extast.Footnote:
		if entering {
			w.number(n.Index)
			w.b.WriteByte(' ')
		}
	case *extast.TableCell:
		if w.cell = entering; entering && n.PreviousSibling() != nil {
			w.b.WriteString(" | ")
		}
		return ast.WalkContinue, nil
	}
	if !entering && n.Type() == ast.TypeBlock && !bytes.HasSuffix(w.b.Bytes(), []byte("\n")) {
		w.b.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

// number writes a reference to a footnote.
func (w *plainWriter) number(index int) { w.b.WriteString("[" + strconv.Itoa(index) + "]") }

func (w *plainWriter) words(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		piece := n.Segment.Value(w.source)
		if !n.IsRaw() {
			piece = unescaped(piece)
		}
		w.b.Write(piece)
		switch {
		case n.HardLineBreak():
			w.b.WriteByte('\n')
		case n.SoftLineBreak():
			w.b.WriteByte(' ')
		}
	case *ast.CodeSpan:
		w.b.Write(w.code(n, w.cell))
	case *ast.AutoLink:
		_, label, ok := w.autoAddress(n)
		if !ok {
			label = "<" + label + ">"
		}
		w.b.WriteString(label)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		w.b.Write(n.Lines().Value(w.source))
	}
	if n.Type() == ast.TypeBlock && !bytes.HasSuffix(w.b.Bytes(), []byte("\n")) {
		w.b.WriteByte('\n')
	}
}

// emphasised writes the characters of emphasis that is nested too deeply.
func (w *plainWriter) emphasised(n *ast.Emphasis, entering bool) {
	if entering {
		w.emphasis++
	}
	if w.emphasis > MaxDepth {
		w.b.Write(bytes.Repeat(w.source[n.Pos():n.Pos()+1], n.Level))
	}
	if !entering {
		w.emphasis--
	}
}
