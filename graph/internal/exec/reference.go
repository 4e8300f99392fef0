//go:build reference

package exec

import (
	"context"

	"github.com/vektah/gqlparser/v2/ast"
)

// WithField is a context in which FieldOf gives a field: for resolvers that the reference
// executor calls.
func WithField(ctx context.Context, field *ast.Field) context.Context {
	r := &Run{Ctx: ctx, memos: map[*Field]any{}, frames: []frame{{field: &Field{ast: field}, index: -1}}}
	return &runContext{ctx, r}
}
