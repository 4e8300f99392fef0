//go:build reference

package graph

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// value returns a value of an input type, as a literal and as a variable.
func (c *chance) value(t *ast.Type, name string, f *ast.FieldDefinition) (literal string, value any) {
	if !t.NonNull && c.oneIn(30) {
		return "null", nil
	}
	if t.Elem != nil {
		if c.oneIn(6) { // a single value counts as a list of one
			item := *t.Elem
			item.NonNull = true
			return c.value(&item, name, f)
		}
		literals, values := []string{}, []any{}
		for range c.IntN(5) {
			item, v := c.value(t.Elem, name, f)
			literals, values = append(literals, item), append(values, v)
		}
		return "[" + strings.Join(literals, ", ") + "]", values
	}
	switch d := c.schema.Types[t.Name()]; d.Kind {
	case ast.Enum:
		v := d.EnumValues[c.IntN(len(d.EnumValues))].Name
		return v, v
	case ast.InputObject:
		return c.input(d, f)
	default:
		return asLiteral(c.scalar(d.Name, name, f))
	}
}

// asLiteral returns a scalar as a literal, and itself.
func asLiteral(v any) (literal string, value any) {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // it is a text, a number or a boolean
	}
	return string(text), v
}

func (c *chance) input(d *ast.Definition, f *ast.FieldDefinition) (literal string, value any) {
	fields := d.Fields
	if d.Directives.ForName("oneOf") != nil {
		chosen := *fields[c.IntN(len(fields))]
		kind := *chosen.Type
		kind.NonNull = true
		chosen.Type = &kind
		fields = ast.FieldList{&chosen}
	}
	var literals []string
	values := map[string]any{}
	for _, field := range fields {
		if must := field.Type.NonNull && field.DefaultValue == nil; must || c.oneIn(max(1, len(fields)/2)) {
			literal, v := c.value(field.Type, field.Name, f)
			literals, values[field.Name] = append(literals, field.Name+": "+literal), v
		}
	}
	return "{" + strings.Join(literals, ", ") + "}", values
}

// scalar returns a random scalar, often a meaningful one: an existing id or slug, a time of a
// document. Some are invalid.
func (c *chance) scalar(scalar, name string, f *ast.FieldDefinition) any {
	pick := func(all ...string) string { return all[c.IntN(len(all))] }
	switch scalar {
	case "Int":
		if name == "first" {
			if c.oneIn(30) {
				return -1
			}
			return 1 + c.IntN(4)
		}
		return []int{0, 1, 2, 100, 800, -5}[c.IntN(6)]
	case "Float":
		return c.Float64()
	case "Boolean":
		return c.oneIn(2)
	case "ID":
		if c.oneIn(20) {
			return "nobody"
		}
		return string(c.w.all[c.IntN(len(c.w.all))])
	case "Slug":
		kind := strings.ToLower(f.Type.Name()[:1]) + f.Type.Name()[1:]
		if all := c.w.slugs[kind]; len(all) > 0 && !c.oneIn(10) {
			if slug := all[c.IntN(len(all))]; slug != "" {
				return slug
			}
		}
		return c.wrong("nothing-here")
	case "DateTime":
		return pick("2021-09-01T09:00:00+02:00", "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z", c.wrong("2021-12-24T18:00:00Z"))
	case "Date":
		return pick("2021-09-01", "2020-01-01", c.wrong("2021-12-24"))
	case "Language":
		return pick("da", "en", c.wrong("de-AT"))
	case "Duration":
		return pick("PT1H", "PT1S", c.wrong("PT2M"))
	case "Revision":
		return c.IntN(20)
	case "SyncCursor":
		return "AAAA"
	default:
		return pick("session", "titel", mark, "Sal 1", "", fmt.Sprint(c.IntN(100)))
	}
}

// wrong returns mostly the text, and sometimes an invalid value.
func (c *chance) wrong(text string) string {
	if c.oneIn(5) {
		return "Not " + text
	}
	return text
}
