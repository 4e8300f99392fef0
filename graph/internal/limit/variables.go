package limit

import "github.com/vektah/gqlparser/v2/gqlerror"

// Variables checks the raw variables of a request against l: the nesting of lists and objects,
// and the number of values. It runs before they are coerced, and takes them as encoding/json
// decodes them, numbers as json.Number or not.
func Variables(variables map[string]any, l Limits) gqlerror.List {
	s := survey{maxNesting: l.ValueNesting, maxItems: l.ValueItems}
	for _, v := range variables {
		s.value(v, 0)
	}
	return l.refuse(
		bound{CodeTooDeep, "valueNesting", s.nesting, l.ValueNesting, "A variable is nested", "levels deep"},
		bound{CodeTooComplex, "valueItems", s.items, l.ValueItems, "The variables hold", "values"},
	)
}

// survey counts all items, but goes at most one level deeper than the limit: encoding/json
// accepts ten thousand levels.
type survey struct {
	maxNesting, maxItems int
	nesting, items       int
}

func (s *survey) value(v any, nesting int) {
	s.items = add(s.items, 1)
	switch v := v.(type) {
	case map[string]any:
		if s.enter(nesting + 1) {
			for _, child := range v {
				s.value(child, nesting+1)
			}
		}
	case []any:
		if s.enter(nesting + 1) {
			for _, child := range v {
				s.value(child, nesting+1)
			}
		}
	}
}

func (s *survey) enter(nesting int) bool {
	s.nesting = max(s.nesting, nesting)
	return nesting <= s.maxNesting
}
