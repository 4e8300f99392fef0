package limit

import (
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	// maxPage is the default of @cost(maxPage:), and the size that Cost assumes for a page
	// whose size is missing or invalid. The resolver refuses such a page with a clear message.
	maxPage = 100
	// defaultListSize is the default of @cost(listSize:).
	defaultListSize = 10
)

// introspectionListSize has list sizes for the introspection types, which can't declare any.
// They are low, so that GraphiQL's query costs some 40,000 with any schema: the public can
// send it once per operation, but not twice, and without nesting types deeper.
func introspectionListSize(field string) int {
	switch field {
	case "types":
		return 40
	case "fields":
		return 5
	default:
		return 3
	}
}

// Cost returns the cost of an operation: the maximum number of fields in its response. A field
// counts 1, or its @cost(weight:); a field in a list counts once for each item. The length of
// a list is
//
//   - for edges, nodes and entries of a field with first or last: the requested page size;
//   - for a list field with an argument ids: the number of ids;
//   - otherwise its @cost(listSize:), or 10; in introspection, 3 to 40.
//
// Selections that @skip and @include exclude are free. If a selection has fragments for
// several types, their costs are added, although an object has only one type: that takes one
// pass and no knowledge of the types, and overestimates at most by the number of types that
// the client names. A field that is selected twice counts twice, too.
//
// The document must be valid ([Validate]) and within l ([Document]), and the variables
// coerced. The cost is returned even if it is too high, with an error. Each fragment is
// visited once.
func Cost(op *ast.OperationDefinition, variables map[string]any, l Limits) (int, error) {
	p := pricer{variables: variables, fragments: make(map[*ast.FragmentDefinition]price)}
	cost := p.selectionSet(op.SelectionSet).total(defaultListSize)
	errs := l.refuse(bound{
		CodeTooComplex, "cost", cost, l.Cost,
		"At the requested page sizes, the response could have", "fields",
	})
	if len(errs) > 0 {
		return cost, errs[0]
	}
	return cost, nil
}

// price is linear in the page size, which a selection set does not know: the field around it
// does. So a fragment on a connection has one price wherever it is used.
type price struct {
	fixed   int
	perItem int
}

func (p price) total(items int) int {
	return add(p.fixed, multiply(p.perItem, items))
}

type pricer struct {
	variables map[string]any
	fragments map[*ast.FragmentDefinition]price
	// visited counts selections, for the test that the walk is linear.
	visited int
}

func (p *pricer) selectionSet(set ast.SelectionSet) price {
	var sum price
	for _, selection := range set {
		one := p.selection(selection)
		sum.fixed = add(sum.fixed, one.fixed)
		sum.perItem = add(sum.perItem, one.perItem)
	}
	return sum
}

func (p *pricer) selection(selection ast.Selection) price {
	p.visited++
	switch it := selection.(type) {
	case *ast.Field:
		if p.included(it.Directives) {
			return p.field(it)
		}
	case *ast.InlineFragment:
		if p.included(it.Directives) {
			return p.selectionSet(it.SelectionSet)
		}
	case *ast.FragmentSpread:
		if it.Definition != nil && p.included(it.Directives) {
			return p.fragment(it.Definition)
		}
	}
	return price{}
}

func (p *pricer) fragment(f *ast.FragmentDefinition) price {
	if known, ok := p.fragments[f]; ok {
		return known
	}
	// A valid document has no cycles. This guards against an invalid one.
	p.fragments[f] = price{}
	sum := p.selectionSet(f.SelectionSet)
	p.fragments[f] = sum
	return sum
}

func (p *pricer) field(f *ast.Field) price {
	if f.Definition == nil || len(f.SelectionSet) == 0 {
		return price{fixed: weight(f.Definition)}
	}
	own, sub := weight(f.Definition), p.selectionSet(f.SelectionSet)
	if f.Definition.Type.Elem == nil {
		return price{fixed: add(own, sub.total(p.page(f)))}
	}
	inner := sub.total(defaultListSize)
	for t := f.Definition.Type.Elem; t.Elem != nil; t = t.Elem {
		inner = multiply(inner, defaultListSize)
	}
	items, ofPage := p.listSize(f)
	if ofPage {
		return price{fixed: own, perItem: inner}
	}
	return price{fixed: add(own, multiply(inner, items))}
}

// listSize returns the number of items of a list field. The lists of a connection have the
// page size of the field around them.
func (p *pricer) listSize(f *ast.Field) (items int, ofPage bool) {
	if size, ok := declared(f.Definition, "listSize"); ok {
		return size, false
	}
	if f.Definition.Arguments.ForName("ids") != nil {
		return p.length(f, "ids"), false
	}
	if paged(f.Definition) {
		return p.page(f), false
	}
	if f.ObjectDefinition != nil && strings.HasPrefix(f.ObjectDefinition.Name, "__") {
		return introspectionListSize(f.Name), false
	}
	ofPage = len(f.Definition.Arguments) == 0 && (f.Name == "edges" || f.Name == "nodes" || f.Name == "entries")
	return defaultListSize, ofPage
}

func paged(definition *ast.FieldDefinition) bool {
	return definition.Arguments.ForName("first") != nil || definition.Arguments.ForName("last") != nil
}

// page returns the page size of a field, or the default list length for a field without pages.
func (p *pricer) page(f *ast.Field) int {
	if !paged(f.Definition) {
		return defaultListSize
	}
	largest, ok := declared(f.Definition, "maxPage")
	if !ok {
		largest = maxPage
	}
	first, last := p.argument(f, "first"), p.argument(f, "last")
	if first != nil && last != nil {
		return largest
	}
	if first == nil {
		first = last
	}
	if n, ok := first.(int64); ok && n >= 1 && n <= int64(largest) {
		return int(n)
	}
	return largest
}

// length returns the number of elements of a list argument.
func (p *pricer) length(f *ast.Field, name string) int {
	switch list := p.argument(f, name).(type) {
	case nil:
		return maxPage
	case []any:
		return min(len(list), saturated)
	default:
		return 1
	}
}

// argument returns the value of a field's argument, or nil if it is absent or null.
func (p *pricer) argument(f *ast.Field, name string) any {
	given := f.Arguments.ForName(name)
	if given != nil {
		if given.Value.Kind != ast.Variable {
			return literal(given.Value, p.variables)
		}
		if v, ok := p.variables[given.Value.Raw]; ok {
			return v
		}
	}
	if definition := f.Definition.Arguments.ForName(name); definition != nil {
		return literal(definition.DefaultValue, nil)
	}
	return nil
}

func literal(v *ast.Value, variables map[string]any) any {
	value, err := v.Value(variables)
	if err != nil {
		return nil
	}
	return value
}

// included evaluates @skip and @include, by a literal or a variable.
func (p *pricer) included(directives ast.DirectiveList) bool {
	return !p.condition(directives, "skip", false) && p.condition(directives, "include", true)
}

func (p *pricer) condition(directives ast.DirectiveList, name string, otherwise bool) bool {
	directive := directives.ForName(name)
	if directive == nil {
		return otherwise
	}
	condition := directive.Arguments.ForName("if")
	if condition == nil {
		return otherwise
	}
	if v, ok := literal(condition.Value, p.variables).(bool); ok {
		return v
	}
	return otherwise
}

// weight returns the cost of a field by itself. Only __typename has no definition in the
// schema.
func weight(definition *ast.FieldDefinition) int {
	if w, ok := declared(definition, "weight"); ok {
		return w
	}
	return 1
}

// declared reads an argument of the schema's @cost directive.
func declared(definition *ast.FieldDefinition, name string) (int, bool) {
	if definition == nil {
		return 0, false
	}
	cost := definition.Directives.ForName("cost")
	if cost == nil {
		return 0, false
	}
	argument := cost.Arguments.ForName(name)
	if argument == nil || argument.Value == nil {
		return 0, false
	}
	n, err := strconv.Atoi(argument.Value.Raw)
	if err != nil || n < 0 {
		return 0, false
	}
	return min(n, saturated), true
}
