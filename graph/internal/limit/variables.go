package limit

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Variables holds the raw variables of a request against l: how deep lists and objects are
// nested in them, and how many values they hold. It runs before they are coerced, and takes
// them as encoding/json decodes them, numbers as json.Number or not.
func Variables(variables map[string]any, l Limits) gqlerror.List {
	s := survey{maxNesting: l.ValueNesting, maxItems: l.ValueItems}
	for _, v := range variables {
		s.value(v, 0)
	}
	return l.refuse(
		bound{CodeTooDeep, "valueNesting", s.nesting, l.ValueNesting, "A variable is nested", "levels deep"},
		bound{CodeTooComplex, "valueItems", s.items, l.ValueItems, "The variables hold", "values"},
	)
}

// survey counts all items, but goes no deeper than one level past the bound: encoding/json
// lets ten thousand levels in.
type survey struct {
	maxNesting, maxItems int
	nesting, items       int
}

func (s *survey) value(v any, nesting int) {
	s.items = add(s.items, 1)
	switch v := v.(type) {
	case map[string]any:
		if s.enter(nesting + 1) {
			for _, child := range v {
				s.value(child, nesting+1)
			}
		}
	case []any:
		if s.enter(nesting + 1) {
			for _, child := range v {
				s.value(child, nesting+1)
			}
		}
	}
}

func (s *survey) enter(nesting int) bool {
	s.nesting = max(s.nesting, nesting)
	return nesting <= s.maxNesting
}

// OneOf holds the coerced variables of an operation to @oneOf: of such an input object,
// exactly one field is given, and that is not null. gqlparser's validation sees to literals,
// and to variables inside of literals, but its coercion of variables does not. The
// operation is valid, and variables have passed [Variables] and gqlparser's coercion.
//
// The path of an error starts with "variable" and the variable's name, as gqlparser's do.
func OneOf(schema *ast.Schema, op *ast.OperationDefinition, variables map[string]any, l Limits) gqlerror.List {
	o := oneOf{schema: schema, limits: l}
	for _, definition := range op.VariableDefinitions {
		if v, ok := variables[definition.Variable]; ok {
			path := ast.Path{ast.PathName("variable"), ast.PathName(definition.Variable)}
			o.value(path, definition.Type, v)
		}
	}
	return o.errs
}

type oneOf struct {
	schema *ast.Schema
	limits Limits
	errs   gqlerror.List
}

func (o *oneOf) value(path ast.Path, t *ast.Type, v any) {
	if v == nil || o.limits.full(o.errs) {
		return
	}
	if t.Elem != nil {
		o.list(path, t.Elem, v)
		return
	}
	definition := o.schema.Types[t.NamedType]
	if definition == nil || definition.Kind != ast.InputObject {
		return
	}
	if object, ok := v.(map[string]any); ok {
		o.object(path, definition, object)
	}
}

func (o *oneOf) list(path ast.Path, element *ast.Type, v any) {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			o.value(below(path, ast.PathIndex(i)), element, item)
		}
	case []map[string]any:
		// What coercion makes of one object where a list is expected.
		for i, item := range v {
			o.value(below(path, ast.PathIndex(i)), element, item)
		}
	case map[string]any:
		// Further in, coercion leaves one object as it is.
		o.value(path, element, v)
	}
}

func (o *oneOf) object(path ast.Path, definition *ast.Definition, object map[string]any) {
	if definition.Directives.ForName("oneOf") != nil {
		o.exactlyOne(path, definition, object)
	}
	// In the schema's order, so that the same request always has the same errors.
	for _, field := range definition.Fields {
		if child, ok := object[field.Name]; ok {
			o.value(below(path, ast.PathName(field.Name)), field.Type, child)
		}
	}
}

func (o *oneOf) exactlyOne(path ast.Path, definition *ast.Definition, object map[string]any) {
	given, null := 0, 0
	for name, v := range object {
		if name == "__typename" {
			continue // Coercion allows it and nobody reads it.
		}
		given++
		if v == nil {
			null++
		}
	}
	if given == 1 && null == 0 {
		return
	}
	err := gqlerror.ErrorPathf(path, "Exactly one field of %s must be given, not %s.", definition.Name, thousands(given))
	if given == 1 {
		err = gqlerror.ErrorPathf(path, "The field of %s that is given must not be null.", definition.Name)
	}
	err.Extensions = map[string]any{"code": CodeBadInput}
	o.errs = append(o.errs, err)
}

// below never shares its array with a sibling's path.
func below(path ast.Path, element ast.PathElement) ast.Path {
	return append(path[:len(path):len(path)], element)
}
