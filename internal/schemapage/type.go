package schemapage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// use is a field or an argument of the type in question.
type use struct {
	Type     string
	Field    string
	Argument string // empty if the field itself has the type
}

// typePage is the data of a type's page.
type typePage struct {
	*ast.Definition
	Kind     string // as the schema definition language calls it
	Possible []string
	Members  []member
	Uses     []use
}

// member is a field of an object, an interface or an input, or a value of an enum.
type member struct {
	ID                string // its anchor on the page; empty for an argument
	Name, Description string
	Type              *reference // nil for a value
	Default           string
	Deprecated        string // the reason; empty if it is not deprecated
	Arguments         []member
}

// reference is a type expression, with the name of the type's page.
type reference struct {
	Before, Name, After string
	Own                 bool // it has a page
}

func (p *Pages) typePage(d *ast.Definition) *typePage {
	page := &typePage{Definition: d, Kind: kinds[d.Kind], Uses: p.uses[d.Name]}
	for _, possible := range p.schema.GetPossibleTypes(d) {
		if d.IsAbstractType() {
			page.Possible = append(page.Possible, possible.Name)
		}
	}
	slices.Sort(page.Possible)
	for _, f := range d.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		m := p.member(f.Name, f.Description, f.Type, f.DefaultValue, f.Directives)
		m.ID, m.Arguments = anchor(f.Name), p.arguments(f.Arguments)
		page.Members = append(page.Members, m)
	}
	for _, v := range d.EnumValues {
		m := p.member(v.Name, v.Description, nil, nil, v.Directives)
		m.ID = anchor(v.Name)
		page.Members = append(page.Members, m)
	}
	return page
}

func (p *Pages) arguments(list ast.ArgumentDefinitionList) (all []member) {
	for _, a := range list {
		all = append(all, p.member(a.Name, a.Description, a.Type, a.DefaultValue, a.Directives))
	}
	return all
}

// directivePage is the data of a directive's page.
type directivePage struct {
	*ast.DirectiveDefinition
	Arguments []member
}

var kinds = map[ast.DefinitionKind]string{
	ast.Object: "type", ast.Interface: "interface", ast.Union: "union", ast.InputObject: "input", ast.Enum: "enum", ast.Scalar: "scalar",
}

func (p *Pages) member(name, description string, t *ast.Type, value *ast.Value, directives ast.DirectiveList) member {
	m := member{Name: name, Description: description}
	if t != nil {
		m.Type = p.reference(t)
	}
	if value != nil {
		m.Default = value.String()
	}
	if d := directives.ForName("deprecated"); d != nil {
		m.Deprecated = "No longer supported"
		if reason := d.Arguments.ForName("reason"); reason != nil {
			m.Deprecated = reason.Value.Raw
		}
	}
	return m
}

// reference splits [Session!]! around its name.
func (p *Pages) reference(t *ast.Type) *reference {
	name := t.Name()
	before, after, _ := strings.Cut(t.String(), name)
	d := p.schema.Types[name]
	return &reference{before, name, after, d != nil && !d.BuiltIn}
}

// usesOf maps each type to the fields and arguments that have it.
func usesOf(schema *ast.Schema) map[string][]use {
	uses := map[string][]use{}
	add := func(t *ast.Type, u use) { uses[t.Name()] = append(uses[t.Name()], u) }
	for _, d := range schema.Types {
		if d.BuiltIn {
			continue
		}
		for _, f := range d.Fields {
			add(f.Type, use{d.Name, f.Name, ""})
			for _, a := range f.Arguments {
				add(a.Type, use{d.Name, f.Name, a.Name})
			}
		}
	}
	for _, of := range uses {
		slices.SortFunc(of, func(a, b use) int {
			return cmp.Or(strings.Compare(a.Type, b.Type), strings.Compare(a.Field, b.Field), strings.Compare(a.Argument, b.Argument))
		})
	}
	return uses
}
