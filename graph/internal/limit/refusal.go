package limit

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The codes in extensions.code. They are part of the contract with clients: the two of
// failures are gqlgen's, the rest are in the documented list of the schema.
const (
	CodeTooLarge         = "TOO_LARGE"
	CodeTooDeep          = "TOO_DEEP"
	CodeTooComplex       = "TOO_COMPLEX"
	CodeBadInput         = "BAD_INPUT"
	CodeParseFailed      = "GRAPHQL_PARSE_FAILED"
	CodeValidationFailed = "GRAPHQL_VALIDATION_FAILED"
)

// bound is one limit: the found and the allowed number, and the parts of the message.
type bound struct {
	code string
	// limit is the name in extensions.limit.
	limit string
	got   int
	max   int
	// before and after surround the found number in the message.
	before, after string
}

func (b bound) exceeded() bool {
	return b.got > b.max
}

func (b bound) refusal() *gqlerror.Error {
	found := thousands(b.got)
	if b.got >= saturated {
		found = "more than " + thousands(saturated-1)
	}
	return refusal(b.code, b.limit, b.max, b.before+" "+found+" "+b.after+"; at most "+thousands(b.max)+" are allowed.")
}

func refusal(code, limit string, allowed int, message string) *gqlerror.Error {
	return &gqlerror.Error{
		Message:    message,
		Extensions: map[string]any{"code": code, "limit": limit, "max": allowed},
	}
}

// refuse reports each exceeded limit, in the given order, up to the maximum number of errors.
func (l Limits) refuse(bounds ...bound) gqlerror.List {
	var errs gqlerror.List
	for _, b := range bounds {
		if b.exceeded() && !l.full(errs) {
			errs = append(errs, b.refusal())
		}
	}
	return errs
}

// full reports whether the maximum number of errors is reached. The first error is always
// reported: an empty list would mean success.
func (l Limits) full(errs gqlerror.List) bool {
	return len(errs) >= max(l.Errors, 1)
}

// failure returns an error of the document that is not about its size.
func failure(code string, at *ast.Position, message string) *gqlerror.Error {
	err := &gqlerror.Error{Message: message, Extensions: map[string]any{"code": code}}
	if at != nil {
		err.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
	}
	return err
}

// thousands formats a number with separators: 1,204.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
