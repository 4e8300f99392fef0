//go:build reference

package graph

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
)

// chance writes one random valid query: with any fields, with valid or invalid arguments,
// literal or in variables, in overlapping fragments, under conditions.
type chance struct {
	*rand.Rand
	schema    *ast.Schema
	w         *world
	edits     bool // may use the fields for editors
	ambiguous map[string]bool
	fields    int              // so far
	fragments []randomFragment // complete ones
	declared  []string         // variables
	variables map[string]any
}

// maxRandomFields is the number of fields from which a query gets no further subfields.
const maxRandomFields = 150

type randomFragment struct {
	name, on, text string
}

// TestReferenceRandom sends queries that no one would write.
func TestReferenceRandom(t *testing.T) {
	t.Parallel()
	const each = 400
	n := &tally{}
	for seed := range uint64(*secretSeeds) {
		w := newWorld(t, seed)
		p := w.pairIn(t, n)
		for i := range uint64(each) {
			actor := []content.Actor{content.Anonymous, previewer, editor}[i%3]
			c := newChance(w, seed, i, actor.May(content.RoleEditor))
			query := c.query(actor.May(content.RolePreviewer))
			p.ask(actor, []string{"da", "en"}[i/2%2], query, c.variables)
		}
	}
	n.report(t, *secretSeeds*each*9/10)
}

// newChance is deterministic for a world, a seed and a number.
func newChance(w *world, seed, number uint64, edits bool) *chance {
	schema := Schema().AST
	return &chance{Rand: rand.New(rand.NewPCG(seed, number)), schema: schema, w: w, edits: edits, ambiguous: ambiguousNames(schema), variables: map[string]any{}}
}

func (c *chance) oneIn(n int) bool { return c.IntN(n) == 0 }

// query returns a query with its variables and fragments.
func (c *chance) query(preview bool) string {
	selection := c.selection(c.schema.Query, 6)
	var b strings.Builder
	b.WriteString("query")
	if len(c.declared) > 0 {
		b.WriteString(" (" + strings.Join(c.declared, ", ") + ")")
	}
	if preview && c.oneIn(2) {
		b.WriteString(" @inContext(preview: true)")
	}
	b.WriteString(" " + selection)
	for _, f := range c.fragments {
		fmt.Fprintf(&b, " fragment %s on %s %s", f.name, f.on, f.text)
	}
	return b.String()
}

// selection returns a selection of a type.
func (c *chance) selection(d *ast.Definition, depth int) string {
	var parts []string
	for range 2 + c.IntN(4) {
		f := d.Fields[c.IntN(len(d.Fields))]
		text := c.field(f, depth)
		if text == "" {
			continue
		}
		parts = append(parts, c.dressed(d, text, depth))
		if c.oneIn(6) { // the same field again, with more subfields
			if again := c.field(f, depth); again != "" {
				parts = append(parts, c.dressed(d, again, depth))
			}
		}
	}
	if d.IsAbstractType() && c.fields < maxRandomFields {
		possible := c.schema.GetPossibleTypes(d)
		for range 3 {
			of := possible[c.IntN(len(possible))]
			if of.Kind != ast.Object {
				continue
			}
			parts = append(parts, fmt.Sprintf("... on %s%s %s", of.Name, c.condition(), c.selection(of, depth-1)))
		}
	}
	if c.oneIn(3) {
		if again := c.fragmentFor(d); again != "" {
			parts = append(parts, again)
		}
	}
	if len(parts) == 0 || c.oneIn(3) {
		parts = append(parts, "__typename"+c.condition())
	}
	c.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	return "{ " + strings.Join(parts, " ") + " }"
}

// dressed returns a part of a selection, sometimes in a fragment.
func (c *chance) dressed(d *ast.Definition, text string, depth int) string {
	switch c.IntN(8) {
	case 0:
		return fmt.Sprintf("... on %s%s { %s __typename }", d.Name, c.condition(), text)
	case 1:
		return fmt.Sprintf("...%s { %s }", c.condition(), text)
	case 2:
		f := randomFragment{fmt.Sprint("F", len(c.fragments)), d.Name, "{ " + text + " }"}
		c.fragments = append(c.fragments, f)
		return "..." + f.name + c.condition()
	case 3: // by an interface with some of the fields
		if len(d.Interfaces) > 0 {
			of := c.schema.Types[d.Interfaces[c.IntN(len(d.Interfaces))]]
			return fmt.Sprintf("%s ... on %s%s %s", text, of.Name, c.condition(), c.selection(of, min(depth-1, 1)))
		}
	}
	return text
}

// fragmentFor spreads an existing fragment that may apply to a type.
func (c *chance) fragmentFor(d *ast.Definition) string {
	fit := slices.DeleteFunc(slices.Clone(c.fragments), func(f randomFragment) bool {
		return f.on != d.Name && !slices.Contains(d.Interfaces, f.on)
	})
	if len(fit) == 0 {
		return ""
	}
	return "..." + fit[c.IntN(len(fit))].name + c.condition()
}

// condition returns @skip, @include, both, or mostly none.
func (c *chance) condition() string {
	switch c.IntN(16) {
	case 0:
		return " @include(if: " + c.boolean() + ")"
	case 1:
		return " @skip(if: " + c.boolean() + ")"
	case 2:
		return " @skip(if: " + c.boolean() + ") @include(if: " + c.boolean() + ")"
	}
	return ""
}

func (c *chance) boolean() string {
	is := c.oneIn(2)
	if c.oneIn(2) {
		return fmt.Sprint(is)
	}
	name := fmt.Sprintf("is%t", is)
	if declaration := fmt.Sprintf("$%s: Boolean! = %t", name, is); !slices.Contains(c.declared, declaration) {
		c.declared = append(c.declared, declaration)
	}
	return "$" + name
}

// field returns a field, with a response key that differs from fields of other types and with
// other arguments.
func (c *chance) field(f *ast.FieldDefinition, depth int) string {
	of := c.schema.Types[f.Type.Name()]
	switch {
	case strings.HasPrefix(f.Name, "__"), !of.IsLeafType() && (depth <= 0 || c.fields > maxRandomFields):
		return ""
	case isEditors(f) && !c.edits && !c.oneIn(20):
		return ""
	}
	c.fields++
	text := f.Name + c.arguments(f)
	if text != f.Name || c.ambiguous[f.Name] || c.oneIn(2) {
		h := fnv.New32()
		_, _ = h.Write([]byte(text + f.Type.String()))
		text = fmt.Sprintf("%s%d: %s", f.Name, h.Sum32()%10_000_000, text)
	}
	text += c.condition()
	if of.IsLeafType() {
		return text
	}
	return text + " " + c.selection(of, depth-1)
}

// arguments returns the arguments of a field, mostly valid ones.
func (c *chance) arguments(f *ast.FieldDefinition) string {
	var given []string
	either := f.Arguments.ForName("id") != nil && f.Arguments.ForName("slug") != nil
	for _, a := range f.Arguments {
		var give bool
		switch {
		case a.Type.NonNull && a.DefaultValue == nil:
			give = true
		case a.Name == "first":
			give = !c.oneIn(50)
		case a.Name == "last", a.Name == "before", a.Name == "after":
			give = c.oneIn(50)
		case either:
			give = c.oneIn(2) == (len(given) == 0)
		default:
			give = c.oneIn(4)
		}
		if give {
			given = append(given, a.Name+": "+c.given(a, f))
		}
	}
	if len(given) == 0 {
		return ""
	}
	return "(" + strings.Join(given, ", ") + ")"
}

// ambiguousNames returns the names of fields with several types.
func ambiguousNames(schema *ast.Schema) map[string]bool {
	ambiguous, types := map[string]bool{}, map[string]string{}
	for _, d := range schema.Types {
		for _, f := range d.Fields {
			if t, there := types[f.Name]; there && t != f.Type.String() {
				ambiguous[f.Name] = true
			}
			types[f.Name] = f.Type.String()
		}
	}
	return ambiguous
}

// given returns the value of an argument, as a variable or literal.
func (c *chance) given(a *ast.ArgumentDefinition, f *ast.FieldDefinition) string {
	literal, value := c.value(a.Type, a.Name, f)
	if !c.oneIn(3) {
		return literal
	}
	name := fmt.Sprint("v", len(c.declared))
	declaration := "$" + name + ": " + a.Type.String()
	switch {
	case c.oneIn(3) && value != nil: // its default is the value, so it need not be set
		declaration = strings.TrimSuffix(declaration, "!") + " = " + literal
	case c.oneIn(6) && !a.Type.NonNull: // it is not set
	default:
		c.variables[name] = value
	}
	c.declared = append(c.declared, declaration)
	return "$" + name
}
