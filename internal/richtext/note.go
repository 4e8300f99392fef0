package richtext

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// backArrow is shown as text and not as a picture.
const backArrow = "\u21A9\uFE0E"

// note writes footnotes: numbers in the text, which link to the notes at its end, and links
// from each note back to its references. The roles are those of DPUB-ARIA.
func (w *htmlWriter) note(n ast.Node, entering bool) {
	switch n := n.(type) {
	case *extast.FootnoteLink:
		if entering {
			fmt.Fprintf(&w.b, `<sup><a href="#%s" id="%s" role="doc-noteref">%d</a></sup>`, w.noteID(n.Index), w.referenceID(n.Index, n.RefIndex), n.Index)
		}
	case *extast.FootnoteList:
		if entering {
			w.b.WriteString(`<section role="doc-endnotes" aria-label="` + w.label("Noter", "Notes") + "\">\n<ol>\n")
		} else {
			w.b.WriteString("</ol>\n</section>\n")
		}
	case *extast.Footnote:
		if entering {
			w.b.WriteString(`<li id="` + w.noteID(n.Index) + "\">\n")
		} else {
			w.b.WriteString("</li>\n")
		}
	case *extast.FootnoteBacklink:
		if !entering {
			return
		}
		label, number := w.label("Tilbage til henvisning", "Back to reference"), strconv.Itoa(n.Index)
		if n.RefCount > 1 {
			number += "." + strconv.Itoa(n.RefIndex+1)
		}
		fmt.Fprintf(&w.b, ` <a href="#%s" role="doc-backlink" aria-label="%s %s">%s</a>`, w.referenceID(n.Index, n.RefIndex), label, number, backArrow)
	}
}

func (w *htmlWriter) noteID(index int) string { return w.idPrefix() + strconv.Itoa(index) }

func (w *htmlWriter) referenceID(index, reference int) string {
	return w.noteID(index) + "-" + strconv.Itoa(reference+1)
}

// idPrefix distinguishes the footnotes of several texts on a page. It is deterministic.
func (w *htmlWriter) idPrefix() string {
	if w.prefix == "" {
		hash := fnv.New32a()
		_, _ = hash.Write(w.source) // it never fails
		w.prefix = fmt.Sprintf("note-%08x-", hash.Sum32())
	}
	return w.prefix
}

// label returns a text for screen readers in the language of the text.
func (w *htmlWriter) label(danish, english string) string {
	if base, _, _ := strings.Cut(w.options.Language, "-"); base == "da" {
		return danish
	}
	return english
}
