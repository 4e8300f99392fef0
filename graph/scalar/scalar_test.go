package scalar

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"lectern/content"
	_ "lectern/content/catalog" // ids name its kinds
	"lectern/content/locale"
)

// written returns what an Append function appends.
func written(b []byte, ok bool) string {
	if !ok {
		return "null" + string(b)
	}
	return string(b)
}

func TestWritten(t *testing.T) {
	t.Parallel()
	copenhagen := time.FixedZone("CEST", 2*60*60)
	for _, tt := range []struct {
		got  string
		want string
	}{
		{written(AppendString(nil, "Om \"stalking\"\n<b>", true)), `"Om \"stalking\"\n<b>"`},
		{written(AppendText(nil, locale.NewText("da", "æøå"), true)), `"æøå"`},
		{written(AppendID(nil, "session_01FEDCZ8M0A9B8C7D6E5F4G3H2")), `"session_01FEDCZ8M0A9B8C7D6E5F4G3H2"`},
		{written(AppendURL(nil, "")), "null"},
		{written(AppendURL(nil, "https://example.org/?a=1&b=2")), `"https://example.org/?a=1&b=2"`},
		{written(AppendLanguage(nil, "nb-NO")), `"nb-NO"`},
		{written(AppendSlug(nil, "a-b")), `"a-b"`},
		{written(AppendDateTime(nil, time.Date(2021, 9, 1, 9, 0, 0, 0, copenhagen))), `"2021-09-01T09:00:00+02:00"`},
		{written(AppendDateTime(nil, time.Date(2021, 9, 1, 9, 0, 0, 120_000_000, time.UTC))), `"2021-09-01T09:00:00.12Z"`},
		{written(AppendDateTime(nil, time.Time{})), "null"},
		{written(AppendDate(nil, "2021-09-01")), `"2021-09-01"`},
		{written(AppendDate(nil, "")), "null"},
		{written(AppendRevision(nil, 0)), "null"},
		{written(AppendRevision(nil, 1<<53)), "9007199254740992"},
	} {
		if got := tt.got; got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

// TestZero: a zero value is null if the schema says so.
func TestZero(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ got, want string }{
		{written(AppendString(nil, "", true)), "null"},
		{written(AppendString(nil, "", false)), `""`},
		{written(AppendText(nil, nil, true)), "null"},
		{written(AppendText(nil, nil, false)), `""`},
		{written(AppendInt(nil, 0, true)), "null"},
		{written(AppendInt(nil, 0, false)), "0"},
		{written(AppendInt(nil, -7, true)), "-7"},
		{written(AppendBytes(nil, 0, true)), "null"},
		{written(AppendBytes(nil, 5_000_000_000, true)), "5000000000"},
		{written(AppendLength(nil, 0, false)), "0"},
		{written(AppendDuration(nil, 0, true)), "null"},
		{written(AppendDuration(nil, 0, false)), `"PT0S"`},
		{written(AppendDuration(nil, locale.Duration(90*time.Second), true)), `"PT1M30S"`},
	} {
		if tt.got != tt.want {
			t.Errorf("got %s, want %s", tt.got, tt.want)
		}
	}
}

// read are the scalars of arguments, by name.
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
	t.Parallel()
	for _, tt := range []struct {
		scalar string
		v      any
		want   any // nil if it is refused
	}{
		{"String", "x", "x"},
		{"String", 1, nil},
		{"ID", "session_01FEDCZ8M0A9B8C7D6E5F4G3H2", content.ID("session_01FEDCZ8M0A9B8C7D6E5F4G3H2")},
		{"ID", "evil", content.ID("evil")},
		{"ID", int64(1), content.ID("1")},
		{"ID", json.Number("12"), content.ID("12")},
		{"ID", "\xff", nil},
		{"ID", nil, nil},
		{"URL", "https://example.org/", locale.URL("https://example.org/")},
		{"URL", "javascript:evil()", nil},
		{"Language", "EN-gb", locale.Language("en-GB")},
		{"Language", "evil-evil-evil", nil},
		{"Slug", "fagkonference-2021", "fagkonference-2021"},
		{"Slug", "Evil Slug", "Evil Slug"},
		{"Slug", 1, nil},
		{"Slug", "\xff", nil},
		{"DateTime", "2021-09-01T07:00:00Z", time.Date(2021, 9, 1, 7, 0, 0, 0, time.UTC)},
		{"DateTime", "2021-09-01T07:00:00.1239Z", time.Date(2021, 9, 1, 7, 0, 0, 123_000_000, time.UTC)},
		{"DateTime", "2021-09-01T07:00:00", nil},
		{"DateTime", "2021-09-01", nil},
		{"DateTime", "0001-01-01T00:00:00Z", nil},
		{"DateTime", strings.Repeat("evil", 1000), nil},
		{"Date", "2021-09-01", locale.Date("2021-09-01")},
		{"Date", "2021-02-30", nil},
		{"Duration", "P1DT2H", locale.Duration(26 * time.Hour)},
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

// FuzzRead: a value that a scalar accepts is written as a text that it reads as the same value;
// a refusal does not repeat the value.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"session_01FEDCZ8M0A9B8C7D6E5F4G3H2", "https://example.org/", "en-GB", "a-b", "2021-09-01T07:00:00.5+02:00", "2021-09-01", "P1DT2H3M4.5S", "x\x00\"\\"} {
		f.Add(seed)
	}
	write := map[string]func(any) ([]byte, bool){
		"ID":       func(v any) ([]byte, bool) { return AppendID(nil, v.(content.ID)) },
		"URL":      func(v any) ([]byte, bool) { return AppendURL(nil, v.(locale.URL)) },
		"Language": func(v any) ([]byte, bool) { return AppendLanguage(nil, v.(locale.Language)) },
		"Slug":     func(v any) ([]byte, bool) { return AppendSlug(nil, v.(string)) },
		"DateTime": func(v any) ([]byte, bool) { return AppendDateTime(nil, v.(time.Time)) },
		"Date":     func(v any) ([]byte, bool) { return AppendDate(nil, v.(locale.Date)) },
		"Duration": func(v any) ([]byte, bool) { return AppendDuration(nil, v.(locale.Duration), false) },
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
