package scalar

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
)

func written(m graphql.Marshaler) string {
	var b strings.Builder
	m.MarshalGQL(&b)
	return b.String()
}

// inField writes a number as the value of a field of a type.
func inField(t *testing.T, m graphql.ContextMarshaler, fieldType *ast.Type, result any) string {
	t.Helper()
	ctx := graphql.WithFieldContext(context.Background(), &graphql.FieldContext{
		Field:  graphql.CollectedField{Field: &ast.Field{Definition: &ast.FieldDefinition{Type: fieldType}}},
		Result: result,
	})
	var b strings.Builder
	if err := m.MarshalGQLContext(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWritten(t *testing.T) {
	copenhagen := time.FixedZone("CEST", 2*60*60)
	for _, tt := range []struct {
		got  graphql.Marshaler
		want string
	}{
		{MarshalString("Om \"stalking\"\n<b>"), `"Om \"stalking\"\n<b>"`},
		{MarshalString(""), "null"},
		{MarshalText(content.NewText("da", "æøå")), `"æøå"`},
		{MarshalText(nil), "null"},
		{MarshalID("session_01FEDCZ8M0A9B8C7D6E5F4G3H2"), `"session_01FEDCZ8M0A9B8C7D6E5F4G3H2"`},
		{MarshalURL(""), "null"},
		{MarshalURL("https://example.org/?a=1&b=2"), `"https://example.org/?a=1&b=2"`},
		{MarshalLanguage("nb-NO"), `"nb-NO"`},
		{MarshalSlug("a-b"), `"a-b"`},
		{MarshalDateTime(time.Date(2021, 9, 1, 9, 0, 0, 0, copenhagen)), `"2021-09-01T09:00:00+02:00"`},
		{MarshalDateTime(time.Date(2021, 9, 1, 9, 0, 0, 120_000_000, time.UTC)), `"2021-09-01T09:00:00.12Z"`},
		{MarshalDateTime(time.Time{}), "null"},
		{MarshalDate("2021-09-01"), `"2021-09-01"`},
		{MarshalDate(""), "null"},
		{MarshalRevision(0), "null"},
		{MarshalRevision(1 << 53), "9007199254740992"},
	} {
		if got := written(tt.got); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

// TestNothing: a zero is null where the field may be null, unless something points at it.
func TestNothing(t *testing.T) {
	nullable, nonNull, list := ast.NamedType("Int", nil), ast.NonNullNamedType("Int", nil), ast.NonNullListType(ast.NonNullNamedType("Int", nil), nil)
	zero := 0
	for _, tt := range []struct {
		marshaler graphql.ContextMarshaler
		fieldType *ast.Type
		result    any
		want      string
	}{
		{MarshalInt(0), nullable, 0, "null"},
		{MarshalInt(0), nullable, &zero, "0"},
		{MarshalInt(0), nonNull, 0, "0"},
		{MarshalInt(0), list, []int{0}, "0"},
		{MarshalInt(-7), nullable, -7, "-7"},
		{MarshalBytes(0), nullable, 0, "null"},
		{MarshalBytes(5_000_000_000), nullable, 5_000_000_000, "5000000000"},
		{MarshalDuration(0), nullable, content.Duration(0), "null"},
		{MarshalDuration(0), nonNull, content.Duration(0), `"PT0S"`},
		{MarshalDuration(content.Duration(90 * time.Second)), nullable, content.Duration(0), `"PT1M30S"`},
	} {
		if got := inField(t, tt.marshaler, tt.fieldType, tt.result); got != tt.want {
			t.Errorf("%v in a field of type %s: got %s, want %s", tt.marshaler, tt.fieldType, got, tt.want)
		}
	}
}

// read are the scalars that arguments have, by name.
var read = map[string]func(any) (any, error){
	"String":   func(v any) (any, error) { return UnmarshalString(v) },
	"ID":       func(v any) (any, error) { return UnmarshalID(v) },
	"URL":      func(v any) (any, error) { return UnmarshalURL(v) },
	"Language": func(v any) (any, error) { return UnmarshalLanguage(v) },
	"Slug":     func(v any) (any, error) { return UnmarshalSlug(v) },
	"DateTime": func(v any) (any, error) { return UnmarshalDateTime(v) },
	"Date":     func(v any) (any, error) { return UnmarshalDate(v) },
	"Duration": func(v any) (any, error) { return UnmarshalDuration(context.Background(), v) },
	"Int":      func(v any) (any, error) { return UnmarshalInt(context.Background(), v) },
	"Bytes":    func(v any) (any, error) { return UnmarshalBytes(context.Background(), v) },
	"Revision": func(v any) (any, error) { return UnmarshalRevision(v) },
}

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		scalar string
		v      any
		want   any // nil: refused
	}{
		{"String", "x", "x"},
		{"String", 1, nil},
		{"ID", "session_01FEDCZ8M0A9B8C7D6E5F4G3H2", content.ID("session_01FEDCZ8M0A9B8C7D6E5F4G3H2")},
		{"ID", "evil", nil},
		{"ID", int64(1), nil},
		{"ID", nil, nil},
		{"URL", "https://example.org/", content.URL("https://example.org/")},
		{"URL", "javascript:evil()", nil},
		{"Language", "EN-gb", content.Language("en-GB")},
		{"Language", "evil-evil-evil", nil},
		{"Slug", "fagkonference-2021", "fagkonference-2021"},
		{"Slug", "Evil Slug", nil},
		{"Slug", "", nil},
		{"DateTime", "2021-09-01T07:00:00Z", time.Date(2021, 9, 1, 7, 0, 0, 0, time.UTC)},
		{"DateTime", "2021-09-01T07:00:00.1239Z", time.Date(2021, 9, 1, 7, 0, 0, 123_000_000, time.UTC)},
		{"DateTime", "2021-09-01T07:00:00", nil},
		{"DateTime", "2021-09-01", nil},
		{"DateTime", "0001-01-01T00:00:00Z", nil},
		{"DateTime", strings.Repeat("evil", 1000), nil},
		{"Date", "2021-09-01", content.Date("2021-09-01")},
		{"Date", "2021-02-30", nil},
		{"Duration", "P1DT2H", content.Duration(26 * time.Hour)},
		{"Duration", "1h", nil},
		{"Int", int64(7), 7},
		{"Int", json.Number("7"), 7},
		{"Int", json.Number("evil"), nil},
		{"Int", int64(1 << 40), nil},
		{"Bytes", int64(1 << 40), 1 << 40},
		{"Bytes", json.Number("-1"), nil},
		{"Revision", json.Number("12"), content.Revision(12)},
		{"Revision", 12.0, content.Revision(12)},
		{"Revision", 12.5, nil},
		{"Revision", -1, nil},
		{"Revision", json.Number("9007199254740992"), nil},
		{"Revision", "12", nil},
	} {
		got, err := read[tt.scalar](tt.v)
		if (err != nil) != (tt.want == nil) {
			t.Errorf("%s %v: error %v", tt.scalar, tt.v, err)
			continue
		}
		if err != nil {
			checkRefusal(t, tt.scalar, err)
			continue
		}
		if at, ok := got.(time.Time); ok && at.Equal(tt.want.(time.Time)) {
			continue
		}
		if got != tt.want {
			t.Errorf("%s %v: got %v, want %v", tt.scalar, tt.v, got, tt.want)
		}
	}
}

func checkRefusal(t *testing.T, scalar string, err error) {
	t.Helper()
	var domain *content.Error
	if !errors.As(err, &domain) || domain.Code != content.CodeBadInput || strings.Contains(strings.ToLower(err.Error()), "evil") {
		t.Errorf("%s: %v is no BAD_INPUT, or repeats what was sent", scalar, err)
	}
}

// FuzzRead: what a scalar reads it writes again as something that it reads as the same, and
// what it refuses is not repeated.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"session_01FEDCZ8M0A9B8C7D6E5F4G3H2", "https://example.org/", "en-GB", "a-b", "2021-09-01T07:00:00.5+02:00", "2021-09-01", "P1DT2H3M4.5S", "x\x00\"\\"} {
		f.Add(seed)
	}
	write := map[string]func(any) graphql.Marshaler{
		"ID":       func(v any) graphql.Marshaler { return MarshalID(v.(content.ID)) },
		"URL":      func(v any) graphql.Marshaler { return MarshalURL(v.(content.URL)) },
		"Language": func(v any) graphql.Marshaler { return MarshalLanguage(v.(content.Language)) },
		"Slug":     func(v any) graphql.Marshaler { return MarshalSlug(v.(string)) },
		"DateTime": func(v any) graphql.Marshaler { return MarshalDateTime(v.(time.Time)) },
		"Date":     func(v any) graphql.Marshaler { return MarshalDate(v.(content.Date)) },
		"Duration": func(v any) graphql.Marshaler {
			return graphql.WrapContextMarshaler(context.Background(), MarshalDuration(v.(content.Duration)))
		},
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, writer := range write {
			v, err := read[name](s)
			if err != nil {
				var domain *content.Error
				if !errors.As(err, &domain) || domain.Code != content.CodeBadInput || (len(s) > 40 && strings.Contains(err.Error(), s)) {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			var again string
			if err := json.Unmarshal([]byte(written(writer(v))), &again); err != nil {
				t.Fatalf("%s: %q is written as no JSON: %v", name, s, err)
			}
			w, err := read[name](again)
			if at, ok := v.(time.Time); ok && err == nil && at.Equal(w.(time.Time)) {
				continue
			}
			if err != nil || w != v {
				t.Errorf("%s: %q is read as %v, written as %q, and read as %v (%v)", name, s, v, again, w, err)
			}
		}
	})
}
