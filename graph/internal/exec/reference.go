//go:build reference

package exec

import (
	"context"

	"github.com/vektah/gqlparser/v2/ast"
)

// WithField returns a context in which FieldOf and SelectionsOf return a field, for resolvers
// that the reference executor calls.
func WithField(ctx context.Context, field *ast.Field) context.Context {
	r := &Run{Ctx: ctx, memos: map[*Field]any{}, frames: []frame{{field: &Field{ast: field, sets: []ast.SelectionSet{field.SelectionSet}}, index: -1}}}
	return &runContext{ctx, r}
}
