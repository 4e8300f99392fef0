package graph

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

const contentModel = "../docs/content-model.md"

// TestContentModel compares docs/content-model.md with the kinds and the schema, from which its
// diagram and tables are generated. go test ./graph -run TestContentModel -update rewrites
// them.
func TestContentModel(t *testing.T) {
	t.Parallel()
	const begin, end = "<!-- model: made by go test ./graph -run TestContentModel -update -->\n", "<!-- end of model -->\n"
	text, err := os.ReadFile(contentModel)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, foundEnd := strings.Cut(rest, end)
	if !found || !foundEnd {
		t.Fatalf("%s has no place for the model", contentModel)
	}
	want := before + begin + modelOf(t) + end + after
	if *updateGolden {
		if err := os.WriteFile(contentModel, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("%s is out of date", contentModel)
	}
	for _, kind := range catalog.Kinds() {
		if heading := "### " + typeName(kind) + "\n"; !strings.Contains(after, heading) {
			t.Errorf("%s does not say the rules of %s", contentModel, typeName(kind))
		}
	}
	codes := Schema().AST.Types["ProblemCode"].EnumValues
	for _, code := range regexp.MustCompile("`([A-Z]+_[A-Z_]+)`").FindAllStringSubmatch(after, -1) {
		if codes.ForName(code[1]) == nil {
			t.Errorf("%s has the code %s, which there is not", contentModel, code[1])
		}
	}
}

// modelOf returns the diagram and the tables of all kinds.
func modelOf(t *testing.T) string {
	t.Helper()
	var diagram, types, fields, references strings.Builder
	for _, kind := range catalog.Kinds() {
		d := Schema().AST.Types[typeName(kind)]
		about, _, _ := strings.Cut(strings.ReplaceAll(d.Description, "\n", " "), " (schema.org")
		fmt.Fprintf(&types, "| `%s` | %s | `%s(slug:)`, `%s` | `%s_…` | %s |\n", d.Name, strings.TrimSuffix(about, ".")+".", kind.Prefix, kind.Folder, kind.Prefix, inCode(listsOf(d)))
		required, texts := stored(reflect.TypeOf(kind.New()).Elem())
		fmt.Fprintf(&fields, "| `%s` | %s | %s |\n", d.Name, inCode(required), inCode(texts))
		for _, r := range referencesOf(reflect.TypeOf(kind.New()).Elem(), "") {
			to := content.KindNamed(r.to)
			if to == nil {
				t.Fatalf("%s.%s refers to %q, which is no kind", d.Name, r.path, r.to)
			}
			end, how := "|o", "one"
			switch {
			case r.many:
				end, how = "o{", "several"
			case r.required:
				end, how = "||", "one, required"
			}
			fmt.Fprintf(&diagram, "    %s }o--%s %s : %q\n", d.Name, end, typeName(to), r.path)
			fmt.Fprintf(&references, "| `%s` | `%s` | `%s` | %s |\n", d.Name, r.path, typeName(to), how)
		}
	}
	return "```mermaid\nerDiagram\n" + diagram.String() + "```\n\n" +
		"| type | what it is | queries | ids | its lists |\n|---|---|---|---|---|\n" + types.String() + "\n" +
		"| type | required to publish | texts, in each language |\n|---|---|---|\n" + fields.String() + "\n" +
		"| type | field | refers to | |\n|---|---|---|---|\n" + references.String()
}

// inCode returns words marked as code, separated by commas.
func inCode(words []string) string {
	if len(words) == 0 {
		return "—"
	}
	return "`" + strings.Join(words, "`, `") + "`"
}

// stored returns the fields of a type that publishing requires, and those with texts in each
// language.
func stored(of reflect.Type) (required, texts []string) {
	for i := range of.NumField() {
		f := of.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous {
			continue
		}
		if slices.Contains(strings.Split(f.Tag.Get("rule"), ","), "required") {
			required = append(required, name)
		}
		switch f.Type {
		case reflect.TypeFor[locale.Text](), reflect.TypeFor[[]locale.Text](), reflect.TypeFor[*locale.RichText]():
			texts = append(texts, name)
		}
	}
	return required, texts
}

// listsOf returns the fields of a type that are pages of other documents.
func listsOf(d *ast.Definition) (lists []string) {
	for _, f := range d.Fields {
		if strings.HasSuffix(f.Type.Name(), "Connection") {
			lists = append(lists, f.Name)
		}
	}
	return lists
}

// modelReference is a field of a document with the id of another.
type modelReference struct {
	path, to       string
	many, required bool
}

// referencesOf returns the fields that are tagged as references, also in parts.
func referencesOf(of reflect.Type, path string) (all []modelReference) {
	for i := range of.NumField() {
		f := of.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || name == "-" || name == "" {
			continue
		}
		to := f.Tag.Get("ref")
		if to != "" {
			required := slices.Contains(strings.Split(f.Tag.Get("rule"), ","), "required")
			all = append(all, modelReference{path + name, to, f.Type.Kind() == reflect.Slice, required})
			continue
		}
		part, many := f.Type, f.Type.Kind() == reflect.Slice
		for part.Kind() == reflect.Slice || part.Kind() == reflect.Pointer {
			part = part.Elem()
		}
		if part.Kind() != reflect.Struct {
			continue
		}
		for _, r := range referencesOf(part, path+name+".") {
			r.many = r.many || many
			all = append(all, r)
		}
	}
	return all
}
