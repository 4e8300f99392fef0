package graph

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gql "github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

// editorsOnly are the fields of structs that no type for readers may have.
var editorsOnly = []string{"Meta.formerSlugs", "Meta.textsAt", "Meta.timeMoves", "Meta.placeMoves", "Meta.statusMoves", "Meta.former", "Session.liveStreamUrl", "Conference.liveStreamUrl", "Speaker.pseudonym", "Speaker.consents", "Speaker.withoutConsentReason", "Photo.unrecognisable", "Captions.text", "Transcript.text"}

// guaranteed are the fields that a published document always has though no rule tag requires
// them, with the code that ensures it.
var guaranteed = map[string]string{
	"Session.status":       "SessionStatus",
	"Speaker.sortName":     "Redact",
	"TimelineEntry.source": "checkTimeline",
	"Captions.url":         "checkCaptions",
	"Transcript.url":       "checkTranscripts",
	"Transcript.mimeType":  "checkTranscripts",
	"Chapter.startsAt":     "zero is the beginning",
	"Vote.for":             "zero is a number of votes",
	"Vote.against":         "zero is a number of votes",
	"Vote.neither":         "zero is a number of votes",
	"FocalPoint.x":         "zero is the left edge",
	"FocalPoint.y":         "zero is the top",
}

// shape compares the structs of the kinds with the schema.
type shape struct {
	t     *testing.T
	types map[string]*gql.Definition
	seen  map[reflect.Type]bool
	used  map[string]bool // the used entries of editorsOnly and guaranteed
}

// TestFieldsOfKinds: the schema has each field of a document that is for readers, non-null
// exactly if publishing requires it, and no field for editors.
func TestFieldsOfKinds(t *testing.T) {
	t.Parallel()
	s := shape{t, schemaTypes(), map[reflect.Type]bool{}, map[string]bool{}}
	for _, kind := range catalog.Kinds() {
		s.compare(reflect.TypeOf(kind.New()).Elem())
	}
	s.meta()
	for _, name := range editorsOnly {
		if !s.used[name] {
			t.Errorf("editorsOnly has %s, which no struct has", name)
		}
	}
	for name := range guaranteed {
		if !s.used[name] {
			t.Errorf("guaranteed has %s, which no struct has", name)
		}
	}
}

// meta compares the common fields of documents with the interface.
func (s *shape) meta() {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[content.Meta]()) {
		if f.Anonymous {
			continue // its fields are visited too
		}
		name := content.FieldName(f)
		if name == "" { // the view sets it
			name = strings.ToLower(f.Name[:1]) + f.Name[1:]
			if f.Name == "URL" {
				name = "url"
			}
		}
		hidden := slices.Contains(editorsOnly, "Meta."+name)
		s.used["Meta."+name] = true
		for _, d := range append(s.implementing("Document"), s.types["Document"]) {
			if (d.Fields.ForName(name) == nil) != hidden {
				s.t.Errorf("%s.%s: hidden should be %t", d.Name, name, hidden)
			}
		}
	}
}

func (s *shape) implementing(name string) (all []*gql.Definition) {
	for _, d := range s.types {
		if slices.Contains(d.Interfaces, name) && d.Kind == gql.Object {
			all = append(all, d)
		}
	}
	return all
}

func (s *shape) compare(t reflect.Type) {
	if s.seen[t] {
		return
	}
	s.seen[t] = true
	d := s.types[t.Name()]
	if d == nil {
		s.t.Errorf("there is no type %s", t.Name())
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name := content.FieldName(f)
		if name == "" || f.Anonymous {
			continue
		}
		place := t.Name() + "." + name
		inSchema := d.Fields.ForName(name)
		if slices.Contains(editorsOnly, place) {
			s.used[place] = true
			if inSchema != nil {
				s.t.Errorf("%s is for editors only", place)
			}
			continue
		}
		if inSchema == nil {
			s.t.Errorf("%s is not in the schema", place)
			continue
		}
		s.field(place, f, inSchema)
	}
}

func (s *shape) field(place string, f reflect.StructField, d *gql.FieldDefinition) {
	s.nullability(place, f, d)
	t := f.Type
	for t.Kind() == reflect.Pointer || (t.Kind() == reflect.Slice && t != reflect.TypeFor[locale.Text]()) {
		t = t.Elem()
	}
	switch {
	case f.Tag.Get("ref") != "":
		if want := typeName(content.KindNamed(f.Tag.Get("ref"))); d.Type.Name() != want {
			s.t.Errorf("%s gives %s, want %s", place, d.Type, want)
		}
	case t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]() && t != reflect.TypeFor[locale.RichText]():
		s.compare(t)
	default:
		if enum := s.types[d.Type.Name()]; enum != nil && enum.Kind == gql.Enum {
			s.enum(t, enum)
		}
	}
}

func (s *shape) nullability(place string, f reflect.StructField, d *gql.FieldDefinition) {
	reason := guaranteed[place]
	s.used[place] = true
	isList := f.Type.Kind() == reflect.Slice && f.Type != reflect.TypeFor[locale.Text]()
	required := strings.Contains(f.Tag.Get("rule"), "required")
	want := reason != "" || isList || f.Type.Kind() == reflect.Bool || (required && f.Tag.Get("ref") == "")
	if d.Type.NonNull != want {
		s.t.Errorf("%s is of type %s; non-null should be %t", place, d.Type, want)
	}
	if isList != (d.Type.Elem != nil) || (isList && !d.Type.Elem.NonNull) {
		s.t.Errorf("%s is of type %s, which does not fit a %s", place, d.Type, f.Type)
	}
}

// enum compares the values of an enum with the constants of its type in content.
func (s *shape) enum(t reflect.Type, d *gql.Definition) {
	if t.Name() != d.Name {
		s.t.Errorf("the enum %s is the type %s", d.Name, t)
	}
	var got []string
	for _, v := range d.EnumValues {
		got = append(got, v.Name)
	}
	if want := enumConstants(s.t)[t.Name()]; !slices.Equal(got, want) {
		s.t.Errorf("%s has the values %v, but content has %v", d.Name, got, want)
	}
}

// enumConstants returns the values of the string constants of content in the order of the
// source, by the name of their type.
func enumConstants(t *testing.T) map[string][]string {
	t.Helper()
	byType := map[string][]string{}
	for _, spec := range declaredIn(t, token.CONST, contentFloors...) {
		v := spec.(*ast.ValueSpec)
		if name := typeOf(v); name != "" && len(v.Values) == 1 {
			if literal, ok := v.Values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
				value, _ := strconv.Unquote(literal.Value)
				byType[name] = append(byType[name], value)
			}
		}
	}
	return byType
}

// contentFloors are the folders of content, from the lowest floor up.
var contentFloors = []string{"../content/locale", "../content/caption", "../content", "../content/catalog"}

// typeOf returns the name of the type of constants, from any package; "" if there is none.
func typeOf(v *ast.ValueSpec) string {
	switch of := v.Type.(type) {
	case *ast.Ident:
		return of.Name
	case *ast.SelectorExpr:
		return of.Sel.Name
	}
	return ""
}

// declaredIn is declared for several folders.
func declaredIn(t *testing.T, what token.Token, folders ...string) (specs []ast.Spec) {
	t.Helper()
	for _, folder := range folders {
		specs = append(specs, declared(t, folder, what)...)
	}
	return specs
}

// declared returns the constants or the types that a folder's files declare.
func declared(t *testing.T, dir string, what token.Token) (specs []ast.Spec) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", dir, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == what {
				specs = append(specs, g.Specs...)
			}
		}
	}
	return specs
}

// TestModelHasNoContent: a type that is generated there is not bound to content.
func TestModelHasNoContent(t *testing.T) {
	t.Parallel()
	types := schemaTypes()
	for _, spec := range declared(t, "internal/model", token.TYPE) {
		name := spec.(*ast.TypeSpec).Name.Name
		d := types[name]
		switch {
		case d == nil:
			t.Errorf("model.%s is no type of the schema", name)
		case d.Kind == gql.InputObject, d.Kind == gql.Enum && strings.HasSuffix(name, "Order"):
		case strings.HasSuffix(name, "Payload"), name == "Viewer", name == "Permission", name == "CacheControlScope": // of the API only
		case name == "Reach", name == "ReachedDoor", name == "Door", name == "DoorState": // content does not know doors
		default:
			t.Errorf("model.%s is generated: %s did not bind to lectern/content", name, name)
		}
	}
}
