package binding

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/content/catalog"
)

// rule returns the call for one sort of field, and "" for other fields.
type rule func(r *Resolvers, f *codegen.Field, at Site) (string, error)

// rules are tried in this order. They know the schema's conventions: documents implement
// Document, their drafts Draft, and a page of a list is a type called Connection. The type of
// a document decides how it is read: drafts by the verbs for editors.
var rules = []rule{bySlug, list, create, update, reference, shown, picture}

// bySlug handles a root field that returns one document: by a slug, or a draft by id or slug.
func bySlug(r *Resolvers, f *codegen.Field, at Site) (string, error) {
	d := r.document(f.Type.Name())
	switch {
	case d == nil || !f.Object.Root || f.Type.Elem != nil:
		return "", nil
	case !d.draft && takes(f, "slug"):
		return r.call("BySlug["+d.goType+"]", at.Context, at.Argument("slug")), nil
	case d.draft && takes(f, "id", "slug"):
		return r.call("DraftBy["+d.goType+"]", at.Context, at.Argument("id"), at.Argument("slug")), nil
	}
	return "", nil
}

// list handles a page of documents: all of a type, or those that refer to an object.
func list(r *Resolvers, f *codegen.Field, at Site) (string, error) {
	name, isPage := strings.CutSuffix(f.Type.Name(), "Connection")
	d := r.document(name)
	inState := f.Object.Root && takes(f, "first", "after", "last", "before", "filter", "orderBy", "state")
	if !isPage || d == nil || !inState && !takes(f, "first", "after", "last", "before", "filter", "orderBy") {
		return "", nil
	}
	verb := "List["
	switch {
	case inState:
		verb = "DraftsIn["
	case d.draft:
		verb = "DraftList["
	}
	page := fmt.Sprintf("%s.Page{First: %s, After: %s, Last: %s, Before: %s}", templates.CurrentImports.Lookup(r.path),
		at.Argument("first"), at.Argument("after"), at.Argument("last"), at.Argument("before"))
	passed := []string{at.Context, page, at.Argument("filter"), at.Argument("orderBy")}
	if inState {
		passed = append(passed, at.Argument("state"))
	}
	if !f.Object.Root {
		attribute, err := d.attribute(r.document(f.Object.Name))
		if err != nil {
			return "", fmt.Errorf("%s.%s: %w; write %s", f.Object.Name, f.Name, err, missing(f))
		}
		passed = append(passed, r.call("By", fmt.Sprintf("%q", attribute), at.Object))
	}
	return r.call(verb+d.goType+"]", passed...), nil
}

// create handles the mutation that creates a document of a type.
func create(r *Resolvers, f *codegen.Field, at Site) (string, error) {
	d := r.edited(f, "create", "fields", "reason")
	if d == nil {
		return "", nil
	}
	input := at.Argument("input")
	return r.call("Create["+d.goType+"]", at.Context, input+".Fields", input+".Reason"), nil
}

// update handles the mutation that changes a document of a type.
func update(r *Resolvers, f *codegen.Field, at Site) (string, error) {
	fields := []string{"id", "fields", "expectedRevision", "mergeDisjoint", "removeLanguages", "reason"}
	d := r.edited(f, "update", fields...)
	if d == nil {
		return "", nil
	}
	for i, name := range fields {
		fields[i] = fmt.Sprintf("%[1]s: %[2]s.%[1]s", templates.ToGo(name), at.Argument("input"))
	}
	edit := fmt.Sprintf("%s.Edit{%s}", templates.CurrentImports.Lookup(r.path), strings.Join(fields, ", "))
	return r.call("Update["+d.goType+"]", at.Context, edit), nil
}

// edited returns the document type of a mutation: the rest of its name after a verb, if its
// input has these fields. It returns nil for other fields.
func (r *Resolvers) edited(f *codegen.Field, verb string, fields ...string) *document {
	name, ok := strings.CutPrefix(f.Name, verb)
	if !ok || f.Object.Definition != r.cfg.Schema.Mutation || !takes(f, "input") {
		return nil
	}
	input := f.Args[0].TypeReference.Definition
	if !slices.EqualFunc(input.Fields, fields, func(f *ast.FieldDefinition, name string) bool { return f.Name == name }) {
		return nil
	}
	return r.document(name)
}

// reference handles a field whose Go field has the ids of documents.
func reference(r *Resolvers, f *codegen.Field, at Site) (string, error) {
	d, m := r.document(f.Type.Name()), memberNamed(f.Object.Type, f.Name)
	if d == nil || m == nil || !m.isReference() || len(f.Args) > 0 {
		return "", nil
	}
	verb := "Reference"
	if d.draft {
		verb = "Draft"
	}
	if f.Type.Elem != nil {
		verb += "s"
	}
	return r.call(verb+"["+d.goType+"]", at.Context, at.Object+"."+m.Name()), nil
}

// shown handles a list of parts with people, such as the people of a session: readers get only
// the people whom they may see.
func shown(r *Resolvers, f *codegen.Field, at Site) (string, error) {
	m := memberNamed(f.Object.Type, f.Name)
	if m == nil || len(f.Args) > 0 {
		return "", nil
	}
	id := namesOthers(f.FieldDefinition, m)
	if id == nil {
		return "", nil
	}
	part := templates.CurrentImports.LookupType(m.Type().Underlying().(*types.Slice).Elem())
	of := fmt.Sprintf("func(p *%s) %s { return p.%s }", part, templates.CurrentImports.LookupType(id.Type()), id.Name())
	return r.call("Shown", at.Context, at.Object+"."+m.Name(), of), nil
}

// picture handles a field of type Image whose Go field is a picture's URL.
func picture(r *Resolvers, f *codegen.Field, at Site) (string, error) {
	m := memberNamed(f.Object.Type, f.Name)
	if m == nil || !m.isPicture(f.FieldDefinition) || len(f.Args) > 0 {
		return "", nil
	}
	return r.call("Picture", at.Context, at.Object+"."+m.Name()), nil
}

// takes reports whether these are a field's arguments, in this order.
func takes(f *codegen.Field, names ...string) bool {
	return slices.EqualFunc(f.Args, names, func(a *codegen.FieldArgument, name string) bool { return a.Name == name })
}

// document is a type of documents.
type document struct {
	draft  bool
	goType string // its name in the rendered file
	kind   *content.Kind
}

// document returns the document type of a name in the schema, or nil.
func (r *Resolvers) document(name string) *document {
	def := r.cfg.Schema.Types[name]
	if def == nil || def.Kind != ast.Object {
		return nil
	}
	d := &document{draft: isDraft(def)}
	if !d.draft && !slices.Contains(def.Interfaces, "Document") {
		return nil
	}
	ref, err := r.binder.TypeReference(ast.NamedType(name, nil), nil)
	if err != nil {
		return nil
	}
	d.goType = templates.CurrentImports.LookupType(ref.GO)
	kindName, _ := strings.CutSuffix(name, "Draft")
	for _, kind := range catalog.Kinds() {
		if strings.EqualFold(kind.Name, kindName) {
			d.kind = kind
		}
	}
	return d
}

// attribute returns the attribute by which the documents refer to those of another type.
func (d *document) attribute(to *document) (string, error) {
	if d.kind == nil || to == nil || to.kind == nil {
		return "", fmt.Errorf("only documents refer to each other")
	}
	var names []string
	for _, a := range d.kind.Attributes {
		if a.Ref == to.kind.Name {
			names = append(names, a.Name)
		}
	}
	switch len(names) {
	case 0:
		return "", fmt.Errorf("no attribute of the kind %s refers to a %s", d.kind.Name, to.kind.Name)
	case 1:
		return names[0], nil
	}
	return "", fmt.Errorf("the kind %s has several attributes that refer to a %s: %s", d.kind.Name, to.kind.Name, strings.Join(names, ", "))
}
