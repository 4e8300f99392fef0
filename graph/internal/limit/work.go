package limit

import (
	"github.com/vektah/gqlparser/v2/ast"
)

// The charges were measured with gqlparser 2.5.64, so that a step is 20 to 200 ns for every
// document. If an error makes something more expensive, the charge is that of the error:
// gqlparser collects all errors to the end.
const (
	selectionCharge = 5
	argumentCharge  = 3  // with an error for each unknown argument
	spreadCharge    = 4  // to compare one more fragment, with two entries in the memory of pairs
	pairCharge      = 16 // to compare two fields and to format their conflict
	bytesPerStep    = 16 // of a literal, to quote it
)

// validationWork returns an upper bound of the work of gqlparser's validation for a document,
// in steps. It stops counting soon after limit, so it takes no more steps than that itself.
// The document's nesting must be bounded and free of cycles.
//
// Two habits of gqlparser make validation expensive in ways that counting nodes does not show:
//
//   - It walks the document once from each operation and once more from each fragment, with
//     everything that each spreads.
//   - For "overlapping fields can be merged" it compares each field with every other of the
//     same response name in the same place of the response, their arguments one by one, then
//     all their selections, and each set of fields with each fragment spread there.
//
// So validationWork does the same: from each operation and fragment it merges the fields of
// one place of the response, and charges for each selection and for each pair that would be
// compared, without comparing.
func validationWork(doc *ast.QueryDocument, limit int) int {
	m := merger{fragments: fragmentsByName(doc), limit: limit}
	m.document(doc)
	return m.spent
}

type merger struct {
	fragments   map[string]*ast.FragmentDefinition
	variableUse int
	spent       int
	limit       int
	// visited counts selections, for the test that the walk stops.
	visited int
}

func (m *merger) document(doc *ast.QueryDocument) {
	for _, f := range doc.Fragments {
		m.spend(m.directives(f.Directives))
		m.place([]ast.SelectionSet{f.SelectionSet})
	}
	for _, op := range doc.Operations {
		// Each use of a variable in an operation searches a list.
		m.variableUse = 1 + len(op.VariableDefinitions)/16
		for _, v := range op.VariableDefinitions {
			m.spend(1 + m.value(v.DefaultValue, 1) + m.directives(v.Directives))
		}
		m.spend(m.directives(op.Directives))
		m.place([]ast.SelectionSet{op.SelectionSet})
	}
}

func (m *merger) spend(steps int) {
	m.spent = add(m.spent, steps)
}

func (m *merger) done() bool {
	return m.spent > m.limit
}

// level has the selections in one place of the response.
type level struct {
	fields, spreads int
	// inline is the nesting of inline fragments there. gqlparser visits each of them
	// separately and again from those around it.
	inline int
	byName map[string]*sameName
}

// sameName has the fields of one response name in one place: the pairs to compare.
type sameName struct {
	count, weight, squares int
	selections             []ast.SelectionSet
}

// comparing charges for each pair, and for each pair of their arguments.
func (s *sameName) comparing() int {
	pairs := multiply(s.count, s.count-1) / 2
	arguments := max(multiply(s.weight, s.weight)-s.squares, 0) / 2
	return add(multiply(pairs, pairCharge), arguments)
}

// place charges for the selection sets that are merged into one place, and for everything
// below.
func (m *merger) place(sets []ast.SelectionSet) {
	at := level{byName: make(map[string]*sameName)}
	for _, set := range sets {
		m.collect(&at, set, 0)
	}
	steps := multiply(len(sets)+at.spreads, at.fields+spreadCharge*at.spreads)
	for _, same := range at.byName {
		steps = add(steps, same.comparing())
	}
	m.spend(multiply(steps, at.inline+1))
	for _, same := range at.byName {
		if m.done() {
			return
		}
		if len(same.selections) > 0 {
			m.place(same.selections)
		}
	}
}

func (m *merger) collect(at *level, set ast.SelectionSet, inline int) {
	at.inline = max(at.inline, inline)
	for _, selection := range set {
		if m.done() {
			return
		}
		m.visited++
		switch it := selection.(type) {
		case *ast.Field:
			m.field(at, it)
		case *ast.InlineFragment:
			m.spend(selectionCharge + m.directives(it.Directives))
			m.collect(at, it.SelectionSet, inline+1)
		case *ast.FragmentSpread:
			m.spend(selectionCharge + m.directives(it.Directives))
			at.spreads++
			if f := m.fragments[it.Name]; f != nil {
				m.collect(at, f.SelectionSet, inline)
			}
		}
	}
}

func (m *merger) field(at *level, f *ast.Field) {
	weight := m.arguments(f.Arguments)
	m.spend(selectionCharge + weight + m.directives(f.Directives))
	at.fields++
	same := at.byName[f.Alias]
	if same == nil {
		same = &sameName{}
		at.byName[f.Alias] = same
	}
	same.count++
	same.weight = add(same.weight, weight)
	same.squares = add(same.squares, multiply(weight, weight))
	if len(f.SelectionSet) > 0 {
		same.selections = append(same.selections, f.SelectionSet)
	}
}

func (m *merger) directives(list ast.DirectiveList) int {
	steps := 0
	for _, d := range list {
		steps = add(steps, 2+m.arguments(d.Arguments))
	}
	return steps
}

func (m *merger) arguments(list ast.ArgumentList) int {
	steps := 0
	for _, a := range list {
		steps = add(steps, argumentCharge+m.value(a.Value, 1))
	}
	return steps
}

// value charges a literal once for each list and object around it, since gqlparser evaluates
// each of those whole, and by its length, since gqlparser's errors quote it.
func (m *merger) value(v *ast.Value, nesting int) int {
	if v == nil {
		return 0
	}
	steps := 2*nesting + len(v.Raw)/bytesPerStep
	if v.Kind == ast.Variable {
		steps += m.variableUse
	}
	for _, child := range v.Children {
		steps = add(steps, m.value(child.Value, nesting+1))
	}
	return steps
}
