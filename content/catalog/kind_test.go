package catalog

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/locale"
)

func TestKinds(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	once := func(k *content.Kind, what, value string) {
		if value == "" {
			t.Errorf("%s: no %s", k.Name, what)
		}
		if other, taken := seen[what+value]; taken {
			t.Errorf("%s: %s %q is that of %s too", k.Name, what, value, other)
		}
		seen[what+value] = k.Name
	}
	for _, k := range Kinds() {
		once(k, "name", k.Name)
		once(k, "prefix", k.Prefix)
		once(k, "folder", k.Folder)
		once(k, "type", reflect.TypeOf(k.New()).String())
		if k != content.KindNamed(k.Name) || k != content.KindOfPrefix(k.Prefix) {
			t.Errorf("%s is not found by its name or prefix", k.Name)
		}
		if got := reflect.TypeOf(k.New()).Elem().Name(); !strings.EqualFold(got, k.Name) {
			t.Errorf("%s has documents of type %s", k.Name, got)
		}
		for suffix, has := range map[string]string{".go": "= &content.Kind{", "_test.go": "checkRules("} {
			source, err := os.ReadFile(snake(k.Name) + suffix)
			if err != nil || !strings.Contains(string(source), has) {
				t.Errorf("%s: %s has no %q (%v)", k.Name, snake(k.Name)+suffix, has, err)
			}
		}
		_ = exampleOf(k) // it panics if there is none
	}
}

// TestEveryKindIsListed finds a declared kind that is not among kinds.
func TestEveryKindIsListed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		declared += len(regexp.MustCompile(`(?m)^var \w+ = &content\.Kind\{$`).FindAll(source, -1))
	}
	if declared != len(Kinds()) {
		t.Errorf("%d kinds are declared, kinds lists %d", declared, len(Kinds()))
	}
}

// snake returns a camelCase name in the form of file names.
func snake(name string) string {
	return strings.ToLower(regexp.MustCompile(`([A-Z])`).ReplaceAllString(name, "_$1"))
}

// TestAttributes runs each attribute on a full document and on an empty one.
func TestAttributes(t *testing.T) {
	t.Parallel()
	for _, k := range Kinds() {
		example, empty := exampleOf(k), k.New()
		empty.Base().ID = example.Base().ID
		for _, a := range k.Attributes {
			if a.Ref != "" && content.KindNamed(a.Ref) == nil {
				t.Errorf("%s.%s refers to %q, which is no kind", k.Name, a.Name, a.Ref)
			}
			keys := a.Of(example)
			if len(keys) == 0 {
				t.Errorf("%s.%s: nothing of the example", k.Name, a.Name)
			}
			for _, key := range keys {
				if key == "" || key >= content.Key("\xff") {
					t.Errorf("%s.%s: key %q of the example", k.Name, a.Name, key)
				}
				if a.Ref != "" && content.ID(key).Kind() != content.KindNamed(a.Ref) {
					t.Errorf("%s.%s: %q is not of kind %s", k.Name, a.Name, key, a.Ref)
				}
			}
			// Slugs and update times always exist before a version is stored, and a session
			// takes place by default.
			if keys := a.Of(empty); len(keys) != 0 && a.Name != "slug" && a.Name != "updatedAt" && k.Name+a.Name != "sessionstatus" {
				t.Errorf("%s.%s: %q of a document without content", k.Name, a.Name, keys)
			}
		}
	}
}

func TestIndexes(t *testing.T) {
	t.Parallel()
	for _, k := range Kinds() {
		names := map[string]bool{}
		for _, x := range k.Indexes {
			if names[x.Name()] {
				t.Errorf("%s: index %s is there twice", k.Name, x.Name())
			}
			names[x.Name()] = true
			if x.By != "" && (k.Attribute(x.By) == nil || x.By == x.Order) {
				t.Errorf("%s: index %s is by no attribute of its own", k.Name, x.Name())
			}
			order := k.Attribute(x.Order)
			if order == nil {
				t.Errorf("%s: index %s has no attribute for its order", k.Name, x.Name())
				continue
			}
			// The index of slugs also has former ones; no list is ordered by it.
			if n := len(order.Of(exampleOf(k))); n > 1 && x.Order != "slug" {
				t.Errorf("%s: index %s has the example in %d places", k.Name, x.Name(), n)
			}
		}
		for _, a := range k.Attributes {
			if !slices.ContainsFunc(k.Indexes, func(x content.Index) bool { return x.By == a.Name || x.Order == a.Name }) {
				t.Errorf("%s.%s is in no index", k.Name, a.Name)
			}
		}
	}
}

func TestTitlesAndTexts(t *testing.T) {
	t.Parallel()
	for _, k := range Kinds() {
		example, empty := exampleOf(k), k.New()
		if k.Title(example).String() == "" {
			t.Errorf("%s: the example has no title", k.Name)
		}
		title := strings.TrimPrefix(k.Title(served(t, example, "en")).String(), "(en) ")
		texts := k.Texts(served(t, example, "en"))
		if len(texts) == 0 || !strings.Contains(joinedTexts(texts), title) {
			t.Errorf("%s: search does not find the example by its title: %v", k.Name, texts)
		}
		if k.Title(empty).String() != "" || joinedTexts(k.Texts(empty)) != "" {
			t.Errorf("%s: a document without content has texts", k.Name)
		}
	}
}

// TestFields checks the struct of each kind, with all nested ones.
func TestFields(t *testing.T) {
	t.Parallel()
	camelCase := regexp.MustCompile(`^[a-z]+([A-Z][a-z]+)*$`)
	known := regexp.MustCompile(`^(required|key|max=\d+|min=\d+)$`)
	for i, k := range Kinds() {
		earlier := Kinds()[:i+1]
		eachStructField(reflect.TypeOf(k.New()).Elem(), func(owner reflect.Type, f reflect.StructField) {
			at := owner.Name() + "." + f.Name
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if kinds, takes := f.Tag.Lookup("asset"); takes {
				if k.Attribute("asset") == nil || !slices.Contains(k.Indexes, content.UsesOfAsset) || f.Type != reflect.TypeFor[locale.URL]() {
					t.Errorf("%s of %s takes files: its kind must list them", at, k.Name)
				}
				for kind := range strings.FieldsSeq(kinds) {
					if !content.AssetKind(kind).Valid() {
						t.Errorf("%s takes files of kind %q", at, kind)
					}
				}
			}
			if name == "-" { // filled in by views
				return
			}
			if !camelCase.MatchString(name) || !f.IsExported() {
				t.Errorf("%s: json name %q", at, name)
			}
			if options != "omitempty" && options != "omitzero" {
				t.Errorf("%s: is written where it is not set (json option %q)", at, options)
			}
			if rules := f.Tag.Get("rule"); rules != "" {
				for rule := range strings.SplitSeq(rules, ",") {
					if !known.MatchString(rule) {
						t.Errorf("%s: unknown rule %q", at, rule)
					}
				}
			}
			ref := f.Tag.Get("ref")
			if isID := f.Type == reflect.TypeFor[content.ID]() || f.Type == reflect.TypeFor[[]content.ID](); isID != (ref != "") {
				t.Errorf("%s of type %s has ref %q", at, f.Type, ref)
			}
			if ref == "" {
				return
			}
			if !strings.HasSuffix(f.Name, "ID") && !strings.HasSuffix(f.Name, "IDs") || strings.EqualFold(f.Name, name) {
				t.Errorf("%s holds an id: GraphQL's field %s must not bind to it", at, name)
			}
			if !slices.ContainsFunc(earlier, func(k *content.Kind) bool { return k.Name == ref }) {
				t.Errorf("%s refers to %q, which is no kind or comes later in Kinds", at, ref)
			}
		})
	}
}

// eachStructField visits the fields of a struct and of nested ones, except Meta.
func eachStructField(t reflect.Type, visit func(owner reflect.Type, f reflect.StructField)) {
	for f := range fieldsOf(t) {
		if f.Type == reflect.TypeFor[content.Meta]() {
			continue
		}
		visit(t, f)
		inner := f.Type
		for inner.Kind() == reflect.Slice || inner.Kind() == reflect.Pointer {
			if isValue(inner) {
				break
			}
			inner = inner.Elem()
		}
		if !isValue(inner) {
			eachStructField(inner, visit)
		}
	}
}

// fieldsOf returns the stored fields of a struct.
func fieldsOf(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if t.Field(i).Tag.Get("json") != "-" && !yield(t.Field(i)) {
				return
			}
		}
	}
}

// TestExamplesSetEveryField keeps the examples, and so the tests that range over them,
// complete.
func TestExamplesSetEveryField(t *testing.T) {
	t.Parallel()
	for _, d := range examples() {
		set, name := map[string]bool{}, content.KindOf(d).Name
		digits := regexp.MustCompile(`\.\d+`)
		content.EachField(d, func(f content.TreeField) {
			if !f.Value.IsZero() {
				set[digits.ReplaceAllString(strings.Join(f.Path, "."), "")] = true
			}
		})
		var visit func(t reflect.Type, prefix string)
		visit = func(st reflect.Type, prefix string) {
			for f := range fieldsOf(st) {
				if f.Type == reflect.TypeFor[content.Meta]() || content.FieldName(f) == "" {
					continue
				}
				path := prefix + content.FieldName(f)
				// A correct example can't have these.
				if !set[path] && path != "decorative" {
					t.Errorf("%s: the example has no %s", name, path)
				}
				inner := f.Type
				if !isValue(inner) && inner.Kind() != reflect.Struct {
					inner = inner.Elem()
				}
				if !isValue(inner) {
					visit(inner, path+".")
				}
			}
		}
		visit(reflect.TypeOf(d).Elem(), "")
	}
}

// TestEnums compares the enums of documents with their constants in the source.
func TestEnums(t *testing.T) {
	t.Parallel()
	values := constants(t)
	seen := map[reflect.Type]bool{}
	for _, k := range Kinds() {
		eachStructField(reflect.TypeOf(k.New()).Elem(), func(_ reflect.Type, f reflect.StructField) {
			if _, ok := reflect.Zero(f.Type).Interface().(interface{ Valid() bool }); !ok || seen[f.Type] {
				return
			}
			seen[f.Type] = true
			valid := func(s string) bool {
				v := reflect.New(f.Type).Elem()
				v.SetString(s)
				return v.Interface().(interface{ Valid() bool }).Valid()
			}
			if valid("") || valid("NO_SUCH_VALUE") {
				t.Errorf("%s takes anything", f.Type)
			}
			if listed := reflect.Zero(f.Type).Interface().(content.Enum).Values(); !slices.Equal(slices.Sorted(slices.Values(listed)), slices.Sorted(slices.Values(values[f.Type.Name()]))) {
				t.Errorf("%s lists %q, the source has %q", f.Type, listed, values[f.Type.Name()])
			}
			if len(values[f.Type.Name()]) < 2 {
				t.Errorf("%s has %d values", f.Type, len(values[f.Type.Name()]))
			}
			for _, s := range values[f.Type.Name()] {
				if !valid(s) || !regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`).MatchString(s) {
					t.Errorf("%s: %q is not valid, or no enum value of GraphQL", f.Type, s)
				}
			}
		})
	}
	if len(seen) < 10 {
		t.Errorf("only %d enums were found", len(seen))
	}
}

// constants returns the string constants of the floors by the name of their type.
func constants(t *testing.T) map[string][]string {
	t.Helper()
	values := map[string][]string{}
	var files []string
	for _, floor := range []string{".", "..", "../locale", "../caption"} {
		found, err := filepath.Glob(filepath.Join(floor, "*.go"))
		if err != nil || len(found) == 0 {
			t.Fatal(floor, err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			typ, _ := spec.Type.(*ast.Ident)
			if of, ok := spec.Type.(*ast.SelectorExpr); ok { // of a floor below
				typ = of.Sel
			}
			literal, _ := spec.Values[0].(*ast.BasicLit)
			if typ != nil && literal != nil && literal.Kind == token.STRING {
				s, _ := strconv.Unquote(literal.Value)
				values[typ.Name] = append(values[typ.Name], s)
			}
			return true
		})
	}
	return values
}

// TestMessages: each problem code has a message in both languages.
func TestMessages(t *testing.T) {
	t.Parallel()
	codes := constants(t)["ProblemCode"]
	if len(codes) < 30 {
		t.Errorf("only %d codes", len(codes))
	}
	for _, code := range codes {
		m := content.ProblemAt(nil, content.ProblemCode(code), false).Message
		if m.In("da") == "" || m.In("en") == "" || strings.Count(m.In("da"), "%!") != strings.Count(m.In("en"), "%!") {
			t.Errorf("%s: %q, %q", code, m.In("da"), m.In("en"))
		}
	}
}

// joinedTexts returns the texts of passages.
func joinedTexts(passages []content.Passage) string {
	var all []string
	for _, p := range passages {
		if p.Text != "" {
			all = append(all, p.Text)
		}
	}
	return strings.Join(all, "\n")
}
