// Command partgen generates the code for each field of the structs of documents and states, so
// that no reflection is needed for each document that is read: setting the member of a stored
// version, narrowing a copy to one language, and visiting texts and URLs. All of it follows
// from the declarations in the packages content and content/catalog, which it parses: it must
// work while its former output does not compile. It must not know any single type.
package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"log"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

const output = "parts_gen.go"

// folders are the folders of the packages, each after those that it imports.
var folders = []string{"content", "content/catalog"}

func main() {
	log.SetFlags(0)
	g, err := load(folders)
	if err != nil {
		log.Fatal(err)
	}
	for _, folder := range folders {
		code, err := g.code(folder)
		if err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, output), code, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// generator has the types that the packages declare. A name means the same type in all of them.
type generator struct {
	types   map[string]ast.Expr // declarations by name
	folders map[string]string   // of the declaring packages
	structs map[string]*structure
}

// structure is a stored struct.
type structure struct {
	name     string
	document bool // it embeds Meta
	fields   []field
}

// field is a field of a struct. The member is its stored name; "" if it is not stored.
type field struct {
	name, member string
	embedded     bool
	required     bool
	prose        bool // a text of several lines
	typ          ast.Expr
}

func load(folders []string) (*generator, error) {
	g := &generator{types: map[string]ast.Expr{}, folders: map[string]string{}, structs: map[string]*structure{}}
	for _, folder := range folders {
		paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") || filepath.Base(path) == output {
				continue
			}
			if err := g.parse(folder, path); err != nil {
				return nil, err
			}
		}
	}
	g.add("State")
	for _, name := range slices.Sorted(maps.Keys(g.types)) {
		if s, ok := g.types[name].(*ast.StructType); ok && embedsMeta(s) {
			g.add(name)
		}
	}
	return g, nil
}

// parse reads the types of a file.
func (g *generator) parse(folder, path string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, d := range file.Decls {
		d, ok := d.(*ast.GenDecl)
		if !ok || d.Tok != token.TYPE {
			continue
		}
		for _, s := range d.Specs {
			s := s.(*ast.TypeSpec)
			if s.Assign.IsValid() {
				continue // an alias
			}
			if former, twice := g.folders[s.Name.Name]; twice && former != folder {
				return fmt.Errorf("partgen: %s and %s both declare %s", former, folder, s.Name.Name)
			}
			g.types[s.Name.Name], g.folders[s.Name.Name] = s.Type, folder
		}
	}
	return nil
}

func embedsMeta(s *ast.StructType) bool {
	return slices.ContainsFunc(s.Fields.List, func(f *ast.Field) bool { return len(f.Names) == 0 && bare(text(f.Type)) == "Meta" })
}

// add adds a struct and its parts.
func (g *generator) add(name string) {
	declared, ok := g.types[name].(*ast.StructType)
	if g.structs[name] != nil || !ok {
		return
	}
	s := &structure{name: name, document: embedsMeta(declared)}
	g.structs[name] = s
	for _, f := range declared.Fields.List {
		tag := reflect.StructTag("")
		if f.Tag != nil {
			tag = reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
		}
		member, _, _ := strings.Cut(tag.Get("json"), ",")
		rules := strings.Split(tag.Get("rule"), ",")
		if len(f.Names) == 0 {
			s.fields = append(s.fields, field{name: bare(text(f.Type)), embedded: true, typ: f.Type})
		}
		for _, n := range f.Names {
			s.fields = append(s.fields, field{
				name: n.Name, member: strings.TrimPrefix(member, "-"), typ: f.Type,
				required: slices.Contains(rules, "required"), prose: isProse(rules),
			})
		}
		g.add(element(f.Type))
	}
}

// text returns the source text of a type.
func text(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.Ident:
		return t.Name
	case *ast.StarExpr:
		return "*" + text(t.X)
	case *ast.ArrayType:
		return "[]" + text(t.Elt)
	case *ast.SelectorExpr:
		return text(t.X) + "." + t.Sel.Name
	}
	return fmt.Sprintf("%T", t)
}

// bare returns a type without its package, except for the standard library.
func bare(name string) string {
	for _, of := range []string{"content.", "locale."} {
		name = strings.ReplaceAll(name, of, "")
	}
	return name
}

// element returns the element type of a pointer or a list, or the type itself; elementAs
// returns its source text.
func element(t ast.Expr) string   { return bare(elementAs(t)) }
func elementAs(t ast.Expr) string { return strings.TrimLeft(text(t), "[]*") }

// code returns the file of a package.
func (g *generator) code(folder string) ([]byte, error) {
	var w bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(g.structs)) {
		s := g.structs[name]
		if g.folders[name] != folder {
			continue
		}
		for _, method := range []func(*bytes.Buffer, *structure) error{g.member, g.narrow, g.visit} {
			if err := method(&w, s); err != nil {
				return nil, fmt.Errorf("partgen: %s%w", name, err)
			}
		}
	}
	file := "// Code generated by content/internal/partgen. DO NOT EDIT.\n\npackage " + filepath.Base(folder) + "\n\nimport (\n"
	for _, path := range []string{"slices", "", "lectern/content", "lectern/content/internal/record", "lectern/content/locale"} {
		switch name := path[strings.LastIndexByte(path, '/')+1:]; {
		case path == "":
			file += "\n"
		case bytes.Contains(w.Bytes(), []byte(name+".")):
			file += fmt.Sprintf("%q\n", path)
		}
	}
	return format.Source([]byte(file + ")\n" + w.String()))
}

// member writes how a member is read.
func (g *generator) member(w *bytes.Buffer, s *structure) error {
	fmt.Fprintf(w, "\nfunc (v *%s) ReadMember(name string, r *record.Reader) {\nswitch name {\n", s.name)
	otherwise := "r.Skip()"
	for _, f := range s.fields {
		switch {
		case f.embedded:
			otherwise = fmt.Sprintf("v.%s.ReadMember(name, r)", f.name)
		case f.member != "":
			read, err := g.reading(f.typ, g.readersOf(s, f))
			if err != nil {
				return fmt.Errorf(".%s: %w", f.name, err)
			}
			if g.structs[bare(text(f.typ))] != nil {
				fmt.Fprintf(w, "case %q:\nr.Object(&v.%s)\n", f.member, f.name)
			} else {
				fmt.Fprintf(w, "case %q:\nv.%s = %s\n", f.member, f.name, read)
			}
		}
	}
	fmt.Fprintf(w, "default:\n%s\n}\n}\n", otherwise)
	return nil
}

// readers are the functions that read a type of a document, given a reader. %s is the source
// text of the type. Texts, strings and times are normalised: see Normalise.
var readers = map[string]string{
	"string": "(*record.Reader).Name", "bool": "(*record.Reader).Bool", "int": "(*record.Reader).Int", "float64": "(*record.Reader).Float",
	"URL": "(*record.Reader).URL", "Date": "(*record.Reader).Date", "Duration": "(*record.Reader).Duration", "Language": "(*record.Reader).Language",
	"time.Time": "(*record.Reader).Second", "Text": "(*record.Reader).Text", "*RichText": "(*record.Reader).RichText", "TextTimes": "(*record.Reader).TextTimes",
	"ID": "record.ID[%s]", "Revision": "record.Uint[%s]",
}

// readersOf returns the readers of a field.
func (g *generator) readersOf(s *structure, f field) map[string]string {
	own := maps.Clone(readers)
	switch {
	case s.name == "Meta" || !g.reachable(s.name): // not written by editors
		own["string"], own["time.Time"] = "(*record.Reader).Str", "(*record.Reader).Time"
	case f.prose:
		own["string"], own["Text"] = "(*record.Reader).Prose", "(*record.Reader).ProseText"
	}
	return own
}

// isProse reports whether the rules of a field allow more than a short text
// (content.shortText).
func isProse(rules []string) bool {
	const shortText = 500
	return slices.ContainsFunc(rules, func(rule string) bool {
		limit, err := strconv.Atoi(strings.TrimPrefix(rule, "max="))
		return err == nil && limit > shortText
	})
}

// reading returns the expression that reads a type.
func (g *generator) reading(t ast.Expr, readers map[string]string) (string, error) {
	name, of, as := bare(text(t)), element(t), elementAs(t)
	function := strings.ReplaceAll(readers[of], "%s", as)
	switch {
	case readers[name] != "":
		if method, ok := strings.CutPrefix(readers[name], "(*record.Reader)."); ok {
			return "r." + method + "()", nil
		}
		return function + "(r)", nil
	case name == "*"+of && function != "":
		return fmt.Sprintf("record.ValueAt(r, %s)", function), nil
	case name == "[]"+of && function != "":
		return fmt.Sprintf("record.Values(r, %s)", function), nil
	case name == of && g.isWord(of):
		return fmt.Sprintf("record.Word[%s](r)", as), nil
	case name == "[]"+of && g.isWord(of):
		return fmt.Sprintf("record.Values(r, record.Word[%s])", as), nil
	case name == of && g.structs[of] != nil:
		return "", nil
	case name == "*"+of && g.structs[of] != nil:
		return fmt.Sprintf("record.PartAt[%s](r)", as), nil
	case name == "[]"+of && g.structs[of] != nil:
		return fmt.Sprintf("record.List[%s](r)", as), nil
	}
	return "", fmt.Errorf("nothing reads a %s", name)
}

// isWord reports whether a type is a string without a syntax of its own.
func (g *generator) isWord(name string) bool {
	declared, ok := g.types[name]
	return ok && text(declared) == "string"
}

// narrow writes how a copy that shares memory with another document gets its own memory, in one
// language.
func (g *generator) narrow(w *bytes.Buffer, s *structure) error {
	if s.name == "State" || !g.reachable(s.name) {
		return nil
	}
	if s.document {
		fmt.Fprintf(w, "\nfunc (v *%s) Narrowed(l locale.Language) content.Document {\nc := *v\nc.Narrow(l)\nreturn &c\n}\n", s.name)
	}
	fmt.Fprintf(w, "\nfunc (v *%s) Narrow(l locale.Language) {\n", s.name)
	for _, f := range s.fields {
		name, of := bare(text(f.typ)), element(f.typ)
		line := ""
		switch {
		case name == "ServedIn":
			line = "v.%[1]s = locale.ServedIn(l)"
		case name == "Text":
			line = "v.%[1]s = v.%[1]s.Narrow(l)"
		case name == "*RichText":
			line = "v.%[1]s = v.%[1]s.Narrow(l)"
		case name == "[]Text":
			line = "v.%[1]s = record.NarrowedTexts(v.%[1]s, l)"
		case name == of && g.structs[of] != nil:
			line = "v.%[1]s.Narrow(l)"
		case name == "[]"+of && g.structs[of] != nil:
			line = "v.%[1]s = record.NarrowedParts(v.%[1]s, l)"
		case name == "*"+of && g.structs[of] != nil:
			line = "v.%[1]s = record.NarrowedPart(v.%[1]s, l)"
		case name == "[]"+of:
			line = "v.%[1]s = slices.Clone(v.%[1]s)"
		case name == "*"+of:
			line = "v.%[1]s = record.CopyAt(v.%[1]s)"
		}
		if line != "" {
			fmt.Fprintf(w, line+"\n", f.name)
		}
	}
	fmt.Fprint(w, "}\n")
	return nil
}

// reachable reports whether a struct is part of a document.
func (g *generator) reachable(name string) bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(g.structs)), func(s *structure) bool {
		return s.document && (s.name == name || g.has(s, func(f field) bool { return element(f.typ) == name }))
	})
}

// has reports whether a field of a struct, or of a nested one, meets a condition.
func (g *generator) has(s *structure, such func(field) bool) bool {
	return slices.ContainsFunc(s.fields, func(f field) bool {
		below := g.structs[element(f.typ)]
		return such(f) || below != nil && g.has(below, such)
	})
}

// visit writes how a visitor reaches the stored texts and URLs.
func (g *generator) visit(w *bytes.Buffer, s *structure) error {
	isVisited := func(f field) bool {
		return f.member != "" && slices.Contains([]string{"Text", "RichText", "URL"}, element(f.typ))
	}
	if !g.has(s, isVisited) || s.name == "State" {
		return nil
	}
	fmt.Fprintf(w, "\nfunc (v *%s) Visit(to record.Visitor) {\nto.Part(v)\n", s.name)
	for _, f := range s.fields {
		name, of := bare(text(f.typ)), element(f.typ)
		below := g.structs[of]
		if !isVisited(f) && (f.member == "" || below == nil || !g.has(below, isVisited)) {
			continue
		}
		switch name {
		case "Text":
			fmt.Fprintf(w, "to.Text(v.%s, %t)\n", f.name, f.required)
		case "*RichText":
			fmt.Fprintf(w, "to.Text(v.%s.Whole(), %t)\n", f.name, f.required)
		case "URL":
			fmt.Fprintf(w, "to.URL(&v.%s)\n", f.name)
		case "[]Text":
			fmt.Fprintf(w, "for _, t := range v.%s {\nto.Text(t, false)\n}\n", f.name)
		case "*" + of:
			fmt.Fprintf(w, "if v.%[1]s != nil {\nv.%[1]s.Visit(to)\n}\n", f.name)
		case "[]" + of:
			fmt.Fprintf(w, "for i := range v.%[1]s {\nv.%[1]s[i].Visit(to)\n}\n", f.name)
		default:
			return fmt.Errorf(".%s: nothing visits a %s", f.name, name)
		}
	}
	fmt.Fprint(w, "}\n")
	return nil
}
