package exec

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// VariableError is an error in the value of a variable. Its message quotes nothing of the
// client's.
type VariableError struct {
	Message string
	Path    ast.Path // of the value: the variable, then fields and indexes
}

func (e *VariableError) Error() string { return fmt.Sprintf("$%s: %s", e.Path, e.Message) }

// Variables coerces the values of an operation's variables as the specification defines. The
// values are as encoding/json decodes them, numbers as json.Number or not; the operation must
// be valid. Values of custom scalars are read later, by their resolvers. Values for undeclared
// variables are ignored, and so is __typename in an input object, which clients send back with
// data that they received.
//
// At most maxErrors errors are returned; 0 means all. The values are complete only if there is
// no error.
func Variables(schema *ast.Schema, op *ast.OperationDefinition, given map[string]any, maxErrors int) (map[string]any, []*VariableError) {
	c := coercion{schema: schema, maxErrors: maxErrors}
	values := make(map[string]any, len(op.VariableDefinitions))
	for _, d := range op.VariableDefinitions {
		v, ok := given[d.Variable]
		if !ok && d.DefaultValue != nil {
			v, _ = d.DefaultValue.Value(nil) // the maximum, if the number is too large
			ok = true
		}
		switch {
		case ok:
			c.at(ast.PathName(d.Variable), func() { values[d.Variable] = c.value(d.Type, v) })
		case d.Type.NonNull:
			c.at(ast.PathName(d.Variable), func() { c.fail("A value must be given.") })
		}
	}
	return values, c.errs
}

// coercion coerces the value at a path.
type coercion struct {
	schema    *ast.Schema
	path      ast.Path
	errs      []*VariableError
	maxErrors int
}

// at calls a function with one more element in the path.
func (c *coercion) at(step ast.PathElement, do func()) {
	c.path = append(c.path, step)
	do()
	c.path = c.path[:len(c.path)-1]
}

func (c *coercion) full() bool { return c.maxErrors > 0 && len(c.errs) >= c.maxErrors }

// fail adds an error for the value at the path.
func (c *coercion) fail(format string, args ...any) {
	if !c.full() {
		c.errs = append(c.errs, &VariableError{fmt.Sprintf(format, args...), slices.Clone(c.path)})
	}
}

// value coerces a value to a type. It returns nil for null, and after an error.
func (c *coercion) value(t *ast.Type, v any) any {
	switch {
	case c.full():
		return nil
	case v == nil && t.NonNull:
		c.fail("The value must not be null.")
		return nil
	case v == nil:
		return nil
	case t.Elem != nil:
		return c.list(t.Elem, v)
	}
	switch d := c.schema.Types[t.NamedType]; d.Kind {
	case ast.InputObject:
		return c.object(d, v)
	case ast.Enum:
		return c.enum(d, v)
	default:
		return c.scalar(d, v)
	}
}

// list coerces a list. A single value becomes a list of one.
func (c *coercion) list(of *ast.Type, v any) any {
	items, ok := v.([]any)
	if !ok {
		return []any{c.value(of, v)}
	}
	list := make([]any, len(items))
	for i, item := range items {
		c.at(ast.PathIndex(i), func() { list[i] = c.value(of, item) })
	}
	return list
}

// object coerces the given fields of an input object. Defaults of absent fields are applied
// when the object is read.
func (c *coercion) object(d *ast.Definition, v any) any {
	given, ok := v.(map[string]any)
	if !ok {
		c.fail("The value must be an object.")
		return nil
	}
	object := make(map[string]any, len(given))
	for _, f := range d.Fields {
		v, ok := given[f.Name]
		switch {
		case ok:
			c.at(ast.PathName(f.Name), func() { object[f.Name] = c.value(f.Type, v) })
		case f.Type.NonNull && f.DefaultValue == nil:
			c.at(ast.PathName(f.Name), func() { c.fail("A value must be given.") })
		}
	}
	for name := range given {
		if name != "__typename" && d.Fields.ForName(name) == nil {
			c.fail("The value has a field that the type %s does not have.", d.Name)
			break // further errors would have the same path
		}
	}
	if d.Directives.ForName("oneOf") != nil {
		c.oneOf(d, object, given)
	}
	return object
}

// oneOf refuses an object unless it has exactly one field with a value.
func (c *coercion) oneOf(d *ast.Definition, object, given map[string]any) {
	if len(object) != 1 {
		c.fail("Exactly one field of %s must be given, not %d.", d.Name, len(object))
		return
	}
	for name := range object {
		if given[name] == nil {
			c.at(ast.PathName(name), func() { c.fail("The field that is given must not be null.") })
		}
	}
}

func (c *coercion) enum(d *ast.Definition, v any) any {
	if s, ok := v.(string); ok && d.EnumValues.ForName(s) != nil {
		return s
	}
	names := make([]string, len(d.EnumValues))
	for i, value := range d.EnumValues {
		names[i] = value.Name
	}
	c.fail("The value must be one of %s.", strings.Join(names, ", "))
	return nil
}

func (c *coercion) scalar(d *ast.Definition, v any) any {
	switch d.Name {
	case "String":
		if s, ok := v.(string); ok {
			return s
		}
		c.fail("The value must be a string.")
	case "Boolean":
		if b, ok := v.(bool); ok {
			return b
		}
		c.fail("The value must be true or false.")
	case "Int":
		if n, ok := number(v); ok && n == math.Trunc(n) && n >= math.MinInt32 && n <= math.MaxInt32 {
			return int64(n)
		}
		c.fail("The value must be a whole number of at most 32 bits.")
	case "Float":
		if n, ok := number(v); ok {
			return n
		}
		c.fail("The value must be a number.")
	case "ID":
		if s, ok := v.(string); ok {
			return s
		}
		if n, ok := number(v); ok && n == math.Trunc(n) {
			return wholeText(v, n)
		}
		c.fail("The value must be a string or a whole number.")
	default:
		return v
	}
	return nil
}

// number reads a number from JSON or a literal.
func number(v any) (n float64, ok bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Float64()
		return n, err == nil // otherwise it is out of range
	case float64:
		return v, !math.IsInf(v, 0)
	case int64:
		return float64(v), true
	case int:
		return float64(v), true
	}
	return 0, false
}

// wholeText formats an integer as an ID. An integer that a float64 can't represent keeps its
// original digits.
func wholeText(v any, n float64) string {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case int:
		return strconv.Itoa(v)
	case json.Number:
		if _, err := v.Int64(); err == nil {
			return v.String()
		}
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
