package content

import (
	"fmt"
	"reflect"
	"slices"

	"lectern/content/locale"
)

// Patch is an edit of a document, or of a part of it, by the names of its fields. An absent
// field stays unchanged, nil clears it. Values have the field's own type, string for a text in
// one language, a Patch for a structure, and []any for a list.
type Patch map[string]any

// Apply applies a patch to a document, with its texts in a language, as in Language.Written:
// nil clears a text in that language only. A list replaces the former one. An existing item,
// identified by its key or by its text, is changed by its patch, and so keeps its translations.
// The document must be a copy that may be changed (Clone).
func (p Patch) Apply(d Document, l locale.Language) error {
	rest := Patch{}
	for name, value := range p {
		if name != "slug" {
			rest[name] = value
			continue
		}
		slug, _ := value.(string)
		d.Base().Slug = slug
	}
	return rest.ApplyTo(d, l)
}

func (p Patch) apply(v reflect.Value, l locale.Language) error {
	known := 0
	for i := range v.NumField() {
		name := FieldName(v.Type().Field(i))
		value, given := p[name]
		if !given || v.Type().Field(i).Type == typeMeta {
			continue
		}
		known++
		if err := set(v.Field(i), value, l); err != nil {
			return InField(err, name)
		}
	}
	if known < len(p) {
		return Errorf(CodeBadInput, "%s has no such field.", v.Type().Name())
	}
	return nil
}

// ApplyTo applies a patch to a part of a document, a pointer to a structure.
func (p Patch) ApplyTo(part any, l locale.Language) error {
	v := reflect.ValueOf(part).Elem()
	err := p.apply(v, l.Written())
	normalise(v)
	return err
}

// set sets a field to a value.
func set(v reflect.Value, value any, l locale.Language) error {
	switch t := v.Type(); {
	case t == typeText:
		return setText(v, value, l)
	case t.Kind() == reflect.Pointer && t.Elem() == typeRichText:
		return setRichText(v, value, l)
	case t.Kind() == reflect.Slice:
		return setList(v, value, l)
	case value == nil:
		v.SetZero()
		return nil
	case t.Kind() == reflect.Pointer:
		inner := reflect.New(t.Elem())
		if !v.IsNil() {
			inner.Elem().Set(v.Elem())
		}
		if err := set(inner.Elem(), value, l); err != nil {
			return err
		}
		v.Set(inner)
		return nil
	case t.Kind() == reflect.Struct && t != typeTime:
		patch, ok := value.(Patch)
		if !ok {
			return wrongType(t, value)
		}
		return patch.apply(v, l)
	}
	return setLeaf(v, value)
}

func setLeaf(v reflect.Value, value any) error {
	given := reflect.ValueOf(value)
	switch t := v.Type(); {
	case given.Type() == t:
		v.Set(given)
	case given.Kind() == t.Kind() && t != typeTime && given.CanConvert(t):
		v.Set(given.Convert(t))
	default:
		return wrongType(t, value)
	}
	return nil
}

// InField prepends the name of a field to an error's path.
func InField(err error, name string) error {
	if e, ok := err.(*Error); ok {
		e.Path = append([]string{name}, e.Path...)
	}
	return err
}

func wrongType(t reflect.Type, value any) error {
	return Errorf(CodeBadInput, "A value of type %T does not fit a field of type %s.", value, t)
}

func setText(v reflect.Value, value any, l locale.Language) error {
	text, ok := value.(string)
	if !ok && value != nil {
		return wrongType(v.Type(), value)
	}
	v.Set(reflect.ValueOf(v.Interface().(locale.Text).With(l, text)))
	return nil
}

func setRichText(v reflect.Value, value any, l locale.Language) error {
	text, ok := value.(string)
	if !ok && value != nil {
		return wrongType(v.Type(), value)
	}
	var rich locale.RichText
	if !v.IsNil() {
		rich = *v.Interface().(*locale.RichText)
	}
	rich.Text = rich.With(l, text)
	if len(rich.Text) == 0 {
		v.SetZero()
		return nil
	}
	v.Set(reflect.ValueOf(&rich))
	return nil
}

// setList replaces a list by another.
func setList(v reflect.Value, value any, l locale.Language) error {
	items, ok := value.([]any)
	switch {
	case !ok && value != nil:
		return wrongType(v.Type(), value)
	case value == nil && v.Type().Elem() == typeText:
		v.Set(copied(v, func(v reflect.Value) reflect.Value { return reflect.ValueOf(v.Interface().(locale.Text).With(l, "")) }))
		if v.Len() == 0 {
			v.SetZero()
		}
		return nil
	case v.Type().Elem() == typeText:
		return setTexts(v, items, l)
	case len(items) == 0:
		v.SetZero()
		return nil
	}
	former := v
	if v.IsNil() {
		former = reflect.MakeSlice(v.Type(), 0, 0)
	}
	list := reflect.MakeSlice(v.Type(), 0, len(items))
	taken := make([]bool, former.Len())
	for i, item := range items {
		next := reflect.New(v.Type().Elem()).Elem()
		if patch, ok := item.(Patch); ok {
			if j, err := sameItem(former, taken, patch, l); err != nil {
				return InField(err, fmt.Sprint(i))
			} else if j >= 0 {
				taken[j] = true
				next.Set(former.Index(j))
			}
		}
		if err := set(next, item, l); err != nil {
			return InField(err, fmt.Sprint(i))
		}
		list = reflect.Append(list, next)
	}
	v.Set(list)
	return nil
}

// sameItem returns the index of the former item that a patch is about: the one with the same
// key, otherwise the one with the same text, or -1.
func sameItem(former reflect.Value, taken []bool, patch Patch, l locale.Language) (int, error) {
	part := reflect.New(former.Type().Elem())
	if err := patch.ApplyTo(part.Interface(), l); err != nil {
		return -1, err
	}
	fresh := part.Elem()
	for _, same := range []func(a, b reflect.Value) bool{sameKey, func(a, b reflect.Value) bool { return sameText(a, b, l) }} {
		for i := range former.Len() {
			if !taken[i] && same(fresh, former.Index(i)) {
				return i, nil
			}
		}
	}
	return -1, nil
}

// sameKey compares the key fields of list items: those with the rule "key".
func sameKey(a, b reflect.Value) bool {
	keys := 0
	for i := range a.NumField() {
		f := a.Type().Field(i)
		if !(TreeField{Rules: f.Tag.Get("rule")}).has("key") {
			continue
		}
		keys++
		if a.Field(i).Interface() != b.Field(i).Interface() {
			return false
		}
	}
	return keys > 0
}

func sameText(a, b reflect.Value, l locale.Language) bool {
	for i := range a.NumField() {
		text, ok := a.Field(i).Interface().(locale.Text)
		if ok && text.In(l) != "" && text.In(l) == b.Field(i).Interface().(locale.Text).In(l) {
			return true
		}
	}
	return false
}

// setTexts sets a list of texts in one language. A text that was there before keeps its
// translations; a text without this language yet gets the new one at its place; texts that
// exist only in other languages stay.
func setTexts(v reflect.Value, items []any, l locale.Language) error {
	former := v.Interface().([]locale.Text)
	taken := make([]bool, len(former))
	list, texts := make([]locale.Text, len(items)), make([]string, len(items))
	for i, item := range items {
		text, ok := item.(string)
		if !ok {
			return InField(wrongType(typeText, item), fmt.Sprint(i))
		}
		texts[i] = locale.OneLine(text)
		if j := slices.IndexFunc(former, func(t locale.Text) bool { return t.In(l) == texts[i] }); j >= 0 && !taken[j] {
			taken[j], list[i] = true, former[j]
		}
	}
	for i, text := range texts {
		if list[i] != nil {
			continue
		}
		var base locale.Text
		if i < len(former) && !taken[i] && (former[i].In(l) == "" || len(former) == len(items)) {
			taken[i], base = true, former[i]
		}
		list[i] = base.With(l, text)
	}
	for j, t := range former {
		if rest := t.With(l, ""); !taken[j] && t.In(l) == "" && len(rest) > 0 {
			list = append(list, rest)
		}
	}
	list = slices.DeleteFunc(list, func(t locale.Text) bool { return len(t) == 0 })
	if len(list) == 0 {
		list = nil
	}
	v.Set(reflect.ValueOf(list))
	return nil
}

// withoutLanguage removes all texts of a language from a document.
func withoutLanguage(d Document, l locale.Language) Document {
	return copied(reflect.ValueOf(d), func(v reflect.Value) reflect.Value {
		switch leaf := v.Interface().(type) {
		case locale.Text:
			return reflect.ValueOf(leaf.With(l, ""))
		case locale.RichText:
			return reflect.ValueOf(locale.RichText{Text: leaf.With(l, "")})
		}
		return v
	}).Interface().(Document)
}
