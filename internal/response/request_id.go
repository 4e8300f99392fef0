package response

import "context"

type requestIDKey struct{}

// requestContext is a context that knows its request: one allocation in place of
// the two of context.WithValue, for each request.
type requestContext struct {
	context.Context
	id string
}

func (c *requestContext) Value(key any) any {
	if key == (requestIDKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// WithRequestID says which request a context belongs to.
func WithRequestID(ctx context.Context, id string) context.Context {
	return &requestContext{ctx, id}
}

// RequestID is the id of the request that a context belongs to, empty where it
// belongs to none.
func RequestID(ctx context.Context) string {
	if c, ok := ctx.Value(requestIDKey{}).(*requestContext); ok {
		return c.id
	}
	return ""
}
