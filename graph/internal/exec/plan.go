package exec

import (
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/vektah/gqlparser/v2/ast"
)

// Plans are the plans of a document: one for each of its operations and each outcome of its
// @skip and @include. The zero value is ready for use. Plans grow with use, up to MaxBytes;
// beyond that, a run builds its own plan.
type Plans struct {
	// MaxBytes is the maximum size in bytes; 0 means DefaultPlanBytes.
	MaxBytes int

	mu    sync.Mutex // held while anything is added
	bytes int
	kept  atomic.Pointer[[]*plan]
}

// DefaultPlanBytes is the default maximum size of a document's plans, in bytes.
const DefaultPlanBytes = 64 << 10

// maxPlans is the maximum number of plans that a run searches.
const maxPlans = 16

// Sizes in memory, rounded up; a test checks that they are large enough.
const (
	planBytes      = 512
	conditionBytes = 80
	selectionBytes = 64
	fieldBytes     = int(unsafe.Sizeof(Field{})) + 32 // without the text of its key
	setBytes       = 48
	argumentsBytes = 256 // a field's arguments once read, and what is computed from them
	argumentBytes  = 32  // additional, for each declared argument
	valueBytes     = 64  // for each value, without its text
)

// plan says how an operation is executed for one outcome of its @skip and @include.
type plan struct {
	plans      *Plans
	schema     *Schema
	definition *ast.OperationDefinition
	conditions map[string]bool // the values of the variables of @skip and @include
	root       Field
}

// Field is a planned field: the selections under one response key of an object.
type Field struct {
	// Index is the field's index in its type's Fields; -1 for __typename.
	Index int

	shared  bool // in a cached plan; otherwise it belongs to one run
	nonNull bool
	literal bool   // no argument depends on a variable
	key     string // as JSON, preceded by a comma unless it is the first; for __typename with its value
	ast     *ast.Field
	sets    []ast.SelectionSet
	args    atomic.Pointer[any] // the literal arguments, once read
	memo    atomic.Pointer[any]
	objects atomic.Pointer[selection]
}

// selection has the selected fields of objects of one type.
type selection struct {
	typ    int
	fields []Field
	next   *selection
}

// planOf returns the plan of an operation. The plan is shared if there is room.
func (s *Schema) planOf(op *Operation) *plan {
	if p := op.Plans.find(op); p != nil {
		return p
	}
	return op.Plans.keep(s.plan(op), op)
}

// plan plans an operation that has no plan yet.
func (s *Schema) plan(op *Operation) *plan {
	p := &plan{plans: op.Plans, schema: s, definition: op.Definition, conditions: map[string]bool{}}
	p.root.sets = []ast.SelectionSet{op.Definition.SelectionSet}
	p.findConditions(op.Definition.SelectionSet, op.Variables, map[string]bool{})
	return p
}

// find returns the cached plan of an operation.
func (all *Plans) find(op *Operation) *plan {
	if kept := all.kept.Load(); kept != nil {
		for _, p := range *kept {
			if p.definition == op.Definition && p.fits(op.Variables) {
				return p
			}
		}
	}
	return nil
}

// keep caches a plan if there is room, and returns the plan to use: another run may have
// cached one first.
func (all *Plans) keep(p *plan, op *Operation) *plan {
	all.mu.Lock()
	defer all.mu.Unlock()
	if before := all.find(op); before != nil {
		return before
	}
	var kept []*plan
	if before := all.kept.Load(); before != nil {
		kept = *before
	}
	if len(kept) < maxPlans && all.reserve(planBytes+conditionBytes*len(p.conditions)) {
		p.root.shared = true
		more := append(slices.Clone(kept), p)
		all.kept.Store(&more)
	}
	return p
}

// reserve takes bytes of the free space. The caller must hold mu.
func (all *Plans) reserve(bytes int) bool {
	limit := all.MaxBytes
	if limit == 0 {
		limit = DefaultPlanBytes
	}
	if all.bytes+bytes > limit {
		return false
	}
	all.bytes += bytes
	return true
}

func (p *plan) fits(variables map[string]any) bool {
	for name, is := range p.conditions {
		if value, _ := variables[name].(bool); value != is {
			return false
		}
	}
	return true
}

// findConditions finds the variables of @skip and @include.
func (p *plan) findConditions(set ast.SelectionSet, variables map[string]any, seen map[string]bool) {
	for _, s := range set {
		var directives ast.DirectiveList
		switch s := s.(type) {
		case *ast.Field:
			directives = s.Directives
			p.findConditions(s.SelectionSet, variables, seen)
		case *ast.InlineFragment:
			directives = s.Directives
			p.findConditions(s.SelectionSet, variables, seen)
		case *ast.FragmentSpread:
			directives = s.Directives
			if !seen[s.Name] {
				seen[s.Name] = true
				p.findConditions(s.Definition.SelectionSet, variables, seen)
			}
		}
		for _, d := range directives {
			if a := d.Arguments.ForName("if"); a != nil && a.Value.Kind == ast.Variable {
				p.conditions[a.Value.Raw], _ = variables[a.Value.Raw].(bool)
			}
		}
	}
}

// includes reports whether @skip and @include allow a selection.
func (p *plan) includes(directives ast.DirectiveList) bool {
	for _, d := range directives {
		if d.Name != "skip" && d.Name != "include" {
			continue
		}
		condition := d.Arguments.ForName("if").Value
		is := condition.Raw == "true"
		if condition.Kind == ast.Variable {
			is = p.conditions[condition.Raw]
		}
		if is == (d.Name == "skip") {
			return false
		}
	}
	return true
}

// on returns the selection for objects of a type in a field.
func (f *Field) on(r *Run, typ int) []Field {
	for s := f.objects.Load(); s != nil; s = s.next {
		if s.typ == typ {
			return s.fields
		}
	}
	return r.extend(f, typ)
}

// unshared identifies a selection for which the plan had no room.
type unshared struct {
	field *Field
	typ   int
}

// extend plans the selection for objects of a type in a field.
func (r *Run) extend(f *Field, typ int) []Field {
	if fields, ok := r.unshared[unshared{f, typ}]; ok {
		return fields
	}
	p := r.plan
	fields, bytes := p.collect(f, typ)
	p.plans.mu.Lock()
	defer p.plans.mu.Unlock()
	first := f.objects.Load()
	for s := first; s != nil; s = s.next {
		if s.typ == typ { // another run was first
			return s.fields
		}
	}
	kept := f.shared && p.plans.reserve(bytes)
	if f.shared && !kept {
		if r.unshared == nil {
			r.unshared = map[unshared][]Field{}
		}
		r.unshared[unshared{f, typ}] = fields
		return fields
	}
	for i := range fields {
		fields[i].shared = kept
	}
	f.objects.Store(&selection{typ, fields, first})
	return fields
}

// collect merges selections as CollectFields of the specification does, and returns their size
// in bytes.
func (p *plan) collect(f *Field, typ int) (fields []Field, bytes int) {
	t := &p.schema.Types[typ]
	c := collector{plan: p, t: t, groups: map[string]int{}, visited: map[string]bool{}}
	for _, set := range f.sets {
		c.collect(set)
	}
	fields = make([]Field, len(c.fields))
	bytes = selectionBytes
	for i, group := range c.fields {
		fields[i].plan(t, i, group)
		bytes += fieldBytes + len(fields[i].key) + setBytes*len(fields[i].sets) + p.schema.argumentsOf(&fields[i])
	}
	return fields, bytes
}

// plan plans one field of a type from all its selections.
func (f *Field) plan(t *Type, place int, group []*ast.Field) {
	first := group[0]
	f.ast, f.key = first, string(AppendString(nil, first.Alias))+":"
	if place > 0 {
		f.key = "," + f.key
	}
	if first.Name == "__typename" {
		f.Index, f.key = -1, string(AppendString([]byte(f.key), t.Name))
		return
	}
	f.Index, f.nonNull, f.literal = t.byName[first.Name], first.Definition.Type.NonNull, true
	for _, a := range first.Arguments {
		f.literal = f.literal && isLiteral(a.Value)
	}
	for _, selected := range group {
		if len(selected.SelectionSet) > 0 {
			f.sets = append(f.sets, selected.SelectionSet)
		}
	}
}

// isLiteral reports whether a value contains no variable.
func isLiteral(v *ast.Value) bool {
	return v.Kind != ast.Variable && !slices.ContainsFunc(v.Children, func(child *ast.ChildValue) bool { return !isLiteral(child.Value) })
}

// collector groups the fields of an object by their response keys.
type collector struct {
	plan    *plan
	t       *Type
	visited map[string]bool // fragments
	groups  map[string]int  // the index in fields, by response key
	fields  [][]*ast.Field
}

func (c *collector) collect(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if !c.plan.includes(s.Directives) {
				continue
			}
			i, there := c.groups[s.Alias]
			if !there {
				i = len(c.fields)
				c.groups[s.Alias], c.fields = i, append(c.fields, nil)
			}
			c.fields[i] = append(c.fields[i], s)
		case *ast.InlineFragment:
			if c.plan.includes(s.Directives) && c.t.is(s.TypeCondition) {
				c.collect(s.SelectionSet)
			}
		case *ast.FragmentSpread:
			if c.visited[s.Name] || !c.plan.includes(s.Directives) {
				continue
			}
			c.visited[s.Name] = true
			if c.t.is(s.Definition.TypeCondition) {
				c.collect(s.Definition.SelectionSet)
			}
		}
	}
}
