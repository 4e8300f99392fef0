package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content/catalog"
)

// asker writes queries that reach every field for readers.
type asker struct {
	types map[string]*ast.Definition
	w     *world
	asked map[string]bool // "Session.title"
}

// editorsRoots are not for readers.
func isEditors(f *ast.FieldDefinition) bool {
	name := f.Type.Name()
	return strings.Contains(name, "Draft") || slices.Contains([]string{"ChangeConnection", "ScheduledConnection", "TranslationTaskConnection", "AssetConnection", "MutationOutcome"}, name) || strings.HasSuffix(f.Name, "Sheet")
}

// leaves returns the fields of a type without subfields, and small structures with theirs.
func (a *asker) leaves(d *ast.Definition, depth int) string {
	var b strings.Builder
	b.WriteString("__typename ")
	for _, f := range d.Fields {
		if strings.HasPrefix(f.Name, "__") || isEditors(f) || widthsOf(f) == "" && slices.ContainsFunc(f.Arguments, mustBeGiven) {
			continue
		}
		of := a.types[f.Type.Name()]
		switch {
		case of == nil || of.Kind == ast.Scalar || of.Kind == ast.Enum:
			a.asked[d.Name+"."+f.Name] = true
			b.WriteString(f.Name + " ")
		case of.Kind == ast.Object && depth > 0 && !isDocument(of):
			a.asked[d.Name+"."+f.Name] = true
			below := depth - 1
			if f.Name == "edges" { // as deep as nodes
				below = depth
			}
			b.WriteString(f.Name + widthsOf(f) + " { " + a.leaves(of, below) + "} ")
		}
	}
	return b.String()
}

// mustBeGiven reports whether a field needs the argument.
func mustBeGiven(a *ast.ArgumentDefinition) bool {
	return a.DefaultValue == nil && (a.Type.NonNull || a.Name == "first")
}

func isDocument(d *ast.Definition) bool { return slices.Contains(d.Interfaces, "Document") }

// step is a field that leads to other documents.
type step struct {
	field  *ast.FieldDefinition
	parent *ast.Definition
	inside string // a structure on the way: "appearances"
}

// steps returns the fields of a document that lead to others.
func (a *asker) steps(d *ast.Definition) (all []step) {
	for _, f := range d.Fields {
		of := a.types[f.Type.Name()]
		switch {
		case of == nil || of.Kind != ast.Object || isEditors(f):
		case strings.HasSuffix(of.Name, "Connection"), isDocument(of):
			all = append(all, step{f, d, ""})
		default:
			for _, inner := range of.Fields {
				if target := a.types[inner.Type.Name()]; target != nil && isDocument(target) {
					all = append(all, step{inner, of, f.Name})
				}
			}
		}
	}
	return all
}

// selection returns the selection of a document, and of further ones along a path.
func (a *asker) selection(d *ast.Definition, path []step) string {
	own := a.leaves(d, 3)
	if len(path) == 0 {
		return own
	}
	next := path[0]
	a.asked[next.parent.Name+"."+next.field.Name] = true
	target := a.types[next.field.Type.Name()]
	text := ""
	if node := strings.TrimSuffix(target.Name, "Connection"); node != target.Name {
		text = next.field.Name + "(first: 4) " + a.connection(node, path[1:])
	} else {
		text = next.field.Name + " { " + a.selection(target, path[1:]) + "}"
	}
	if next.inside != "" {
		text = next.inside + " { " + text + " }"
	}
	return own + text + " "
}

func (a *asker) connection(node string, path []step) string {
	for _, f := range []string{"Connection.nodes", "Connection.edges", "Connection.pageInfo", "Connection.totalCount", "Edge.cursor", "Edge.node"} {
		a.asked[node+f] = true
	}
	for _, f := range []string{"hasNextPage", "hasPreviousPage", "startCursor", "endCursor"} {
		a.asked["PageInfo."+f] = true
	}
	return "{ totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } nodes { " + a.selection(a.types[node], path) + "} }"
}

// queries returns the queries of one world.
func (a *asker) queries() (all []string) {
	root := a.types["Query"]
	for _, f := range root.Fields {
		if strings.HasPrefix(f.Name, "__") || isEditors(f) || f.Name == "viewer" || f.Name == "draft" {
			continue
		}
		a.asked["Query."+f.Name] = true
		target := a.types[f.Type.Name()]
		node := strings.TrimSuffix(target.Name, "Connection")
		switch {
		case f.Name == "search":
			all = append(all, a.searches()...)
		case f.Name == "suggest": // among the searches
		case f.Arguments.ForName("filter") != nil:
			all = append(all, a.lists(f, a.types[node])...)
		case f.Arguments.ForName("slug") != nil:
			for i, slug := range a.w.slugs[strings.ToLower(node[:1])+node[1:]] {
				if slug != "" {
					all = append(all, fmt.Sprintf("{ %s(slug: %q) { %s} }", f.Name, slug, a.selection(target, a.path(target, i%3))))
				}
			}
		}
	}
	some := quoted(a.w.all[:min(100, len(a.w.all))])
	for _, name := range slices.Sorted(maps.Keys(a.types)) {
		if d := a.types[name]; d.Kind == ast.Object && isDocument(d) {
			all = append(all, "{ nodes(ids: ["+some+"]) { id ... on "+name+" { "+a.leaves(d, 3)+"} } }")
		}
	}
	all = append(append(all, a.changes()...), a.assets()...)
	for _, id := range a.w.all {
		all = append(all, fmt.Sprintf("{ node(id: %q) { id ... on Document { slug url } } nodes(ids: [%q]) { id ... on Document { slug updatedAt } } }", id, id))
	}
	return all
}

// assets returns queries of every file.
func (a *asker) assets() (all []string) {
	a.asked["Asset.uses"] = true
	uploaded, _ := a.w.library.List("", 1000) // from the beginning; it never fails
	for _, f := range uploaded {
		for _, id := range []string{string(f.ID), string(f.ID.URL())} {
			all = append(all, fmt.Sprintf("{ asset(id: %q) { %suses { id slug url } } }", id, a.leaves(a.types["Asset"], 3)))
		}
	}
	return all
}

// changes returns queries of all changes, and of those since a cursor.
func (a *asker) changes() (all []string) {
	for _, field := range []string{
		"SyncPage.entries", "SyncPage.complete", "SyncPage.cursor", "SyncEntry.revision", "SyncEntry.document", "SyncEntry.tombstone", "Tombstone.documentId", "Tombstone.type",
		"ProgrammeChange.documentId", "ProgrammeChange.what", "ProgrammeChange.session", "ProgrammeChange.before", "ProgrammeChange.after",
		"ProgrammePlace.startsAt", "ProgrammePlace.endsAt", "ProgrammePlace.room",
	} {
		a.asked[field] = true
	}
	for _, kind := range catalog.Kinds() {
		name := strings.ToUpper(kind.Name[:1]) + kind.Name[1:]
		all = append(all, fmt.Sprintf("{ sync(first: 500, types: %s) { complete cursor entries { revision tombstone { documentId type } document { ... on %s { %s } } } } }",
			kind.Type(), name, everything(a.types, a.types[name])))
	}
	for _, id := range a.w.all {
		if id.Kind().Name == "conference" && a.w.seen[id] {
			for since := range 12 {
				all = append(all, fmt.Sprintf("{ programmeChanges(conference: %q, since: {revision: %d}) { documentId what before { startsAt endsAt room } after { startsAt endsAt room } session { %s} } }", id, since, a.leaves(a.types["Session"], 3)))
			}
		}
	}
	return all
}

func quoted[S ~string](items []S) string {
	out := make([]string, len(items))
	for i, s := range items {
		out[i] = fmt.Sprintf("%q", s)
	}
	return strings.Join(out, ", ")
}

// path returns a random path from a document.
func (a *asker) path(d *ast.Definition, length int) (path []step) {
	for range length {
		ways := a.steps(d)
		if len(ways) == 0 {
			break
		}
		next := ways[a.w.random.IntN(len(ways))]
		path = append(path, next)
		d = a.types[strings.TrimSuffix(next.field.Type.Name(), "Connection")]
	}
	return path
}

// lists returns queries of a list: every step from it, longer random paths, every order, and
// every filter with visible and with secret values.
func (a *asker) lists(f *ast.FieldDefinition, d *ast.Definition) (all []string) {
	one := func(arguments string, path []step) {
		all = append(all, "{ "+f.Name+"("+arguments+") "+a.connection(d.Name, path)+" }")
	}
	one("first: 100", nil)
	one("last: 100", nil)
	for _, way := range a.steps(d) {
		one("first: 10", []step{way})
	}
	for range 12 {
		one("first: 5", a.path(d, 2+a.w.random.IntN(4)))
	}
	for _, order := range a.types[f.Arguments.ForName("orderBy").Type.Name()].EnumValues {
		one("first: 100, orderBy: "+order.Name, nil)
	}
	for _, condition := range a.types[f.Arguments.ForName("filter").Type.Name()].Fields {
		for _, operator := range a.types[condition.Type.Name()].Fields {
			a.asked[f.Name+" "+condition.Name+"."+operator.Name] = true
			for _, value := range a.values(operator.Type) {
				if operator.Type.Elem != nil {
					value = "[" + value + "]"
				}
				one(fmt.Sprintf("first: 100, filter: {%s: {%s: %s}}", condition.Name, operator.Name, value), nil)
			}
		}
	}
	return all
}

// values returns some values of a type, including secret ones.
func (a *asker) values(t *ast.Type) []string {
	switch name := t.Name(); name {
	case "ID":
		var ids []string
		for range 12 {
			ids = append(ids, fmt.Sprintf("%q", a.w.all[a.w.random.IntN(len(a.w.all))]))
		}
		return ids
	case "String":
		return []string{`"LEAKMARK"`, `"Sal 1"`, `""`}
	case "DateTime":
		return []string{`"2021-09-01T09:00:00+02:00"`}
	case "Date":
		return []string{`"2021-09-01"`}
	case "Language":
		return []string{`"da"`}
	case "Int":
		return []string{"1"}
	case "Boolean":
		return []string{"true"}
	default:
		return []string{a.types[name].EnumValues[0].Name}
	}
}
