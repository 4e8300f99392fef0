package transfer

import (
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

// form is the form of a Go type in a file.
type form int

const (
	formString form = iota // any string type, including enums
	formID                 // content.ID
	formBool
	formInt
	formFloat
	formTime
	formMarshaled // a type with methods for its text
	formText
	formRichText
	formPointer
	formList
	formObject
)

// shape describes how the values of a Go type are read and written.
type shape struct {
	form   form
	typ    reflect.Type
	elem   *shape // of a pointer or a list
	fields []field
	byName map[string]*field
}

// field is a field of a struct with its name in files.
type field struct {
	name     string
	index    []int
	shape    *shape
	ref      string // the kind that it refers to, if any
	required bool   // written also if it is zero
	zeroable bool   // left out if IsZero is true
}

// format has the shapes of all kinds of documents.
type format struct {
	shapes map[reflect.Type]*shape // complete before the first use
}

func newFormat() *format {
	f := &format{shapes: map[reflect.Type]*shape{}}
	for _, kind := range catalog.Kinds() {
		f.of(reflect.TypeOf(kind.New()).Elem())
	}
	return f
}

// document returns the shape of a document.
func (f *format) document(d content.Document) *shape { return f.shapes[reflect.TypeOf(d).Elem()] }

// sortMeta puts the identifying fields first, and the times last.
func sortMeta(fields []field) {
	place := map[string]int{"id": -3, "slug": -2, "formerSlugs": -1, "createdAt": 1, "updatedAt": 2, "publishedAt": 3, "timeMoves": 4, "placeMoves": 5, "statusMoves": 6}
	slices.SortStableFunc(fields, func(a, b field) int { return place[a.name] - place[b.name] })
}

var (
	typeText     = reflect.TypeFor[locale.Text]()
	typeRichText = reflect.TypeFor[locale.RichText]()
	typeID       = reflect.TypeFor[content.ID]()
	typeTime     = reflect.TypeFor[time.Time]()

	typeUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// of returns the shape of a type. It panics on a type without a form: a test reads and writes
// all kinds.
func (f *format) of(t reflect.Type) *shape {
	if s, ok := f.shapes[t]; ok {
		return s
	}
	s := &shape{typ: t}
	f.shapes[t] = s
	switch {
	case t == typeText:
		s.form = formText
	case t == typeRichText:
		s.form = formRichText
	case t == typeID:
		s.form = formID
	case t == typeTime:
		s.form = formTime
	case reflect.PointerTo(t).Implements(typeUnmarshaler):
		s.form = formMarshaled
	default:
		f.build(s)
	}
	return s
}

func (f *format) build(s *shape) {
	t := s.typ
	switch t.Kind() {
	case reflect.String:
		s.form = formString
	case reflect.Bool:
		s.form = formBool
	case reflect.Int, reflect.Int64:
		s.form = formInt
	case reflect.Float64:
		s.form = formFloat
	case reflect.Pointer:
		s.form, s.elem = formPointer, f.of(t.Elem())
	case reflect.Slice:
		s.form, s.elem = formList, f.of(t.Elem())
	case reflect.Struct:
		s.form = formObject
		f.addFields(s, t, nil)
		sortMeta(s.fields)
		s.byName = make(map[string]*field, len(s.fields))
		for i := range s.fields {
			s.byName[s.fields[i].name] = &s.fields[i]
		}
	default:
		panic("transfer: files have no form for the type " + t.String())
	}
}

func (f *format) addFields(s *shape, t reflect.Type, above []int) {
	for i := range t.NumField() {
		sf := t.Field(i)
		index := append(slices.Clone(above), i)
		if sf.Anonymous && sf.Tag.Get("json") == "" && sf.Type.Kind() == reflect.Struct {
			f.addFields(s, sf.Type, index)
			continue
		}
		name := content.FieldName(sf)
		if name == "" || sf.Type == reflect.TypeFor[locale.TextTimes]() { // recorded by the service
			continue
		}
		_, options, _ := strings.Cut(sf.Tag.Get("json"), ",")
		s.fields = append(s.fields, field{
			name: name, index: index, shape: f.of(sf.Type), ref: sf.Tag.Get("ref"),
			required: options == "", zeroable: strings.Contains(options, "omitzero"),
		})
	}
}

// eachRef visits the references of a document: the kind of the target, and the id. The path is
// valid only during the visit.
func (f *format) eachRef(d content.Document, visit func(path []string, kind string, id *content.ID)) {
	descend(f.document(d), reflect.ValueOf(d).Elem(), "", make([]string, 0, 8), visit)
}

func descend(s *shape, v reflect.Value, ref string, path []string, visit func([]string, string, *content.ID)) {
	switch s.form {
	case formID:
		if id := v.Addr().Interface().(*content.ID); ref != "" && *id != "" {
			visit(path, ref, id)
		}
	case formPointer:
		if !v.IsNil() {
			descend(s.elem, v.Elem(), ref, path, visit)
		}
	case formList:
		if s.elem.form != formID && s.elem.form != formObject {
			return
		}
		for i := range v.Len() {
			descend(s.elem, v.Index(i), ref, append(path, strconv.Itoa(i)), visit)
		}
	case formObject:
		for i := range s.fields {
			f := &s.fields[i]
			descend(f.shape, v.FieldByIndex(f.index), f.ref, append(path, f.name), visit)
		}
	}
}
