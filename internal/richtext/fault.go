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

// Fault is something in a text that readers do not see as it was meant.
type Fault struct {
	Kind   Kind
	Line   int    // from 1
	Column int    // of its first character in the line, from 1
	Text   string // that it is about, shortened, on one line

	start, end int // of the text in the source
}

// Kind says what kind of fault it is.
type Kind uint8

// The kinds of faults.
const (
	TooDeep       Kind = iota + 1 // more than MaxDepth quotes, lists, brackets or emphases in each other: the inner ones are shown as text
	TooManyMarks                  // more than MaxMarks signs in one paragraph: the rest is shown as text
	CommentHidden                 // a comment of HTML is not shown
	TagShown                      // a tag of HTML is shown as it was typed
	PictureHidden                 // of a picture only the alternative text is shown
	LinkDropped                   // of a link only the words are shown
	AddressUnused                 // the address of a link that the text does not have, or its second address
	NoteUnused                    // a footnote that the text does not refer to, or the second of its name
	CellsHidden                   // cells of a table beyond its columns are not shown
)

// Faults lists the first faults of a text, in the order of the text. The only error is that of
// the context, when it is done.
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

// fault notes a fault from start to before end in the source.
func (r *reading) fault(kind Kind, start, end int) {
	if r.linting {
		r.found = append(r.found, Fault{Kind: kind, start: start, end: end})
	}
}

// maxFaults is how many faults of a text are told: who has more begins with these.
const maxFaults = 25

// faults are the first of those that were found, and where they are.
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

// shortened is the beginning of a text on one line.
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
	used     map[string]bool // addresses of links, by label
	defined  map[string]bool
	emphasis int // in how many the linter is
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

// toEnd notes a fault that goes on to the end of its line, as far as it is told.
func (l *linter) toEnd(kind Kind, start int) {
	end := len(l.source)
	if n := bytes.IndexByte(l.source[start:], '\n'); n >= 0 {
		end = start + n
	}
	l.fault(kind, start, end)
}

// link notes a fault of a link or a picture, which ends with the parenthesis after its
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

// cells finds those that a row has beyond the columns of its table.
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

// unused finds addresses and footnotes that the text has no use for.
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
