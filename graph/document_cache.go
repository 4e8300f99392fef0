package graph

import (
	"math"
	"strings"

	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// documentCache holds documents that are parsed, within their limits and valid, by the SHA-256
// of their text. Automatic persisted queries are found in it, too. Its size in bytes is
// bounded. Refused documents are not cached: refusing them again is cheap, and clients that
// send them must not fill the memory.
//
// Operations that run at the same time share its documents and only read them.
type documentCache struct {
	cache *otter.Cache[documentKey, *document]
}

// documentKey includes the class whose limits the document was checked against, because
// editors may send larger documents than readers.
type documentKey struct {
	class *class
	id    string
}

func newDocumentCache(maxBytes uint64) (*documentCache, error) {
	cache, err := otter.New(&otter.Options[documentKey, *document]{
		MaximumWeight: maxBytes,
		Weigher: func(_ documentKey, doc *document) uint32 {
			return weigh(doc.text, doc.QueryDocument) + uint32(doc.plans.MaxBytes)
		},
	})
	if err != nil {
		return nil, err
	}
	return &documentCache{cache}, nil
}

func (c *documentCache) get(class *class, id string) (*document, bool) {
	return c.cache.GetIfPresent(documentKey{class, id})
}

func (c *documentCache) put(class *class, id string, doc *document) {
	c.cache.Set(documentKey{class, id}, doc)
}

// Memory sizes of a document's parts, measured with gqlparser 2.5.64. A test checks that they
// are large enough.
const (
	entryBytes   = 800 // the cache's entry, the document, the source
	nodeBytes    = 230 // with its position and its place in a list
	commentBytes = 140
)

// The memory that a document's plans may use. Plans grow during execution, so the cache
// reserves space for about two plans of all fields in advance. Further plans are built for
// each request.
const (
	planBytes     = 2 << 10
	planNodeBytes = 500
)

// weigh estimates the memory of a document with its text, in bytes. It rounds up.
func weigh(text string, doc *ast.QueryDocument) uint32 {
	// A # in a string counts as well, which only rounds up.
	bytes := entryBytes + len(text) + countNodes(doc)*nodeBytes + strings.Count(text, "#")*commentBytes
	return uint32(min(bytes, math.MaxInt32))
}

func countNodes(doc *ast.QueryDocument) int {
	nodes := 0
	for _, op := range doc.Operations {
		nodes += 1 + countDirectives(op.Directives) + countSelections(op.SelectionSet)
		for _, v := range op.VariableDefinitions {
			nodes += 1 + countDirectives(v.Directives) + countValue(v.DefaultValue)
			for t := v.Type; t != nil; t = t.Elem {
				nodes++
			}
		}
	}
	for _, f := range doc.Fragments {
		nodes += 1 + countDirectives(f.Directives) + countSelections(f.SelectionSet)
	}
	return nodes
}

func countSelections(set ast.SelectionSet) int {
	nodes := len(set)
	for _, selection := range set {
		switch it := selection.(type) {
		case *ast.Field:
			nodes += countArguments(it.Arguments) + countDirectives(it.Directives) + countSelections(it.SelectionSet)
		case *ast.InlineFragment:
			nodes += countDirectives(it.Directives) + countSelections(it.SelectionSet)
		case *ast.FragmentSpread:
			nodes += countDirectives(it.Directives)
		}
	}
	return nodes
}

func countDirectives(list ast.DirectiveList) int {
	nodes := len(list)
	for _, d := range list {
		nodes += countArguments(d.Arguments)
	}
	return nodes
}

func countArguments(list ast.ArgumentList) int {
	nodes := len(list)
	for _, a := range list {
		nodes += countValue(a.Value)
	}
	return nodes
}

func countValue(v *ast.Value) int {
	if v == nil {
		return 0
	}
	nodes := 1
	for _, child := range v.Children {
		nodes += countValue(child.Value)
		if child.Name != "" {
			nodes++ // a field of an object has a position of its own
		}
	}
	return nodes
}
