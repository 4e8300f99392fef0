package content

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"lectern/content/locale"
)

// The shape of a document is the tree of its struct's fields, under the names of their json
// tags. The rules of a field by its type or tag, for all kinds:
//
//	rule:"required"   publishing needs it; a Text decides in which languages
//	                  the document is complete
//	rule:"max=300"    the maximum number of characters; default: shortText, and
//	                  longText for rich text. A text of more than shortText has
//	                  several lines
//	rule:"min=1"      the minimum; default: 0
//	rule:"key"        identifies the items of a list: an edit of the list finds
//	                  the changed item by it (patch.go)
//	ref:"session"     the id of a document of that kind
//	asset:"IMAGE"     a URL that may be that of an uploaded file of the
//	                  kind, or of kinds: "CAPTIONS DOCUMENT"
//
// An enum is a string type that is an Enum.

const (
	shortText = 500
	longText  = 100_000
	maxItems  = 500
)

// Enum is a value of an enum.
type Enum interface {
	Valid() bool
	Values() []string // all values of the enum, in order
}

// TreeField is a field in a document's tree.
type TreeField struct {
	Path  []string // valid during the visit only
	Value reflect.Value
	Rules string // the rule tag
	Ref   string // the ref tag
	Asset string // the asset tag
}

// Required reports whether publishing requires the field.
func (f TreeField) Required() bool { return f.has("required") }

func (f TreeField) has(rule string) bool {
	for r := range strings.SplitSeq(f.Rules, ",") {
		if r == rule {
			return true
		}
	}
	return false
}

func (f TreeField) number(rule string, otherwise int) int {
	for r := range strings.SplitSeq(f.Rules, ",") {
		if v, ok := strings.CutPrefix(r, rule+"="); ok {
			n, err := strconv.Atoi(v)
			if err != nil {
				panic("content: bad rule tag " + f.Rules)
			}
			return n
		}
	}
	return otherwise
}

var (
	typeText     = reflect.TypeFor[locale.Text]()
	typeRichText = reflect.TypeFor[locale.RichText]()
	typeServedIn = reflect.TypeFor[locale.ServedIn]()
	typeMeta     = reflect.TypeFor[Meta]()
	typeTime     = reflect.TypeFor[time.Time]()
)

// FieldName returns the name of a struct field in files, paths and stored documents: its json
// tag. Fields that are not stored have none.
func FieldName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" {
		return ""
	}
	return name
}

// isLeaf reports whether a type is a value rather than a structure.
func isLeaf(t reflect.Type) bool {
	return t == typeText || t == typeRichText || t == typeTime || (t.Kind() != reflect.Struct && t.Kind() != reflect.Slice && t.Kind() != reflect.Pointer)
}

// isLanguaged reports whether a leaf has translations.
func isLanguaged(t reflect.Type) bool {
	return t == typeText || t == typeRichText || t == typeServedIn
}

// EachField visits every field of a document, its lists and their items, including zero
// leaves, so that missing values can be found.
func EachField(d Document, visit func(TreeField)) {
	descend(reflect.ValueOf(d).Elem(), TreeField{Path: make([]string, 0, 8)}, visit)
}

func descend(v reflect.Value, f TreeField, visit func(TreeField)) {
	f.Value = v
	switch t := v.Type(); {
	case isLeaf(t):
		visit(f)
	case t.Kind() == reflect.Pointer:
		if v.IsNil() {
			visit(f)
			return
		}
		descend(v.Elem(), f, visit)
	case t.Kind() == reflect.Slice:
		visit(f)
		item := f
		item.Rules = strings.ReplaceAll(f.Rules, "required", "")
		for i := range v.Len() {
			item.Path = append(f.Path, strconv.Itoa(i))
			descend(v.Index(i), item, visit)
		}
	default:
		if len(f.Path) > 0 {
			visit(f)
		}
		for _, m := range membersOf(t) {
			descend(v.Field(m.index), TreeField{Path: append(f.Path, m.name), Rules: m.rules, Ref: m.ref, Asset: m.asset}, visit)
		}
	}
}

// member is a stored field of a struct, except those of Meta.
type member struct {
	index             int
	name              string // FieldName
	rules, ref, asset string // the tags
}

// members caches the fields of structs: reading tags takes longer than everything else in a
// walk.
var members sync.Map

func membersOf(t reflect.Type) []member {
	if known, ok := members.Load(t); ok {
		return known.([]member)
	}
	var all []member
	for i := range t.NumField() {
		f := t.Field(i)
		if name := FieldName(f); name != "" && f.Type != typeMeta {
			all = append(all, member{i, name, f.Tag.Get("rule"), f.Tag.Get("ref"), f.Tag.Get("asset")})
		}
	}
	members.Store(t, all)
	return all
}

// Text returns the Text of a leaf, if it is one.
func (f TreeField) Text() (locale.Text, bool) {
	switch v := f.Value.Interface().(type) {
	case locale.Text:
		return v, true
	case locale.RichText:
		return v.Text, true
	case *locale.RichText:
		if v == nil {
			return nil, true
		}
		return v.Text, true
	}
	return nil, false
}

// Normalise normalises the texts, strings and times of a document. Times are truncated to the
// second.
func Normalise(d Document) { normalise(reflect.ValueOf(d).Elem()) }

func normalise(v reflect.Value) {
	descend(v, TreeField{Path: make([]string, 0, 8)}, func(f TreeField) {
		text, name := locale.OneLine, locale.Name
		if f.isProse() {
			text, name = locale.Prose, locale.Prose
		}
		switch v := f.Value.Addr().Interface().(type) {
		case *locale.Text:
			*v = v.Formed(text)
		case *locale.RichText:
			v.Text = v.Formed(text)
		case *string:
			*v = name(*v)
		case *time.Time:
			*v = v.Truncate(time.Second)
		}
	})
}

// isProse reports whether a text has several lines. Others are names, titles and the like.
func (f TreeField) isProse() bool {
	return f.Value.Type() == typeRichText || f.number("max", shortText) > shortText
}

// Clone returns a deep copy of a document.
func Clone[D Document](d D) D {
	return copied(reflect.ValueOf(d), keepAll).Interface().(D)
}

func keepAll(v reflect.Value) reflect.Value { return v }

// copied returns a deep copy with each leaf changed by a function. Empty texts are removed
// from lists, and empty rich texts become nil.
func copied(v reflect.Value, change func(reflect.Value) reflect.Value) reflect.Value {
	t := v.Type()
	switch {
	case isLanguaged(t):
		return change(v)
	case isLeaf(t):
		return v
	case t.Kind() == reflect.Pointer:
		if v.IsNil() {
			return v
		}
		inner := copied(v.Elem(), change)
		if rich, ok := inner.Interface().(locale.RichText); ok && len(rich.Text) == 0 {
			return reflect.Zero(t)
		}
		out := reflect.New(t.Elem())
		out.Elem().Set(inner)
		return out
	case t.Kind() == reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(t, 0, v.Len())
		for i := range v.Len() {
			item := copied(v.Index(i), change)
			if t.Elem() == typeText && item.Len() == 0 {
				continue
			}
			out = reflect.Append(out, item)
		}
		return out
	default:
		out := reflect.New(t).Elem()
		out.Set(v)
		for i := range v.NumField() {
			if part := v.Field(i); !isLeaf(part.Type()) || isLanguaged(part.Type()) {
				out.Field(i).Set(copied(part, change))
			}
		}
		return out
	}
}

// Lacking returns the paths of the required texts without a translation into a language.
func Lacking(d Document, l locale.Language) (paths []string) {
	EachField(d, func(f TreeField) {
		if text, ok := f.Text(); ok && f.Required() && text.In(l) == "" {
			paths = append(paths, strings.Join(f.Path, "."))
		}
	})
	return paths
}

// refs returns the ids that a document refers to, without duplicates.
func refs(d Document) []ID {
	var ids []ID
	seen := map[ID]bool{}
	EachField(d, func(f TreeField) {
		if f.Ref == "" || f.Value.Kind() != reflect.String {
			return
		}
		if id := ID(f.Value.String()); id != "" && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	})
	return ids
}
