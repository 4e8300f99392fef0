package richtext

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// lineBreak is a <br>.
type lineBreak struct{ ast.BaseInline }

// comment is an HTML comment in a paragraph.
type comment struct {
	ast.BaseInline
	end int // in the source
}

// commentBlock is an HTML comment on lines of its own.
type commentBlock struct {
	ast.BaseBlock
	end int // in the source
}

var (
	kindLineBreak    = ast.NewNodeKind("LineBreak")
	kindComment      = ast.NewNodeKind("Comment")
	kindCommentBlock = ast.NewNodeKind("CommentBlock")
)

// Kind implements ast.Node.
func (*lineBreak) Kind() ast.NodeKind { return kindLineBreak }

// Kind implements ast.Node.
func (*comment) Kind() ast.NodeKind { return kindComment }

// Kind implements ast.Node.
func (*commentBlock) Kind() ast.NodeKind { return kindCommentBlock }

// Dump implements ast.Node.
func (n *lineBreak) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// Dump implements ast.Node.
func (n *comment) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// Dump implements ast.Node.
func (n *commentBlock) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// IsRaw keeps the parser from parsing the comment.
func (*commentBlock) IsRaw() bool { return true }

const commentBegins, commentEnds = "<!--", "-->"

var (
	breakTag = regexp.MustCompile(`^<(?i:br)[ \t]*/?>`)
	// otherTag matches tags that editors paste from web pages.
	otherTag = regexp.MustCompile(`^</?(?i:a|abbr|article|aside|b|big|blockquote|button|center|cite|code|dd|del|details|dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|meta|nav|object|ol|option|p|picture|pre|q|s|script|section|select|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|tr|tt|u|ul|video)(?:[ \t]+[a-zA-Z:-]+[ \t]*=[^<>]*)?[ \t]*/?>`)
)

// tags is the parser of the supported HTML in a paragraph.
type tags struct{}

// Trigger returns the first character of a tag.
func (tags) Trigger() []byte { return []byte{'<'} }

// Parse reads a line break or a comment.
func (tags) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, position := block.PeekLine()
	if tag := breakTag.Find(line); tag != nil {
		block.Advance(len(tag))
		return &lineBreak{}
	}
	r := readingOf(pc)
	if bytes.HasPrefix(line, []byte(commentBegins)) {
		return r.comment(block, position.Start)
	}
	if r.linting {
		if tag := otherTag.Find(line); tag != nil {
			r.fault(TagShown, position.Start, position.Start+len(tag))
		}
	}
	return nil
}

// comment reads a comment that ends in the same paragraph.
func (r *reading) comment(block text.Reader, start int) ast.Node {
	end := r.commentEnd(start)
	if end < 0 {
		return nil
	}
	for {
		line, position := block.PeekLine()
		switch {
		case line == nil:
			return nil
		case end <= position.Stop:
			block.Advance(end - position.Start)
			return &comment{end: end}
		}
		block.AdvanceLine()
	}
}

// commentEnd returns the end of the comment that begins at a place, or -1. The last result is
// reused, so that many beginnings cost one search.
func (r *reading) commentEnd(start int) int {
	from := start + len(commentBegins) - 2 // "<!-->" is a complete comment
	last := &r.lastComment
	if last.from <= from && last.from > 0 && (last.end < 0 || last.end >= from+len(commentEnds)) {
		return last.end
	}
	last.from, last.end = from, bytes.Index(r.source[from:], []byte(commentEnds))
	if last.end >= 0 {
		last.end += from + len(commentEnds)
	}
	return last.end
}

// commentBlocks is the parser of comments on lines of their own.
type commentBlocks struct{}

// Trigger returns the first character of a comment.
func (commentBlocks) Trigger() []byte { return []byte{'<'} }

// Open begins a comment. A comment with text after it is left to the paragraph.
func (commentBlocks) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, position := reader.PeekLine()
	if !bytes.HasPrefix(line[max(0, pc.BlockOffset()):], []byte(commentBegins)) {
		return nil, parser.NoChildren
	}
	r := readingOf(pc)
	end := r.commentEnd(position.Start + max(0, pc.BlockOffset()) - position.Padding)
	if end < 0 {
		return nil, parser.NoChildren
	}
	if rest, _, _ := bytes.Cut(r.source[end:], []byte("\n")); !util.IsBlank(rest) {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return &commentBlock{end: end}, parser.NoChildren
}

// Continue continues up to the line with the end.
func (commentBlocks) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	if _, position := reader.PeekLine(); position.Start >= node.(*commentBlock).end {
		return parser.Close
	}
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close does nothing.
func (commentBlocks) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph is true, as in CommonMark.
func (commentBlocks) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine is false: that would be code.
func (commentBlocks) CanAcceptIndentedLine() bool { return false }
