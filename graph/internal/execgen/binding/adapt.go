package binding

import (
	"go/types"
	"slices"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/vektah/gqlparser/v2/ast"
)

// Adapt corrects gqlgen's binding where it does not look at the functions: a function may take
// and return any of the Go types of a scalar. The implementors of an interface are objects,
// without the interfaces that implement it. And an interface of documents and their drafts,
// which have the same Go types, has the documents only: a draft comes wrapped (DraftNode), which
// execgen knows.
func (r *Resolvers) Adapt(data *codegen.Data) {
	for _, o := range data.Objects {
		for _, f := range o.Fields {
			r.adapt(f, data.ReferencedTypes)
		}
	}
	for _, of := range data.Interfaces {
		documents := map[string]bool{}
		for _, i := range of.Implementors {
			documents[i.Type.String()] = documents[i.Type.String()] || !isDraft(i.Definition)
		}
		of.Implementors = slices.DeleteFunc(of.Implementors, func(i codegen.InterfaceImplementor) bool {
			return i.Definition.Kind == ast.Interface || isDraft(i.Definition) && documents[i.Type.String()]
		})
	}
}

// adapt takes the types of a field's arguments and result from its function, and adds them to
// the referenced types.
func (r *Resolvers) adapt(f *codegen.Field, referenced map[string]*config.TypeReference) {
	function := r.functions[r.functionOf(f)]
	if function == nil || !f.IsResolver {
		return
	}
	of := function.Signature()
	first := 1
	if !f.Object.Root {
		first = 2
	}
	for i, a := range f.Args {
		if first+i < of.Params().Len() {
			r.retype(&a.TypeReference, a.Type, of.Params().At(first+i).Type(), referenced)
		}
	}
	if of.Results().Len() > 0 {
		r.retype(&f.TypeReference, f.Type, of.Results().At(0).Type(), referenced)
	}
}

// retype binds a scalar, or a list of one, to another of its Go types, and adds that to the
// referenced types, of which gqlgen's own executor makes its functions.
func (r *Resolvers) retype(ref **config.TypeReference, t *ast.Type, to types.Type, referenced map[string]*config.TypeReference) {
	if (*ref).Definition.Kind != ast.Scalar || same((*ref).GO, to) || isPointer((*ref).GO) != isPointer(to) {
		return
	}
	other, err := r.binder.TypeReference(t, to)
	if err == nil && same(other.GO, to) {
		*ref = other
		for ; other != nil; other = elementOf(other) {
			referenced[other.UniquenessKey()] = other
		}
	}
}

// elementOf returns the reference to the elements of a list, or nil.
func elementOf(ref *config.TypeReference) *config.TypeReference {
	if ref.IsSlice() || ref.IsPtrToSlice() {
		return ref.Elem()
	}
	return nil
}

func isPointer(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.Pointer)
	return ok
}
