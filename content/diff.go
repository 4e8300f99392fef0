package content

import (
	"encoding"
	"encoding/json"
	"reflect"

	"lectern/content/internal/values"
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
	for _, path := range values.Paths(was, is) {
		if a, b := was[path], is[path]; a != b {
			changes = append(changes, FieldChange{values.Split(path), values.OrNil(a), values.OrNil(b)})
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
	for _, path := range values.Paths(b, t, m) {
		if b[path] == t[path] && b[path] == m[path] {
			continue
		}
		c := Conflict{
			Path: values.Split(path), Base: values.OrNil(b[path]), Theirs: values.OrNil(t[path]), Mine: values.OrNil(m[path]),
			Overlaps: b[path] != t[path] && b[path] != m[path] && t[path] != m[path],
		}
		all, overlap = append(all, c), overlap || c.Overlaps
	}
	return all, overlap
}

// leaves returns the values of a document, by their paths. Of Meta it includes only the slug.
func leaves(d Document) map[string]string {
	all := map[string]string{}
	if d == nil {
		return all
	}
	if slug := d.Base().Slug; slug != "" {
		all["slug"] = slug
	}
	EachField(d, func(f TreeField) {
		path := values.Join(f.Path...)
		if text, ok := f.Text(); ok {
			for _, tr := range text {
				all[values.Join(path, string(tr.Language))] = tr.Text
			}
			return
		}
		if s := leaf(f.Value); s != "" {
			all[path] = s
		}
	})
	return all
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

func isTextField(d Document, name string) bool {
	t := reflect.TypeOf(d).Elem()
	for i := range t.NumField() {
		if f := t.Field(i); FieldName(f) == name {
			return f.Type == typeText || f.Type == reflect.TypeFor[*locale.RichText]()
		}
	}
	return false
}

// units returns the values of a document by what an edit sets as a whole.
func units(d Document) map[string]string {
	return values.Units(leaves(d), func(field string) bool { return isTextField(d, field) })
}
