package richtext

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// Fault is something in a text that readers do not see as intended.
type Fault struct {
	Kind   Kind
	Line   int    // from 1
	Column int    // of the first character in the line, from 1
	Text   string // the text at fault, shortened, on one line

	start, end int // the range in the source
}

// Kind is the kind of a fault.
type Kind uint8

// The kinds of faults.
const (
	TooDeep       Kind = iota + 1 // more than MaxDepth nested quotes, lists, brackets or emphases: the inner ones are shown as text
	TooManyMarks                  // more than MaxMarks characters of Markdown in one paragraph: the rest is shown as text
	CommentHidden                 // an HTML comment is not shown
	TagShown                      // an HTML tag is shown as it was typed
	PictureHidden                 // a picture is shown as its alternative text
	LinkDropped                   // a link is shown as its words
	AddressUnused                 // a link reference that the text does not use, or a second one with its label
	NoteUnused                    // a footnote that the text does not refer to, or a second one with its name
	CellsHidden                   // table cells beyond the columns are not shown
)

// Faults returns the first faults of a text, in the order of the text. The only error is that
// of the context, when it is done.
func Faults(ctx context.Context, markdown string, o Options) ([]Fault, error) {
	if isPlain(markdown) {
		return nil, nil
	}
	r := newReading(ctx, markdown)
	r.linting = true
	if err := r.parse(); err != nil {
		return nil, err
	}
	l := &linter{reading: r, options: o, used: map[string]bool{}, defined: map[string]bool{}}
	if err := ast.Walk(r.root, l.node); err != nil {
		return nil, err
	}
	l.unused()
	return r.faults(), nil
}

// fault records a fault at the source from start to before end.
func (r *reading) fault(kind Kind, start, end int) {
	if r.linting {
		r.found = append(r.found, Fault{Kind: kind, start: start, end: end})
	}
}

// maxFaults is the maximum number of faults that are reported for a text.
const maxFaults = 25

// faults returns the first faults with their positions.
func (r *reading) faults() []Fault {
	slices.SortStableFunc(r.found, func(a, b Fault) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.Kind, b.Kind)) })
	told := r.found[:min(len(r.found), maxFaults)]
	at, line, column := 0, 1, 1
	for i := range told {
		f := &told[i]
		before := r.source[at:f.start]
		if n := bytes.LastIndexByte(before, '\n'); n >= 0 {
			line, column = line+bytes.Count(before, []byte("\n")), 1
			before = before[n+1:]
		}
		column += utf8.RuneCount(before)
		at = f.start
		f.Line, f.Column, f.Text = line, column, shortened(r.source[f.start:f.end])
	}
	return told
}

// shortened returns the beginning of a text on one line.
func shortened(s []byte) string {
	const most = 60
	runes := []rune(strings.Join(strings.Fields(string(s[:min(len(s), 4*most)])), " "))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most-1]) + "…"
}

// linter finds what readers do not see.
type linter struct {
	*reading
	options  Options
	used     map[string]bool // labels of link references
	defined  map[string]bool
	emphasis int // the current nesting
	labels   []*ast.LinkReferenceDefinition
}

func (l *linter) node(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if e, ok := n.(*ast.Emphasis); ok {
		l.emphasised(e, entering)
	}
	if !entering {
		return ast.WalkContinue, nil
	}
	switch n := n.(type) {
	case *ast.Link:
		l.uses(n.Reference)
		if _, ok := l.options.address(string(unescaped(n.Destination))); !ok {
			l.link(LinkDropped, n.Pos(), n.Destination)
		}
	case *ast.Image:
		l.uses(n.Reference)
		l.link(PictureHidden, n.Pos(), n.Destination)
	case *ast.LinkReferenceDefinition:
		l.labels = append(l.labels, n)
	case *comment:
		l.fault(CommentHidden, n.Pos(), n.end)
	case *commentBlock:
		l.fault(CommentHidden, n.Pos(), n.end)
	case *extast.TableRow:
		l.cells(n)
	}
	return ast.WalkContinue, nil
}

func (l *linter) emphasised(n *ast.Emphasis, entering bool) {
	if entering {
		if l.emphasis++; l.emphasis > MaxDepth {
			l.toEnd(TooDeep, n.Pos())
		}
	} else {
		l.emphasis--
	}
}

func (l *linter) uses(r *ast.ReferenceLink) {
	if r != nil {
		l.used[util.ToLinkReference(r.Value)] = true
	}
}

// toEnd records a fault that extends to the end of its line.
func (l *linter) toEnd(kind Kind, start int) {
	end := len(l.source)
	if n := bytes.IndexByte(l.source[start:], '\n'); n >= 0 {
		end = start + n
	}
	l.fault(kind, start, end)
}

// link records a fault of a link or a picture, which ends with the parenthesis after its
// destination.
func (l *linter) link(kind Kind, start int, destination []byte) {
	rest, _, _ := bytes.Cut(l.source[start:], []byte("\n"))
	to := max(0, bytes.Index(rest, destination)) + len(destination)
	if to > len(rest) {
		to = 0
	}
	if i := bytes.IndexByte(rest[to:], ')'); i >= 0 {
		rest = rest[:to+i+1]
	}
	l.fault(kind, start, start+len(rest))
}

// cells finds the cells of a row beyond the columns of its table.
func (l *linter) cells(n *extast.TableRow) {
	start := n.Pos()
	line, _, _ := bytes.Cut(l.source[start:], []byte("\n"))
	line = bytes.TrimRight(line, " \t\r")
	line = bytes.TrimSuffix(line, []byte("|"))
	at := len(line) - len(bytes.TrimLeft(line, " \t"))
	if at < len(line) && line[at] == '|' {
		at++
	}
	for column := 0; at < len(line); at++ {
		if line[at] != '|' || line[at-1] == '\\' {
			continue
		}
		if column++; column == n.ChildCount() {
			l.fault(CellsHidden, start+at, start+len(line))
			return
		}
	}
}

// unused finds unused link references and footnotes.
func (l *linter) unused() {
	for _, n := range l.labels {
		label := util.ToLinkReference(n.Label)
		if !l.used[label] || l.defined[label] {
			l.toEnd(AddressUnused, n.Pos())
		}
		l.defined[label] = true
	}
	for _, n := range l.notes {
		if n.Index < 0 {
			l.toEnd(NoteUnused, n.Pos())
		}
	}
}
