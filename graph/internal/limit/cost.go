package limit

import (
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	// maxPage is the largest page of a field whose @cost(maxPage:) says no other, and the price of a page whose
	// size is missing or wrong: refusing that with a good message is the resolver's.
	maxPage = 100
	// defaultListSize is the length of a list that declares none.
	defaultListSize = 10
)

// introspectionListSize is the length of a list in the introspection's types, which can't
// declare any. These are low, so that GraphiQL's query costs some 40,000 with any schema:
// one operation of the public can have it, but not twice, and not with types in types.
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

// Cost prices an operation: at most how many fields its answer can have. A field counts one,
// or what its @cost(weight:) says; what is in a list counts once for each item. The length of
// a list is
//
//   - for edges, nodes and entries of a field with first or last: the page size asked for;
//   - for a list field with an argument ids: how many are given;
//   - else what its @cost(listSize:) says, or 10; in introspection, 3 to 40.
//
// What @skip and @include leave out is free. Where a selection has fragments for several
// types their prices are summed, although one object has one type only: that needs one pass
// and no knowledge of the types, and is dear by no more than the number of types that the
// client names. Likewise a field that is selected twice counts twice.
//
// The document is valid ([Validate]) and within l ([Document]); variables are coerced. The
// price is told also when it is too high, with an error; each fragment is priced once.
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

// price is linear in the page size, which a selection set doesn't know: the field round it
// does. So a fragment on a connection has one price wherever it is spread.
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
	// visited counts selections, for the test that holds the walk to be linear.
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
	// A valid document has no cycles. In any other, this ends one.
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

// listSize is how many items a list field has. The items of a connection's page have as many
// as the field round them asked for.
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

// page is the page size that a field asks for; of a field without pages, the default length
// of a list.
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

// length is the number of elements of a list argument.
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

// argument is the value of a field's argument, nil where it is absent or null.
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

// included is false where the operation says so, by a literal or a variable.
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

// weight is what a field counts for itself. Only __typename has no definition of ours.
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
