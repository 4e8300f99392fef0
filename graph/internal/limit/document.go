package limit

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Document checks a parsed document against l. It runs before validation and bounds the work
// of validation. So the document may be invalid: with unknown or repeated fragments, fragments
// that spread themselves, or no operation at all.
//
// It visits every node of the document once, whatever the spreads. It expands fragments only
// when everything else is within the limits, and then for at most l.Work steps.
func Document(doc *ast.QueryDocument, l Limits) gqlerror.List {
	c := newCounter(doc)
	c.document(doc)
	if errs := c.refusals(l); len(errs) > 0 {
		return errs
	}
	if validationWork(doc, l.Work) > l.Work {
		return gqlerror.List{refusal(CodeTooComplex, "work", l.Work,
			"The document takes too long to check: many fields share a response name in one place, "+
				"or many fragments spread the same fields.")}
	}
	return nil
}

// shape is the size of a selection set with its fragments expanded.
type shape struct {
	fields  int // at every level
	top     int // fields of the selection set itself
	depth   int // fields in fields
	nesting int // selection sets in selection sets, including those of fragments
}

// counter collects the sizes of a document.
type counter struct {
	fragments map[string]*ast.FragmentDefinition
	shapes    map[*ast.FragmentDefinition]shape
	open      map[*ast.FragmentDefinition]bool

	// widest is the maximum of each measure over all operations and fragments.
	widest       shape
	rootFields   int
	operations   int
	variables    int
	fragmentUses int
	aliases      int
	directives   int
	nameLength   int
	valueNesting int
	valueItems   int

	cycle     *ast.Position
	badNumber *ast.Position

	// visited counts selections and values, for the test that the walk is linear.
	visited int
}

func newCounter(doc *ast.QueryDocument) *counter {
	return &counter{
		fragments: fragmentsByName(doc),
		shapes:    make(map[*ast.FragmentDefinition]shape, len(doc.Fragments)),
		open:      make(map[*ast.FragmentDefinition]bool),
	}
}

// fragmentsByName resolves a repeated name to its first definition, as validation does.
func fragmentsByName(doc *ast.QueryDocument) map[string]*ast.FragmentDefinition {
	byName := make(map[string]*ast.FragmentDefinition, len(doc.Fragments))
	for _, f := range doc.Fragments {
		if byName[f.Name] == nil {
			byName[f.Name] = f
		}
	}
	return byName
}

func (c *counter) refusals(l Limits) gqlerror.List {
	if c.cycle != nil {
		return gqlerror.List{failure(CodeValidationFailed, c.cycle, "A fragment spreads itself, directly or through others.")}
	}
	if c.badNumber != nil {
		return gqlerror.List{failure(CodeValidationFailed, c.badNumber, "A number is out of range.")}
	}
	return l.refuse(
		bound{CodeTooComplex, "fields", c.widest.fields, l.Fields, "With its fragments expanded, the operation selects", "fields"},
		bound{CodeTooDeep, "depth", c.widest.depth, l.Depth, "The operation nests fields", "levels deep"},
		bound{CodeTooDeep, "nesting", c.widest.nesting, l.Nesting, "Fields and fragments are nested", "levels deep"},
		bound{CodeTooComplex, "rootFields", c.rootFields, l.RootFields, "The operation has", "root fields"},
		bound{CodeTooComplex, "aliases", c.aliases, l.Aliases, "The document has", "aliases"},
		bound{CodeTooComplex, "fragments", c.fragmentUses, l.Fragments, "The document has", "fragments, spreads and inline fragments"},
		bound{CodeTooComplex, "directives", c.directives, l.Directives, "The document has", "directives"},
		bound{CodeTooComplex, "operations", c.operations, l.Operations, "The document has", "operations"},
		bound{CodeTooComplex, "variables", c.variables, l.VariableDefinitions, "The operation declares", "variables"},
		bound{CodeTooDeep, "valueNesting", c.valueNesting, l.ValueNesting, "A value or a list type is nested", "levels deep"},
		bound{CodeTooComplex, "valueItems", c.valueItems, l.ValueItems, "The document's literals hold", "values"},
		bound{CodeTooLarge, "nameLength", c.nameLength, l.NameLength, "A name has", "bytes"},
	)
}

func (c *counter) document(doc *ast.QueryDocument) {
	c.operations = len(doc.Operations)
	for _, op := range doc.Operations {
		c.name(op.Name)
		c.variableDefinitions(op.VariableDefinitions)
		c.directiveList(op.Directives)
		s := c.selectionSet(op.SelectionSet)
		c.rootFields = max(c.rootFields, s.top)
		c.widen(s)
	}
	// Unused fragments count as well, since validation walks each.
	for _, f := range doc.Fragments {
		c.fragmentUses++
		c.widen(c.fragment(f))
	}
}

func (c *counter) widen(s shape) {
	c.widest.fields = max(c.widest.fields, s.fields)
	c.widest.depth = max(c.widest.depth, s.depth)
	c.widest.nesting = max(c.widest.nesting, s.nesting)
}

// fragment walks a definition only the first time. Its recursion is at most as deep as the
// document has tokens, since no definition is entered twice.
func (c *counter) fragment(f *ast.FragmentDefinition) shape {
	if s, ok := c.shapes[f]; ok {
		return s
	}
	if c.open[f] {
		c.cycle = f.Position
		return shape{}
	}
	c.open[f] = true
	c.name(f.Name)
	c.name(f.TypeCondition)
	c.variableDefinitions(f.VariableDefinition)
	c.directiveList(f.Directives)
	s := c.selectionSet(f.SelectionSet)
	c.shapes[f] = s
	return s
}

func (c *counter) selectionSet(set ast.SelectionSet) shape {
	var all shape
	for _, selection := range set {
		s := c.selection(selection)
		all.fields = add(all.fields, s.fields)
		all.top = add(all.top, s.top)
		all.depth = max(all.depth, s.depth)
		all.nesting = max(all.nesting, s.nesting)
	}
	return all
}

func (c *counter) selection(selection ast.Selection) shape {
	c.visited++
	switch it := selection.(type) {
	case *ast.Field:
		return c.field(it)
	case *ast.InlineFragment:
		c.fragmentUses++
		c.name(it.TypeCondition)
		c.directiveList(it.Directives)
		s := c.selectionSet(it.SelectionSet)
		s.nesting++
		return s
	case *ast.FragmentSpread:
		c.fragmentUses++
		c.name(it.Name)
		c.directiveList(it.Directives)
		f := c.fragments[it.Name]
		if f == nil {
			// A spread counts as a field. Otherwise fragments without fields could double for
			// free.
			return shape{fields: 1, top: 1, depth: 1, nesting: 1}
		}
		s := c.fragment(f)
		s.nesting++
		return s
	}
	return shape{}
}

func (c *counter) field(f *ast.Field) shape {
	c.name(f.Name)
	if f.Alias != f.Name {
		c.aliases++
		c.name(f.Alias)
	}
	c.argumentList(f.Arguments)
	c.directiveList(f.Directives)
	s := c.selectionSet(f.SelectionSet)
	return shape{fields: add(s.fields, 1), top: 1, depth: s.depth + 1, nesting: s.nesting + 1}
}

func (c *counter) variableDefinitions(list ast.VariableDefinitionList) {
	c.variables = max(c.variables, len(list))
	for _, v := range list {
		c.name(v.Variable)
		c.variableType(v.Type)
		c.value(v.DefaultValue, 0)
		c.directiveList(v.Directives)
	}
}

// variableType limits the depth of list types, which gqlparser prints for each wrong use of a
// variable.
func (c *counter) variableType(t *ast.Type) {
	nesting := 0
	for ; t != nil; t = t.Elem {
		c.name(t.NamedType)
		if t.Elem != nil {
			nesting++
		}
	}
	c.valueNesting = max(c.valueNesting, nesting)
}

func (c *counter) directiveList(list ast.DirectiveList) {
	c.directives += len(list)
	for _, d := range list {
		c.name(d.Name)
		c.argumentList(d.Arguments)
	}
}

func (c *counter) argumentList(list ast.ArgumentList) {
	for _, a := range list {
		c.name(a.Name)
		c.value(a.Value, 0)
	}
}

// value walks a literal that is inside nesting lists and objects.
func (c *counter) value(v *ast.Value, nesting int) {
	if v == nil {
		return
	}
	c.visited++
	c.valueItems++
	switch v.Kind {
	case ast.ListValue, ast.ObjectValue:
		c.valueNesting = max(c.valueNesting, nesting+1)
		for _, child := range v.Children {
			c.name(child.Name)
			c.value(child.Value, nesting+1)
		}
	case ast.IntValue, ast.FloatValue:
		c.number(v)
	case ast.EnumValue, ast.Variable:
		c.name(v.Raw)
	}
}

// number refuses numbers that do not fit 64 bits. gqlparser's validation accepts such a
// literal for a custom scalar and then panics in the execution.
func (c *counter) number(v *ast.Value) {
	var err error
	if v.Kind == ast.IntValue {
		_, err = strconv.ParseInt(v.Raw, 10, 64)
	} else {
		_, err = strconv.ParseFloat(v.Raw, 64)
	}
	if err != nil {
		c.badNumber = v.Position
	}
}

func (c *counter) name(name string) {
	c.nameLength = max(c.nameLength, len(name))
}
