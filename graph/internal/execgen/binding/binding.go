package binding

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

// Resolvers are the functions that fields may call: those of the package that gqlgen.yml names
// under resolver.
type Resolvers struct {
	cfg       *config.Config
	binder    *config.Binder
	path      string // of the package; may be empty
	functions map[string]*types.Func
	called    map[string]bool
}

// Load reads the functions, and configures gqlgen with bindings that it does not find itself.
// The models must exist, since functions take them. codegen.BuildData must follow, and Adapt.
func Load(cfg *config.Config) (*Resolvers, error) {
	r := &Resolvers{cfg: cfg, binder: cfg.NewBinder(), functions: map[string]*types.Func{}, called: map[string]bool{}}
	if cfg.Resolver.IsDefined() {
		r.path = cfg.Resolver.ImportPath()
		p := cfg.Packages.Load(r.path)
		switch {
		case p == nil || p.Types == nil:
			return nil, fmt.Errorf("gqlgen.yml: resolver: there is no package %s", r.path)
		case len(p.Errors) > 0:
			return nil, fmt.Errorf("%s must compile first:\n%s", r.path, p.Errors[0].Msg)
		}
		for _, name := range p.Types.Scope().Names() {
			if f, ok := p.Types.Scope().Lookup(name).(*types.Func); ok && f.Exported() {
				r.functions[name] = f
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(cfg.Schema.Types)) {
		if err := r.bind(cfg.Schema.Types[name]); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// bind tells gqlgen which fields of a type have a function, and which are Go fields of another
// name.
func (r *Resolvers) bind(def *ast.Definition) error {
	entry := r.cfg.Models[def.Name]
	if def.Kind != ast.Object || strings.HasPrefix(def.Name, "__") || r.cfg.IsRoot(def) || len(entry.Model) == 0 {
		return nil
	}
	object, err := r.binder.FindTypeFromName(entry.Model[0])
	if err != nil {
		return fmt.Errorf("%s: %w", def.Name, err)
	}
	fields := maps.Clone(entry.Fields)
	if fields == nil {
		fields = map[string]config.TypeMapField{}
	}
	for _, f := range def.Fields {
		field := fields[f.Name]
		switch m := memberNamed(object, f.Name); {
		case r.functions[functionName(def.Name, f.Name)] != nil, r.overrides(def, f.Name):
			field.Resolver = true
		case m != nil && m.isPicture(f):
			field.Resolver = true
		case field.FieldName != "" || m == nil || len(f.Arguments) > 0 || has(object, templates.ToGo(f.Name)),
			r.ofInterface(def, f.Name) != "" || m.isReference() || namesOthers(f, m) != nil:
			continue
		default:
			field.FieldName = m.Name()
		}
		fields[f.Name] = field
	}
	entry.Fields = fields
	r.cfg.Models[def.Name] = entry
	return nil
}

// ofInterface returns the name of the function for a field of one of a type's interfaces, or
// "".
func (r *Resolvers) ofInterface(def *ast.Definition, field string) string {
	for _, of := range def.Interfaces {
		if name := functionName(of, field); r.functions[name] != nil {
			return name
		}
	}
	return ""
}

// overrides reports whether a function gives a field its value for all types of an interface
// that has the field itself, whatever their Go types have.
func (r *Resolvers) overrides(def *ast.Definition, field string) bool {
	return slices.ContainsFunc(def.Interfaces, func(of string) bool {
		return r.functions[functionName(of, field)] != nil && r.cfg.Schema.Types[of].Fields.ForName(field) != nil
	})
}

// Site is the place of a call: the Go expressions for its arguments.
type Site struct {
	Context, Object string
	Argument        func(name string) string // of an argument of the field
}

// functionOf returns the name of the function that is named after a field, or "".
func (r *Resolvers) functionOf(f *codegen.Field) string {
	if name := functionName(f.Object.Name, f.Name); r.functions[name] != nil {
		return name
	}
	return r.ofInterface(f.Object.Definition, f.Name)
}

// isDraft reports whether a type is that of a document as editors see it.
func isDraft(def *ast.Definition) bool { return slices.Contains(def.Interfaces, "Draft") }

// Call returns the call that gives a field its value, for a field without a Go field or method
// in gqlgen's binding. It is called while gqlgen renders a file, which then imports the
// packages of the call.
func (r *Resolvers) Call(f *codegen.Field, at Site) (string, error) {
	if name := r.functionOf(f); name != "" {
		return r.named(f, name, at)
	}
	for _, rule := range rules {
		if text, err := rule(r, f, at); text != "" || err != nil {
			return text, err
		}
	}
	if r.path == "" {
		return "", fmt.Errorf("%s.%s: nothing gives it a value, and gqlgen.yml names no package of resolvers", f.Object.Name, f.Name)
	}
	return "", fmt.Errorf("%s.%s: nothing gives it a value; write into %s %s", f.Object.Name, f.Name, r.path, missing(f))
}

// named returns the call of a function that is named after a field.
func (r *Resolvers) named(f *codegen.Field, name string, at Site) (string, error) {
	r.called[name] = true
	if !fits(r.functions[name].Signature(), f) {
		return "", fmt.Errorf("%s.%s: %s does not fit; it should be %s", f.Object.Name, f.Name, name, missing(f))
	}
	passed := []string{at.Context}
	if !f.Object.Root {
		passed = append(passed, at.Object)
	}
	for _, a := range f.Args {
		passed = append(passed, at.Argument(a.Name))
	}
	return r.call(name, passed...), nil
}

// call returns a call of a function of the resolvers' package. The function's name may have
// type arguments.
func (r *Resolvers) call(name string, passed ...string) string {
	verb, _, _ := strings.Cut(name, "[")
	r.called[verb] = true
	return fmt.Sprintf("%s.%s(%s)", templates.CurrentImports.Lookup(r.path), name, strings.Join(passed, ", "))
}

// Uncalled returns an error for each function that is named after a field but never called.
func (r *Resolvers) Uncalled() (errs []error) {
	for _, name := range slices.Sorted(maps.Keys(r.functions)) {
		if !r.called[name] && r.isOfField(name) {
			errs = append(errs, fmt.Errorf("%s.%s: the schema has no field that calls it", r.path, name))
		}
	}
	return errs
}

// isOfField reports whether a function's name begins with that of a type.
func (r *Resolvers) isOfField(name string) bool {
	for typ, def := range r.cfg.Schema.Types {
		field, ok := strings.CutPrefix(name, typ)
		if ok && def.IsCompositeType() && field != "" && strings.ToUpper(field[:1]) == field[:1] {
			return true
		}
	}
	return false
}
