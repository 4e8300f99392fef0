package content

import (
	"encoding"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"lectern/content/locale"
)

// FieldChange is a field of a document that differs between two versions. Values are formatted
// as text, a list or structure with one field per line; nil means no value.
type FieldChange struct {
	Path   []string `json:"path"` // "title", "da": a text ends in its language
	Before *string  `json:"before"`
	After  *string  `json:"after"`
}

// Diff returns the fields that differ between two versions of a document. Nil stands for an
// empty document.
func Diff(before, after Document) []FieldChange {
	was, is := leaves(before), leaves(after)
	var changes []FieldChange
	for _, path := range union(was, is) {
		if a, b := was[path], is[path]; a != b {
			changes = append(changes, FieldChange{strings.Split(path, "\x00"), optional(a), optional(b)})
		}
	}
	return changes
}

// Conflict is a field that both an edit and others since its base version have changed. Values
// are as in FieldChange.
type Conflict struct {
	Path               []string
	Base, Theirs, Mine *string
	// Overlaps reports whether both changed it to different values.
	Overlaps bool
}

// conflicts compares the changes of others with those of an edit, both since the same version.
// It compares whole fields, and texts per language.
func conflicts(base, theirs, mine Document) (all []Conflict, overlap bool) {
	b, t, m := units(base), units(theirs), units(mine)
	for _, path := range union(b, union2(t, m)) {
		if b[path] == t[path] && b[path] == m[path] {
			continue
		}
		c := Conflict{
			Path: strings.Split(path, "\x00"), Base: optional(b[path]), Theirs: optional(t[path]), Mine: optional(m[path]),
			Overlaps: b[path] != t[path] && b[path] != m[path] && t[path] != m[path],
		}
		all, overlap = append(all, c), overlap || c.Overlaps
	}
	return all, overlap
}

// leaves returns the values of a document, by their paths. Of Meta it includes only the slug.
func leaves(d Document) map[string]string {
	values := map[string]string{}
	if d == nil {
		return values
	}
	if slug := d.Base().Slug; slug != "" {
		values["slug"] = slug
	}
	EachField(d, func(f TreeField) {
		path := strings.Join(f.Path, "\x00")
		if text, ok := f.Text(); ok {
			for _, tr := range text {
				values[path+"\x00"+string(tr.Language)] = tr.Text
			}
			return
		}
		if s := leaf(f.Value); s != "" {
			values[path] = s
		}
	})
	return values
}

// leaf formats a value, or returns "" for no value and for a value with leaves below it.
func leaf(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		return "" // nil: else its value is visited
	}
	switch {
	case v.IsZero():
		return ""
	case v.Kind() == reflect.String:
		return v.String()
	}
	marshal := func() ([]byte, error) { return json.Marshal(v.Interface()) }
	if m, ok := v.Interface().(encoding.TextMarshaler); ok { // a time, a duration
		marshal = m.MarshalText
	} else if v.Kind() == reflect.Struct || v.Kind() == reflect.Slice {
		return ""
	}
	b, err := marshal()
	if err != nil {
		return ""
	}
	return string(b)
}

// units returns the values of a document by what an edit sets at once: a field, or a text in
// one language.
func units(d Document) map[string]string {
	values := leaves(d)
	out := map[string]string{}
	for _, path := range slices.SortedFunc(maps.Keys(values), comparePaths) {
		name, rest, below := strings.Cut(path, "\x00")
		if !below || isTextField(d, name) {
			out[path] = values[path]
			continue
		}
		if out[name] != "" {
			out[name] += "\n"
		}
		out[name] += strings.ReplaceAll(rest, "\x00", ".") + ": " + values[path]
	}
	return out
}

func isTextField(d Document, name string) bool {
	t := reflect.TypeOf(d).Elem()
	for i := range t.NumField() {
		if f := t.Field(i); FieldName(f) == name {
			return f.Type == typeText || f.Type == reflect.TypeFor[*locale.RichText]()
		}
	}
	return false
}

// comparePaths sorts the items of a list by their indexes.
func comparePaths(a, b string) int {
	x, y := strings.Split(a, "\x00"), strings.Split(b, "\x00")
	for i := range min(len(x), len(y)) {
		if len(x[i]) != len(y[i]) && isNumber(x[i]) && isNumber(y[i]) {
			return len(x[i]) - len(y[i])
		}
		if c := strings.Compare(x[i], y[i]); c != 0 {
			return c
		}
	}
	return len(x) - len(y)
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func union(a, b map[string]string) []string {
	return slices.SortedFunc(maps.Keys(union2(a, b)), comparePaths)
}

func union2(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
