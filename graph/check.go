package graph

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/graph/internal/limit"
)

// Checker checks the documents that must be registered.
type Checker struct{ schema *ast.Schema }

// NewChecker makes a Checker that lets through what the schema has and an editor may send: more
// than readers may.
func NewChecker() *Checker {
	return &Checker{Schema().AST}
}

// Fault is what is wrong in a document, and where in it, from 1.
type Fault struct {
	Line, Column int
	Message      string
}

// Check gives the name of a document's operation, or what is wrong with the document. It is to
// have one operation, a query or a mutation, with a name: that is what people know it by.
func (c *Checker) Check(text string) (name string, faults []Fault) {
	doc, errs := c.load(text, limit.Editor())
	if len(errs) > 0 {
		return "", faultsOf(errs)
	}
	if len(doc.Operations) != 1 {
		return "", []Fault{{1, 1, "A document must have exactly one operation."}}
	}
	op := doc.Operations[0]
	at := func(message string) []Fault { return []Fault{{op.Position.Line, op.Position.Column, message}} }
	switch {
	case op.Name == "":
		return "", at("The operation has no name.")
	case op.Operation == ast.Subscription:
		return "", at("Subscriptions can't be registered.")
	}
	return op.Name, nil
}

// TooMuch says what makes a document that is in order more than readers may send, by the
// default limits: it would be registered in vain for them.
func (c *Checker) TooMuch(text string) []Fault {
	_, errs := c.load(text, limit.Public())
	return faultsOf(errs)
}

func (c *Checker) load(text string, limits Limits) (*ast.QueryDocument, gqlerror.List) {
	doc, errs := limit.Parse(text, limits)
	if len(errs) == 0 {
		errs = limit.Document(doc, limits)
	}
	if len(errs) == 0 {
		errs = limit.Validate(c.schema, doc, limits)
	}
	return doc, errs
}

func faultsOf(errs gqlerror.List) []Fault {
	faults := make([]Fault, len(errs))
	for i, err := range errs {
		faults[i] = Fault{1, 1, err.Message}
		if len(err.Locations) > 0 {
			faults[i].Line, faults[i].Column = err.Locations[0].Line, err.Locations[0].Column
		}
	}
	return faults
}
