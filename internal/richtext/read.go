package richtext

import (
	"context"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// dialect is the Markdown that is understood. It is safe for use by several goroutines.
// A parser of a lower number is tried first.
var dialect = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(shallow{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(shallow{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(commentBlocks{}, 900),
		util.Prioritized(fewNotes{shallow{extension.NewFootnoteBlockParser()}}, 999),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(guard{}, 0),
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(extension.NewFootnoteParser(), 101),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(tags{}, 400),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	),
	parser.WithParagraphTransformers(
		util.Prioritized(fewReferences{}, 100),
		util.Prioritized(smallTables{extension.NewTableParagraphTransformer()}, 200),
	),
	parser.WithASTTransformers(
		util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
	),
)

// reading is a text as it is read.
type reading struct {
	ctx    context.Context
	source []byte
	root   ast.Node

	block    ast.Node // whose marks are counted
	marks    int      // in the block
	brackets int      // that are open in the block
	exceeded bool     // the block has more than it may, which was noted
	looks    int      // at the context
	done     bool     // the context was done: the rest is not parsed

	notes       []*extast.Footnote      // in the order of the text
	lastComment struct{ from, end int } // whose end was looked for, and where it is

	linting bool
	found   []Fault // by the parsers, while linting
}

var readingKey = parser.NewContextKey()

// of is the reading that a parser is part of.
func of(pc parser.Context) *reading { return pc.Get(readingKey).(*reading) }

// read parses a text. The error is that of the context.
func read(ctx context.Context, markdown string) (*reading, error) {
	r := newReading(ctx, markdown)
	return r, r.parse()
}

// newReading begins a reading. As in CommonMark, what is no character is replaced.
func newReading(ctx context.Context, markdown string) *reading {
	source := strings.ReplaceAll(strings.ToValidUTF8(markdown, "\uFFFD"), "\x00", "\uFFFD")
	return &reading{ctx: ctx, source: []byte(source)}
}

func (r *reading) parse() error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	pc := parser.NewContext()
	pc.Set(readingKey, r)
	r.root = dialect.Parse(text.NewReader(r.source), parser.WithContext(pc))
	return r.ctx.Err()
}
