package scalar

import (
	"context"
	"encoding/json"
	"io"
	"reflect"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
)

// A zero of content is a number that is not there, where the schema says that
// the field may be null; where it may not, it is a zero: no votes against, the
// chapter at the beginning. A pointer to a zero is a zero everywhere.
func absent(ctx context.Context) bool {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil || fc.Field.Field == nil || fc.Field.Definition == nil {
		return false
	}
	t := fc.Field.Definition.Type
	return !t.NonNull && t.Elem == nil && reflect.ValueOf(fc.Result).Kind() != reflect.Pointer
}

// number writes a whole number.
type number int64

// MarshalGQLContext is called as the answer is written.
func (n number) MarshalGQLContext(ctx context.Context, w io.Writer) error {
	if n == 0 && absent(ctx) {
		graphql.Null.MarshalGQL(w)
		return nil
	}
	_, err := w.Write(strconv.AppendInt(nil, int64(n), 10))
	return err
}

// MarshalInt writes a number; one that is not there as null.
func MarshalInt(i int) graphql.ContextMarshaler { return number(i) }

// UnmarshalInt reads a number of 32 bits, as the GraphQL specification has it.
func UnmarshalInt(_ context.Context, v any) (int, error) {
	i, err := graphql.UnmarshalInt32(v)
	if err != nil {
		return 0, content.Errorf(content.CodeBadInput, "This must be a whole number of at most 32 bits.")
	}
	return int(i), nil
}

// MarshalBytes writes a length in bytes, which may exceed 32 bits.
func MarshalBytes(i int) graphql.ContextMarshaler { return number(i) }

// UnmarshalBytes reads a length in bytes.
func UnmarshalBytes(_ context.Context, v any) (int, error) {
	n, ok := whole(v)
	if !ok {
		return 0, content.Errorf(content.CodeBadInput, "This is not a length in bytes: a whole number, 0 or more.")
	}
	return int(n), nil
}

// MarshalRevision writes a revision as a number; none as null.
func MarshalRevision(r content.Revision) graphql.Marshaler {
	if r == 0 {
		return graphql.Null
	}
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = w.Write(strconv.AppendUint(nil, uint64(r), 10))
	})
}

// UnmarshalRevision reads a revision from a number.
func UnmarshalRevision(v any) (content.Revision, error) {
	n, ok := whole(v)
	if !ok {
		return 0, content.Errorf(content.CodeBadInput, "This is not a revision: a whole number, 0 or more.")
	}
	return content.Revision(n), nil
}

// maxWhole is the greatest number up to which JavaScript has every one.
const maxWhole = 1<<53 - 1

// whole is the number that a scalar is read from: a literal, or what JSON
// decodes to in a variable.
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
