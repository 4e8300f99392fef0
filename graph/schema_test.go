package graph

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"lectern/content"
	"lectern/graph/internal/resolve"
)

// schemaTypes returns the types that the schema files declare, by name.
func schemaTypes() map[string]*ast.Definition {
	types := map[string]*ast.Definition{}
	for name, d := range Schema().AST.Types {
		if !d.BuiltIn && !strings.HasPrefix(name, "__") {
			types[name] = d
		}
	}
	return types
}

// typeName returns the name of a kind's type in GraphQL, which is that of its struct.
func typeName(k *content.Kind) string { return resolve.TypeName(k) }

// eachDescription calls a function with everything in the schema that must be described:
// "Session.videos(first:)".
func eachDescription(visit func(what, description string)) {
	for name, d := range schemaTypes() {
		visit(name, d.Description)
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			visit(name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				visit(name+"."+f.Name+"("+a.Name+":)", a.Description)
			}
		}
		for _, v := range d.EnumValues {
			visit(name+"."+v.Name, v.Description)
		}
	}
	for name, d := range Schema().AST.Directives {
		if d.Position.Src.BuiltIn {
			continue
		}
		visit("@"+name, d.Description)
		for _, a := range d.Arguments {
			visit("@"+name+"("+a.Name+":)", a.Description)
		}
	}
}

// technical are terms that keep their lower case at the beginning of a sentence.
var technical = regexp.MustCompile(`^(og|article):`)

// TestDescriptions: editors and developers read them without the code.
func TestDescriptions(t *testing.T) {
	t.Parallel()
	eachDescription(func(what, description string) {
		first, _ := utf8.DecodeRuneInString(description)
		switch text := strings.TrimSpace(description); {
		case len(text) < 5 || !strings.HasSuffix(text, "."):
			t.Errorf("%s must be described in sentences: %q", what, description)
		case !unicode.IsUpper(first) && !technical.MatchString(description):
			t.Errorf("the description of %s must begin with a capital: %q", what, description)
		}
	})
}

// TestDraftDescriptions: a draft's field is null until it is written, and an editor sees what
// is not public.
func TestDraftDescriptions(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, k := range content.Kinds() {
		public, stored := Schema().AST.Types[typeName(k)], Schema().AST.Types[typeName(k)+"Input"]
		for _, suffix := range []string{"Draft", "Input"} {
			for _, f := range Schema().AST.Types[typeName(k)+suffix].Fields {
				if public.Fields.ForName(f.Name) == nil || stored.Fields.ForName(f.Name) == nil || f.Name == "slug" {
					continue
				}
				checked++
				for _, wrong := range []string{"ot public", "Null ", "Only public", "For readers,"} {
					if strings.Contains(f.Description, wrong) {
						t.Errorf("%s%s.%s says %q, which applies to readers: %q", typeName(k), suffix, f.Name, wrong, f.Description)
					}
				}
			}
		}
	}
	if checked < 100 {
		t.Errorf("only %d fields were checked", checked)
	}
}

// TestSDL: the served schema is the schema.
func TestSDL(t *testing.T) {
	t.Parallel()
	again, err := gqlparser.LoadSchema(&ast.Source{Name: "SDL", Input: SDL()})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(again)
	if b.String() != SDL() {
		t.Error("read and written again, the schema is another one")
	}
	for _, directive := range []string{`@specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339")`, "@cost(listSize: 50)", "directive @inContext("} {
		if !strings.Contains(SDL(), directive) {
			t.Errorf("there is no %s in it", directive)
		}
	}
}

// TestSDLIsReadByAll: each directive in it is defined in it, or in the specification of October
// 2021, which all programs support.
func TestSDLIsReadByAll(t *testing.T) {
	t.Parallel()
	known := []string{"deprecated", "include", "skip", "specifiedBy"}
	for _, defined := range regexp.MustCompile(`(?m)^directive @(\w+)`).FindAllStringSubmatch(SDL(), -1) {
		if slices.Contains(known, defined[1]) {
			t.Errorf("it defines @%s again", defined[1])
		}
		known = append(known, defined[1])
	}
	descriptions := regexp.MustCompile(`(?s)""".*?"""`)
	for _, used := range regexp.MustCompile(`@(\w+)`).FindAllStringSubmatch(descriptions.ReplaceAllString(SDL(), ""), -1) {
		if !slices.Contains(known, used[1]) {
			t.Errorf("it uses @%s, which it does not define", used[1])
		}
	}
	since := Schema().AST.Types["ProgrammeSince"]
	if since.Directives.ForName("oneOf") == nil || !strings.Contains(SDL(), "input ProgrammeSince {") {
		t.Error("ProgrammeSince takes one field, and the SDL need not say so")
	}
}

// TestTypesAreUsed: each type is reached from an operation or used by a directive.
func TestTypesAreUsed(t *testing.T) {
	t.Parallel()
	schema := Schema().AST
	used := map[string]bool{}
	var reach func(name string)
	reach = func(name string) {
		d := schema.Types[name]
		if used[name] || d == nil {
			return
		}
		used[name] = true
		for _, f := range d.Fields {
			reach(f.Type.Name())
			for _, a := range f.Arguments {
				reach(a.Type.Name())
			}
		}
		for _, possible := range schema.GetPossibleTypes(d) {
			reach(possible.Name)
		}
		for _, implemented := range schema.GetImplements(d) {
			reach(implemented.Name)
		}
	}
	reach(schema.Query.Name)
	reach(schema.Mutation.Name)
	for _, d := range schema.Directives {
		for _, a := range d.Arguments {
			reach(a.Type.Name())
		}
	}
	for name, d := range schema.Types {
		if !used[name] && !d.BuiltIn {
			t.Errorf("nothing uses %s", name)
		}
	}
	if !used["SessionFilter"] {
		t.Errorf("%d types are used", len(used))
	}
}

// TestScalarsAreSpecified: all scalars but our own refer to a specification.
func TestScalarsAreSpecified(t *testing.T) {
	t.Parallel()
	own := []string{"Slug", "Revision", "Bytes", "SyncCursor"}
	for name, d := range schemaTypes() {
		if d.Kind != ast.Scalar {
			continue
		}
		directive := d.Directives.ForName("specifiedBy")
		if (directive == nil) != slices.Contains(own, name) {
			t.Errorf("scalar %s: specified by %v", name, directive)
		}
	}
}

// TestKindsHaveTheirTypes: each kind has its type, its root fields and its connection, and no
// other type implements Document.
func TestKindsHaveTheirTypes(t *testing.T) {
	t.Parallel()
	schema := Schema().AST
	var names []string
	for _, kind := range content.Kinds() {
		name := typeName(kind)
		names = append(names, name)
		if schema.Types["DocumentType"].EnumValues.ForName(string(kind.Type())) == nil {
			t.Errorf("the enum DocumentType lacks %s", kind.Type())
		}
		d := schema.Types[name]
		if d == nil {
			t.Errorf("%s has no type", name)
			continue
		}
		if !slices.Equal(d.Interfaces, []string{"Node", "Document"}) {
			t.Errorf("%s implements %v", name, d.Interfaces)
		}
		if one := schema.Query.Fields.ForName(kind.Prefix); one == nil || one.Type.String() != name || one.Arguments.ForName("slug") == nil {
			t.Errorf("Query.%s does not give one %s by slug", kind.Prefix, name)
		}
		if many := schema.Query.Fields.ForName(kind.Folder); many == nil || many.Type.String() != name+"Connection!" {
			t.Errorf("Query.%s does not list each %s", kind.Folder, name)
		}
	}
	slices.Sort(names)
	nodes := append(slices.Clone(names), "Asset", "ScheduledStep")
	for _, name := range names {
		nodes = append(nodes, name+"Draft")
	}
	slices.Sort(nodes)
	for interfaceName, names := range map[string][]string{"Node": nodes, "Document": names} {
		var implementing []string
		for _, d := range schema.GetPossibleTypes(schema.Types[interfaceName]) {
			if d.Kind == ast.Object {
				implementing = append(implementing, d.Name)
			}
		}
		slices.Sort(implementing)
		if !slices.Equal(implementing, names) {
			t.Errorf("%s is implemented by %v, want %v", interfaceName, implementing, names)
		}
	}
}

// feeds are the lists that are read in one direction, without filters of a kind.
var feeds = []string{"Version", "Change", "Scheduled", "TranslationTask", "Asset"}

// TestLists: all lists of a type have the same arguments and the same form.
func TestLists(t *testing.T) {
	t.Parallel()
	types := schemaTypes()
	for name, d := range types {
		for _, f := range d.Fields {
			node, ok := strings.CutSuffix(f.Type.Name(), "Connection")
			if !ok || slices.Contains(feeds, node) || node == "Search" || node == "Cue" { // hits and cues have an order of their own
				continue
			}
			node = strings.TrimSuffix(node, "Draft")
			var got []string
			for _, a := range f.Arguments {
				got = append(got, a.Name+": "+a.Type.String())
			}
			want := []string{"first: Int", "after: String", "last: Int", "before: String", "filter: " + node + "Filter", "orderBy: " + node + "Order!"}
			if d == types["Query"] && strings.HasSuffix(f.Name, "Drafts") {
				want = append(want, "state: DraftState")
			}
			if !slices.Equal(got, want) || !f.Type.NonNull {
				t.Errorf("%s.%s%v: %s", name, f.Name, got, f.Type)
			}
			if orderBy := f.Arguments.ForName("orderBy"); orderBy == nil || orderBy.DefaultValue == nil {
				t.Errorf("%s.%s has no order of its own", name, f.Name)
			}
		}
	}
	for _, kind := range content.Kinds() {
		name := typeName(kind)
		for typeName, want := range map[string]string{
			name + "Connection": "edges: [" + name + "Edge!]!, nodes: [" + name + "!]!, pageInfo: PageInfo!, totalCount: Int!",
			name + "Edge":       "cursor: String!, node: " + name + "!",
		} {
			if got := fieldsOf(types[typeName]); got != want {
				t.Errorf("%s has %s, want %s", typeName, got, want)
			}
		}
	}
}

func fieldsOf(d *ast.Definition) string {
	if d == nil {
		return "nothing"
	}
	fields := make([]string, len(d.Fields))
	for i, f := range d.Fields {
		fields[i] = f.Name + ": " + f.Type.String()
	}
	return strings.Join(fields, ", ")
}

// TestListsHavePrices: the schema declares the bound of a list without pages.
func TestListsHavePrices(t *testing.T) {
	t.Parallel()
	types := schemaTypes()
	for name, d := range types {
		if d.Kind != ast.Object || strings.HasSuffix(name, "Connection") && !slices.Contains(feeds, strings.TrimSuffix(name, "Connection")) {
			continue
		}
		for _, f := range d.Fields {
			item := types[f.Type.Name()]
			if f.Type.Elem == nil || item == nil || item.Kind != ast.Object || name == "SyncPage" {
				continue
			}
			if cost := f.Directives.ForName("cost"); cost == nil || cost.Arguments.ForName("listSize") == nil {
				t.Errorf("%s.%s is a list without @cost(listSize:)", name, f.Name)
			}
		}
	}
}

// TestNoticesComeFirst: every media item has a content notice and the helpline, before the URLs
// of the media (promise 13).
func TestNoticesComeFirst(t *testing.T) {
	t.Parallel()
	types := schemaTypes()
	place := func(d *ast.Definition, name string) int {
		return slices.IndexFunc(d.Fields, func(f *ast.FieldDefinition) bool { return f.Name == name })
	}
	for _, name := range []string{"Video", "PodcastEpisode", "Photo"} {
		d := types[name]
		notice, helpline := place(d, "contentNotice"), place(d, "helpline")
		if notice < 0 || helpline < 0 {
			t.Errorf("%s has no contentNotice or no helpline", name)
		}
		for i, f := range d.Fields {
			media := []string{"Source", "Captions", "Audio", "Transcript", "Image"}
			isMedia := slices.Contains(media, f.Type.Name()) || (f.Type.Name() == "URL" && f.Name != "url")
			if isMedia && (i < notice || i < helpline) {
				t.Errorf("%s.%s is declared before the content notice or the helpline", name, f.Name)
			}
		}
	}
}

// TestNoDefer: the schema does not have what the service refuses.
func TestNoDefer(t *testing.T) {
	t.Parallel()
	if Schema().AST.Directives["defer"] != nil {
		t.Error("the schema offers @defer")
	}
}
