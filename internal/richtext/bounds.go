package richtext

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// What exceeds these bounds is shown as text. They keep goldmark's time proportional to the
// length of a text, and pages within the nesting that browsers support.
const (
	// MaxDepth is the maximum nesting of quotes, lists, brackets and emphasis.
	MaxDepth = 20
	// MaxMarks is the maximum number of Markdown characters in a paragraph.
	MaxMarks = 1000

	maxColumns    = 50  // of a table
	maxNotes      = 500 // of a text
	maxReferences = 500 // link references in one paragraph, in lines
)

// shallow is a parser of nesting blocks, up to MaxDepth.
type shallow struct{ parser.BlockParser }

// Open begins a block, unless it would be nested too deeply.
func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, position := reader.Position()
	node, state := s.BlockParser.Open(parent, reader, pc)
	if node == nil || depth(parent) < MaxDepth {
		return node, state
	}
	reader.SetPosition(line, position)
	readingOf(pc).fault(TooDeep, position.Start, position.Stop)
	return nil, parser.NoChildren
}

// depth returns the number of quotes, list items and footnotes around a block.
func depth(n ast.Node) (d int) {
	for ; n != nil; n = n.Parent() {
		switch n.(type) {
		case *ast.Blockquote, *ast.ListItem, *extast.Footnote:
			d++
		}
	}
	return d
}

// fewNotes is the parser of footnotes, up to maxNotes per text.
type fewNotes struct{ parser.BlockParser }

// Open begins a footnote.
func (f fewNotes) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	r := readingOf(pc)
	if len(r.notes) >= maxNotes {
		return nil, parser.NoChildren
	}
	node, state := f.BlockParser.Open(parent, reader, pc)
	if note, ok := node.(*extast.Footnote); ok {
		r.notes = append(r.notes, note)
	}
	return node, state
}

// fewReferences finds the link references at the beginning of a paragraph. Each one may be
// searched for in all of the paragraph.
type fewReferences struct{}

// Transform removes the link references from a paragraph.
func (fewReferences) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if node.Lines().Len() <= maxReferences {
		parser.LinkReferenceParagraphTransformer.Transform(node, reader, pc)
	}
}

// smallTables finds the table in a paragraph. Each row is padded to the number of columns,
// which must not make a text much longer.
type smallTables struct{ parser.ParagraphTransformer }

// Transform turns a paragraph into a table if it is one.
func (s smallTables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	size := 0
	for _, line := range lines.Sliced(0, lines.Len()) {
		size += line.Len()
	}
	for _, line := range lines.Sliced(min(1, lines.Len()), lines.Len()) {
		columns := bytes.Count(line.Value(reader.Source()), []byte("|"))
		isRule := len(bytes.Trim(line.Value(reader.Source()), "|:- \t\r\n")) == 0
		if isRule && (columns > maxColumns || columns*lines.Len() > size) {
			return
		}
	}
	s.ParagraphTransformer.Transform(node, reader, pc)
}

// guard sees each Markdown character in a paragraph before the other parsers, and treats it as
// text if there are too many or if time is up.
type guard struct{}

// Trigger returns the characters that other parsers look for.
func (guard) Trigger() []byte { return []byte{'[', ']', '!', '*', '_', '`', '<'} }

// Parse treats the next character as text, or leaves it to the other parsers.
func (guard) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, position := block.PeekLine()
	if line[0] == '!' && (len(line) < 2 || line[1] != '[') {
		return nil
	}
	r := readingOf(pc)
	switch kind := r.count(parent, line[0]); {
	case r.done || kind != 0 && r.exceeded:
	case kind == 0:
		return nil
	default:
		r.exceeded = true
		r.fault(kind, position.Start, position.Stop)
	}
	block.Advance(1)
	return ast.NewTextSegment(position.WithStop(position.Start + 1))
}

// count counts a character, and returns the exceeded bound, or 0.
func (r *reading) count(block ast.Node, sign byte) Kind {
	const stride = 64 // characters between checks of the context
	if r.looks++; r.looks%stride == 0 && !r.done {
		r.done = r.ctx.Err() != nil
	}
	if r.block != block {
		r.block, r.marks, r.brackets, r.exceeded = block, 0, 0, false
	}
	r.marks++
	switch sign {
	case '[', '!':
		r.brackets++
	case ']':
		r.brackets = max(0, r.brackets-1)
	}
	switch {
	case r.brackets > MaxDepth:
		return TooDeep
	case r.marks > MaxMarks:
		return TooManyMarks
	}
	return 0
}
