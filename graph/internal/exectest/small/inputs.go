package small

import "github.com/99designs/gqlgen/graphql"

// Filter distinguishes null from absent in the fields without a default.
type Filter struct {
	Limit   int                          `json:"limit"`
	Colour  *Colour                      `json:"colour"`
	Tags    graphql.Omittable[[]string]  `json:"tags,omitzero"`
	Grid    graphql.Omittable[[][]*int]  `json:"grid,omitzero"`
	Even    graphql.Omittable[*Even]     `json:"even,omitzero"`
	Inner   graphql.Omittable[*Filter]   `json:"inner,omitzero"`
	Several graphql.Omittable[[]*Filter] `json:"several,omitzero"`
	Strict  graphql.Omittable[*string]   `json:"strict,omitzero"`
	Exact   graphql.Omittable[*bool]     `json:"exact,omitzero"`
	Must    string                       `json:"must"`
	Size    graphql.Omittable[*float64]  `json:"size,omitzero"`
}

// Sum is an input with required fields.
type Sum struct {
	Numbers []int
	Times   int
}

// Choice is a oneOf input.
type Choice struct {
	Text   graphql.Omittable[*string] `json:"text,omitzero"`
	Number graphql.Omittable[*int]    `json:"number,omitzero"`
}
