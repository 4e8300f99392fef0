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

// dialect is the supported Markdown. It is safe for concurrent use. Parsers with lower numbers
// are tried first.
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

// reading is the state of parsing a text.
type reading struct {
	ctx    context.Context
	source []byte
	root   ast.Node

	block    ast.Node // the block whose marks are counted
	marks    int      // in the block
	brackets int      // open ones in the block
	exceeded bool     // the block has too many, which is recorded
	looks    int      // checks of the context
	done     bool     // the context is done: the rest is not parsed

	notes       []*extast.Footnote      // in the order of the text
	lastComment struct{ from, end int } // the search for its end, and the result

	linting bool
	found   []Fault // the faults, while linting
}

var readingKey = parser.NewContextKey()

// readingOf returns the reading that a parser belongs to.
func readingOf(pc parser.Context) *reading { return pc.Get(readingKey).(*reading) }

// read parses a text. The error is that of the context.
func read(ctx context.Context, markdown string) (*reading, error) {
	r := newReading(ctx, markdown)
	return r, r.parse()
}

// newReading begins a reading. As in CommonMark, invalid characters are replaced.
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
