package scalar

import (
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
)

// UnmarshalInt reads a 32-bit integer, as the GraphQL specification defines it.
func UnmarshalInt(_ context.Context, v any) (int, error) {
	i, err := graphql.UnmarshalInt32(v)
	if err != nil {
		return 0, content.Errorf(content.CodeBadInput, "This must be a whole number of at most 32 bits.")
	}
	return int(i), nil
}

// UnmarshalBytes reads a size in bytes.
func UnmarshalBytes(_ context.Context, v any) (int, error) {
	n, ok := whole(v)
	if !ok {
		return 0, content.Errorf(content.CodeBadInput, "This is not a size in bytes: a whole number, 0 or more.")
	}
	return int(n), nil
}

// UnmarshalRevision reads a revision from a number.
func UnmarshalRevision(v any) (content.Revision, error) {
	n, ok := whole(v)
	if !ok {
		return 0, content.Errorf(content.CodeBadInput, "This is not a revision: a whole number, 0 or more.")
	}
	return content.Revision(n), nil
}

// maxWhole is the largest integer up to which JavaScript represents every integer exactly.
const maxWhole = 1<<53 - 1

// whole reads an integer from a literal, or from the JSON number of a variable.
func whole(v any) (n int64, ok bool) {
	switch v := v.(type) {
	case int64:
		n, ok = v, true
	case int:
		n, ok = int64(v), true
	case float64:
		n, ok = int64(v), v == float64(int64(v))
	case json.Number:
		i, err := v.Int64()
		n, ok = i, err == nil
	}
	return n, ok && n >= 0 && n <= maxWhole
}
