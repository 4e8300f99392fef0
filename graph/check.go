package graph

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/graph/internal/limit"
)

// Checker checks documents before they are registered.
type Checker struct{ schema *ast.Schema }

// NewChecker returns a Checker with the limits of editors, which are wider than those of
// readers.
func NewChecker() *Checker {
	return &Checker{Schema().AST}
}

// Fault is an error in a document, with its position. Lines and columns start at 1.
type Fault struct {
	Line, Column int
	Message      string
}

// Check returns the name of the document's operation, or the errors of the document. A
// document must have exactly one operation, a query or a mutation, and the operation must have
// a name: people identify it by that name.
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

// TooMuch explains why a valid document exceeds the default limits of readers, so that
// registering it is useless to them.
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
