package richtext

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// table writes a table. For screen readers, the non-empty cells of its first row are headers of
// their columns. The alignment of a column is a class, since texts have no styles.
func (w *htmlWriter) table(n ast.Node, entering bool) {
	switch n := n.(type) {
	case *extast.Table:
		if !entering && n.FirstChild() != n.LastChild() {
			w.b.WriteString("</tbody>\n")
		}
		w.element("table", entering)
		w.b.WriteByte('\n')
	case *extast.TableHeader:
		w.header = entering
		if entering {
			w.b.WriteString("<thead>\n<tr>\n")
			return
		}
		w.b.WriteString("</tr>\n</thead>\n")
		if n.NextSibling() != nil {
			w.b.WriteString("<tbody>\n")
		}
	case *extast.TableRow:
		w.element("tr", entering)
		w.b.WriteByte('\n')
	case *extast.TableCell:
		w.tableCell(n, entering)
	}
}

func (w *htmlWriter) tableCell(n *extast.TableCell, entering bool) {
	w.cell = entering
	name, scope := "td", ""
	if w.header && n.FirstChild() != nil {
		name, scope = "th", ` scope="col"`
	}
	if !entering {
		w.element(name, false)
		w.b.WriteByte('\n')
		return
	}
	w.b.WriteString("<" + name + scope)
	if n.Alignment != extast.AlignNone {
		w.b.WriteString(` class="align-` + n.Alignment.String() + `"`)
	}
	w.b.WriteByte('>')
}
