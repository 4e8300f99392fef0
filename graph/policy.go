package graph

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"lectern/graph/internal/exec"
	"lectern/internal/response"
)

const (
	// cacheDirective has the time that clients may cache a type or a field.
	cacheDirective = "cacheControl"
	privateScope   = "PRIVATE"
)

// document is a checked document, with everything that follows from its text.
type document struct {
	*ast.QueryDocument
	text string
	// digest is equal for documents that differ only in white space and comments.
	digest   string
	policies map[*ast.OperationDefinition]policy
	plans    exec.Plans
}

// examine collects the properties of a valid document.
func (d *document) examine(schema *ast.Schema) {
	var text strings.Builder
	formatter.NewFormatter(&text, formatter.WithCompacted()).FormatQueryDocument(d.QueryDocument)
	sum := sha256.Sum256([]byte(text.String()))
	d.digest = string(sum[:])
	d.policies = make(map[*ast.OperationDefinition]policy, len(d.Operations))
	for _, op := range d.Operations {
		p := policy{maxAge: -1}
		seen := map[*ast.FragmentDefinition]bool{}
		p.selections(schema, op.SelectionSet, seen)
		if p.maxAge < 0 {
			p.maxAge = response.MaxAge
		}
		for range exec.FieldsAt(op.SelectionSet, syncField) {
			p.syncs = true
		}
		d.policies[op] = p
	}
}

// policy is the caching policy of an operation's response: the smallest of all hints in it.
type policy struct {
	maxAge  time.Duration // -1 if there was no hint
	private bool
	// introspects reports whether the operation queries the schema.
	introspects bool
	syncs       bool // it has the field sync
}

// isShared reports whether the response may be cached for others.
func (p policy) isShared() bool { return p.maxAge > 0 && !p.private }

func (p *policy) selections(schema *ast.Schema, set ast.SelectionSet, seen map[*ast.FragmentDefinition]bool) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			p.introspects = p.introspects || s.Name == "__schema" || s.Name == "__type"
			p.hint(s.Definition.Directives)
			p.ofType(schema.Types[s.Definition.Type.Name()])
			p.selections(schema, s.SelectionSet, seen)
		case *ast.InlineFragment:
			p.fragment(schema, s.TypeCondition, s.SelectionSet, seen)
		case *ast.FragmentSpread:
			if !seen[s.Definition] {
				seen[s.Definition] = true
				p.fragment(schema, s.Definition.TypeCondition, s.Definition.SelectionSet, seen)
			}
		}
	}
}

// fragment applies the hint of a fragment's type: the field around it may have only an
// interface.
func (p *policy) fragment(schema *ast.Schema, on string, set ast.SelectionSet, seen map[*ast.FragmentDefinition]bool) {
	p.ofType(schema.Types[on])
	p.selections(schema, set, seen)
}

// ofType applies the hint of a type. A document whose type has no hint may be about people.
func (p *policy) ofType(t *ast.Definition) {
	switch {
	case t == nil:
	case t.Directives.ForName(cacheDirective) != nil:
		p.hint(t.Directives)
	case t.Kind == ast.Interface || slices.Contains(t.Interfaces, "Node"):
		p.atMost(response.MaxAge)
	}
}

func (p *policy) atMost(age time.Duration) {
	if p.maxAge < 0 || age < p.maxAge {
		p.maxAge = age
	}
}

func (p *policy) hint(directives ast.DirectiveList) {
	d := directives.ForName(cacheDirective)
	if d == nil {
		return
	}
	if a := d.Arguments.ForName("maxAge"); a != nil {
		seconds, _ := strconv.Atoi(a.Value.Raw) // an Int, since the schema was validated
		p.atMost(time.Duration(seconds) * time.Second)
	}
	if a := d.Arguments.ForName("scope"); a != nil && a.Value.Raw == privateScope {
		p.private = true
	}
}
