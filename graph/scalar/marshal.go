package scalar

import (
	"context"
	"io"
	"reflect"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
	"lectern/content/locale"
)

// gqlgen binds a scalar by a Marshal and an Unmarshal function. The Marshal functions write
// the same as the Append functions. Only gqlgen's own executor calls them, which tests compare
// with ours.

// MarshalString is AppendString for gqlgen. It always writes an empty text as null, because
// gqlgen does not tell it in time whether the field is nullable.
func MarshalString(s string) graphql.Marshaler { return marshaler(orNone(AppendString), s) }

// MarshalText is AppendText for gqlgen, as MarshalString.
func MarshalText(t locale.Text) graphql.Marshaler { return marshaler(orNone(AppendText), t) }

// MarshalID is AppendID for gqlgen.
func MarshalID(id content.ID) graphql.Marshaler { return marshaler(AppendID, id) }

// MarshalAssetID is AppendAssetID for gqlgen.
func MarshalAssetID(id content.AssetID) graphql.Marshaler { return marshaler(AppendAssetID, id) }

// MarshalNodeID is AppendNodeID for gqlgen.
func MarshalNodeID(id content.NodeID) graphql.Marshaler { return marshaler(AppendNodeID, id) }

// MarshalURL is AppendURL for gqlgen.
func MarshalURL(u locale.URL) graphql.Marshaler { return marshaler(AppendURL, u) }

// MarshalLanguage is AppendLanguage for gqlgen.
func MarshalLanguage(l locale.Language) graphql.Marshaler { return marshaler(AppendLanguage, l) }

// MarshalSlug is AppendSlug for gqlgen.
func MarshalSlug(s string) graphql.Marshaler { return marshaler(AppendSlug, s) }

// MarshalDate is AppendDate for gqlgen.
func MarshalDate(d locale.Date) graphql.Marshaler { return marshaler(AppendDate, d) }

// MarshalRole is AppendRole for gqlgen.
func MarshalRole(r content.Role) graphql.Marshaler { return marshaler(AppendRole, r) }

// MarshalDateTime is AppendDateTime for gqlgen.
func MarshalDateTime(t time.Time) graphql.Marshaler { return marshaler(AppendDateTime, t) }

// MarshalRevision is AppendRevision for gqlgen.
func MarshalRevision(r content.Revision) graphql.Marshaler { return marshaler(AppendRevision, r) }

// MarshalTexts is AppendTexts for gqlgen.
func MarshalTexts(t locale.Text) graphql.Marshaler { return marshaler(AppendTexts, t) }

// MarshalRichTexts is AppendRichTexts for gqlgen.
func MarshalRichTexts(t locale.RichText) graphql.Marshaler { return marshaler(AppendRichTexts, t) }

// MarshalBase64 exists because gqlgen requires a pair. Responses have URLs of files, not their
// bytes.
func MarshalBase64([]byte) graphql.Marshaler { return graphql.Null }

// MarshalInt is AppendInt for gqlgen.
func MarshalInt(i int) graphql.ContextMarshaler { return numberMarshaler(AppendInt, i) }

// MarshalBytes is AppendBytes for gqlgen.
func MarshalBytes(i int) graphql.ContextMarshaler { return numberMarshaler(AppendBytes, i) }

// MarshalLength is AppendLength for gqlgen.
func MarshalLength(i int64) graphql.ContextMarshaler { return numberMarshaler(AppendLength, i) }

// MarshalDuration is AppendDuration for gqlgen.
func MarshalDuration(d locale.Duration) graphql.ContextMarshaler {
	return numberMarshaler(AppendDuration, d)
}

func marshaler[T any](appendTo func([]byte, T) ([]byte, bool), v T) graphql.Marshaler {
	b, ok := appendTo(nil, v)
	if !ok {
		return graphql.Null
	}
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(b) })
}

// orNone wraps an Append function that takes a zero value as null.
func orNone[T any](appendTo func([]byte, T, bool) ([]byte, bool)) func([]byte, T) ([]byte, bool) {
	return func(b []byte, v T) ([]byte, bool) { return appendTo(b, v, true) }
}

func numberMarshaler[T any](appendTo func([]byte, T, bool) ([]byte, bool), v T) graphql.ContextMarshaler {
	return contextMarshaler(func(ctx context.Context) ([]byte, bool) { return appendTo(nil, v, zeroIsNull(ctx)) })
}

type contextMarshaler func(context.Context) ([]byte, bool)

// MarshalGQLContext writes the value of the field in the context.
func (m contextMarshaler) MarshalGQLContext(ctx context.Context, w io.Writer) error {
	b, ok := m(ctx)
	if !ok {
		b = []byte("null")
	}
	_, err := w.Write(b)
	return err
}

// zeroIsNull computes at run time what execgen computes at generation: whether the field is
// nullable and not held as a pointer.
func zeroIsNull(ctx context.Context) bool {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil || fc.Field.Field == nil || fc.Field.Definition == nil {
		return false
	}
	t := fc.Field.Definition.Type
	return !t.NonNull && t.Elem == nil && reflect.ValueOf(fc.Result).Kind() != reflect.Pointer
}
