package graph

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content/catalog"
	"lectern/graph/internal/resolve"
)

// TestIdsBelongToNodes: an object type with a field id is a Node, so that node finds it and
// caches may store it by its id.
func TestIdsBelongToNodes(t *testing.T) {
	t.Parallel()
	schema := Schema().AST
	var nodes int
	for name, def := range schema.Types {
		if def.Kind != ast.Object || def.Fields.ForName("id") == nil {
			continue
		}
		if nodes++; !slices.Contains(def.Interfaces, "Node") {
			t.Errorf("%s has an id and is no Node", name)
		}
	}
	if want := 2*len(catalog.Kinds()) + 2; nodes != want {
		t.Errorf("%d types have an id, want %d: documents, their drafts, files and steps", nodes, want)
	}
}

// TestIdsIdentify: in responses to an editor's random queries, with drafts beside public
// documents and former versions beside drafts, an id identifies one object: of one type, with
// the same fields everywhere, as clients' caches assume. node finds each of them.
func TestIdsIdentify(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	topic := d.created(`createTopic(input: {fields: {name: "Først", slug: "foerst"}})`)
	for _, edit := range []string{`publish(input: {id: $id})`, `updateTopic(input: {id: $id, fields: {name: "Siden"}})`, `updateTopic(input: {id: $id, fields: {name: "Nu"}})`, `schedulePublish(input: {id: $id, at: "` + d.now.AddDate(0, 0, 1).Format(time.RFC3339) + `"})`} {
		if data, errs := d.ask(`mutation($id: ID!) { did: `+edit+` { revision userErrors { code } } }`, map[string]any{"id": topic}); len(errs) > 0 || data["did"].(map[string]any)["revision"] == nil {
			t.Fatal(data, errs)
		}
	}
	d.uploaded(3, 2)
	for seed := range seedCount(3) {
		w := &idWalk{t: t, draw: rand.New(rand.NewPCG(seed, 12)), schema: Schema().AST, types: map[string]string{}, values: map[string]any{}}
		good := 0
		for range 60 {
			query := "query {" + w.selection(w.schema.Query, 5) + "}"
			data, errs := d.ask(query, nil)
			if len(errs) > 0 {
				continue // such as a cost that is too high
			}
			good++
			w.object("Query", data)
		}
		if good < 20 || len(w.types) < 10 || !slices.ContainsFunc(slices.Collect(keysOf(w.types)), func(id string) bool { return strings.Contains(id, "_draft") }) {
			t.Errorf("seed %d: %d responses with %d objects say too little", seed, good, len(w.types))
		}
		w.found(d)
	}
}

func keysOf[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// idWalk draws queries and collects the objects of their responses.
type idWalk struct {
	t      *testing.T
	draw   *rand.Rand
	schema *ast.Schema
	types  map[string]string // by id
	values map[string]any    // by id and field
}

// selection draws fields of a type. Arguments are always the same, so a field has one value.
func (w *idWalk) selection(def *ast.Definition, depth int) string {
	var b strings.Builder
	if def != w.schema.Query {
		b.WriteString(" __typename")
	}
	if def.Fields.ForName("id") != nil {
		b.WriteString(" id")
	}
	chance := 3
	if def == w.schema.Query {
		chance = 12
	}
	for _, f := range def.Fields {
		arguments, ok := w.arguments(f)
		of := w.schema.Types[f.Type.Name()]
		switch {
		case !ok || strings.HasPrefix(f.Name, "__") || resolve.OfOthers(f.Name) || w.draw.IntN(chance) > 0 && f.Name != "nodes":
		case of.IsLeafType():
			b.WriteString(" " + f.Name + arguments)
		case depth > 0:
			b.WriteString(" " + f.Name + arguments + " {" + w.selection(of, depth-1) + " }")
		}
	}
	if def.IsAbstractType() && depth > 0 {
		for _, of := range w.schema.GetPossibleTypes(def) {
			if w.draw.IntN(4) == 0 {
				b.WriteString(" ... on " + of.Name + " {" + w.selection(of, depth-1) + " }")
			}
		}
	}
	if b.Len() == 0 {
		return " __typename"
	}
	return b.String()
}

// arguments returns the same arguments for a field in each query; false for a field that needs
// others.
func (w *idWalk) arguments(f *ast.FieldDefinition) (string, bool) {
	var all []string
	for _, a := range f.Arguments {
		switch {
		case a.Name == "first":
			all = append(all, "first: 3")
		case a.Name == "slug":
			all = append(all, `slug: "foerst"`)
		case a.Name == "revision":
			all = append(all, "revision: 1")
		case a.Type.NonNull && a.DefaultValue == nil:
			return "", false
		}
	}
	if len(all) == 0 {
		return "", true
	}
	return "(" + strings.Join(all, ", ") + ")", true
}

// object records an object of a response, and nested ones.
func (w *idWalk) object(at string, o map[string]any) {
	id, isNode := o["id"].(string)
	if isNode {
		name := o["__typename"].(string)
		if was, ok := w.types[id]; ok && was != name {
			w.t.Errorf("%s is the id of a %s and of a %s", id, was, name)
		}
		w.types[id], at = name, id
	}
	for field, value := range o {
		w.value(at, field, value, isNode)
	}
}

func (w *idWalk) value(at, field string, value any, ofNode bool) {
	key := at + "." + field
	switch v := value.(type) {
	case map[string]any:
		if _, isNode := v["id"]; isNode || !ofNode {
			w.object(key, v)
			return
		}
		for field, value := range v {
			w.value(key, field, value, ofNode)
		}
	case []any:
		for i, item := range v {
			w.value(key, strconv.Itoa(i), item, ofNode)
		}
	default:
		if was, ok := w.values[key]; ofNode && ok && !reflect.DeepEqual(was, value) {
			w.t.Errorf("%s is %v and %v", key, was, value)
		}
		w.values[key] = value
	}
}

// found requests each object by node.
func (w *idWalk) found(d *desk) {
	for id, name := range w.types {
		if !slices.Contains(w.schema.Types[name].Interfaces, "Node") {
			continue
		}
		body := d.send(`query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { __typename id } }`, map[string]any{"id": id})
		one := fmt.Sprintf(`{"__typename":%q,"id":%q}`, name, id)
		if want := fmt.Sprintf(`{"data":{"node":%s,"nodes":[%s]}}`, one, one); !sameJSON(body, want) {
			w.t.Errorf("node says %s of the %s", body, name)
		}
	}
}

func sameJSON(got []byte, want string) bool {
	var a, b any
	return json.Unmarshal(got, &a) == nil && json.Unmarshal([]byte(want), &b) == nil && reflect.DeepEqual(a, b)
}

// seedCount returns the number of seeds of a property test: few, or the environment variable
// LECTERN_TEST_SEEDS.
func seedCount(few uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv("LECTERN_TEST_SEEDS"), 10, 64); err == nil {
		return n
	}
	return few
}
