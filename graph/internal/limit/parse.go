package limit

import (
	"errors"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// Parse parses a document of at most l.Tokens tokens. The caller must limit the body's size in
// bytes before. On an error the document is nil; the error has the line and column but none of
// the text: gqlparser quotes whole tokens, and a token can be as long as the body.
//
// The parser recurses once for each level of nesting and stops at [parser.MaxNestingDepth],
// for which a goroutine's stack is a hundred times large enough.
func Parse(query string, l Limits) (*ast.QueryDocument, gqlerror.List) {
	// In gqlparser, a limit of zero means no limit.
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, max(l.Tokens, 1))
	if err != nil {
		return nil, gqlerror.List{parseError(err, l)}
	}
	if len(doc.Operations) == 0 && len(doc.Fragments) == 0 {
		return nil, gqlerror.List{failure(CodeParseFailed, nil, "The document is empty.")}
	}
	if at := halfCharacter(query); at != nil {
		return nil, gqlerror.List{failure(CodeParseFailed, at, "A string has an unpaired surrogate escape.")}
	}
	return doc, nil
}

func parseError(err error, l Limits) *gqlerror.Error {
	var parse *gqlerror.Error
	if !errors.As(err, &parse) {
		return failure(CodeParseFailed, nil, "The document is not valid GraphQL.")
	}
	switch {
	case strings.HasPrefix(parse.Message, "exceeded token limit"):
		return refusal(CodeTooLarge, "tokens", l.Tokens,
			"The document has too many tokens; at most "+thousands(l.Tokens)+" are allowed.")
	case strings.HasPrefix(parse.Message, "exceeded maximum nesting depth"):
		// This is the parser's own limit. Ours is lower and is the one that clients get.
		return refusal(CodeTooDeep, "nesting", l.Nesting,
			"The document is nested too deep; at most "+thousands(l.Nesting)+" levels are allowed.")
	}
	failed := failure(CodeParseFailed, nil, syntaxMessage(parse.Message))
	failed.Locations = parse.Locations
	return failed
}

// syntaxMessage describes a syntax error. It passes on only known messages of gqlparser, so
// that a message of a newer version can't contain the client's text.
func syntaxMessage(message string) string {
	if kind, ok := strings.CutPrefix(message, "Unexpected "); ok {
		return "Syntax error: unexpected: " + tokenKind(kind) + "."
	}
	if expected, found, ok := strings.Cut(message, ", found "); ok {
		if want, ok := strings.CutPrefix(expected, "Expected "); ok {
			if !strings.HasPrefix(want, `"`) {
				want = tokenKind(want)
			}
			return "Syntax error: expected " + want + ", found " + tokenKind(found) + "."
		}
		return "Syntax error: expected at least one item, found " + tokenKind(found) + "."
	}
	return "The document is not valid GraphQL."
}

// tokenKind removes the quoted text from a token that gqlparser prints as kind and text.
func tokenKind(token string) string {
	kind, _, _ := strings.Cut(token, " ")
	switch kind {
	case "<EOF>":
		return "the end of the document"
	case "<Invalid>":
		// The parser ignores the lexer's own message.
		return "an invalid character, number or string"
	case "Name", "Int", "Float", "String", "BlockString", "Comment":
		return kind
	}
	if len(kind) <= len("...") {
		return `"` + kind + `"`
	}
	return "token"
}
