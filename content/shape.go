package content

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"lectern/content/locale"
)

// The shape of a document is the tree of its struct's fields, under the names
// of their json tags. What holds for a field by its type or tag is told here
// once, for all kinds:
//
//	rule:"required"   publishing needs it; a Text decides in which languages
//	                  the document is complete
//	rule:"max=300"    characters at most; by default shortText, longText for
//	                  rich text
//	rule:"min=1"      the least number; by default 0
//	rule:"key"        tells the items of a list apart: an edit of the list finds
//	                  by it which one it is about (patch.go)
//	ref:"session"     the id of a document of that kind
//	asset:"IMAGE"     an address that may be that of an uploaded file of the
//	                  kind, or of kinds: "CAPTIONS DOCUMENT"
//
// An enum is a string type with a method Valid() bool.

const (
	shortText = 500
	longText  = 100_000
	maxItems  = 500
)

// TreeField is a place in a document's tree.
type TreeField struct {
	Path  []string // good during the visit only
	Value reflect.Value
	Rules string // the rule tag
	Ref   string // the ref tag
	Asset string // the asset tag
}

// Required tells whether publishing needs the field.
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

// FieldName is the name of a struct field in files, paths and stored
// documents: that of its json tag. Fields that are not stored have none.
func FieldName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" {
		return ""
	}
	return name
}

// isLeaf tells whether a type is a value and no structure.
func isLeaf(t reflect.Type) bool {
	return t == typeText || t == typeRichText || t == typeTime || (t.Kind() != reflect.Struct && t.Kind() != reflect.Slice && t.Kind() != reflect.Pointer)
}

// isLanguaged tells whether a leaf is another one in each language.
func isLanguaged(t reflect.Type) bool {
	return t == typeText || t == typeRichText || t == typeServedIn
}

// EachField visits every field of a document that is there, its lists and
// their items, and also leaves that are zero, so that they can be missed.
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

// member is a field of a struct that is stored, and not part of what all documents
// have.
type member struct {
	index             int
	name              string // FieldName
	rules, ref, asset string // the tags
}

// members are those of the structs that documents are made of: reading tags takes
// longer than all else in a walk.
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

// Text is the Text that a leaf holds, if it is one.
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

// Clone copies a document so that the copy may be changed.
func Clone[D Document](d D) D {
	return copied(reflect.ValueOf(d), keepAll).Interface().(D)
}

func keepAll(v reflect.Value) reflect.Value { return v }

// copied is a deep copy with each leaf put through change. Texts that end up
// empty leave their lists, and rich texts become nil.
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

// Lacking lists the paths of the required texts that have no translation into
// a language.
func Lacking(d Document, l locale.Language) (paths []string) {
	EachField(d, func(f TreeField) {
		if text, ok := f.Text(); ok && f.Required() && text.In(l) == "" {
			paths = append(paths, strings.Join(f.Path, "."))
		}
	})
	return paths
}

// refs lists the ids that a document refers to, each once.
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
