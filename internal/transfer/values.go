package transfer

import (
	"cmp"
	"errors"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"lectern/content"
	"lectern/content/locale"
)

func valueOf(d content.Document) reflect.Value { return reflect.ValueOf(d).Elem() }

// value decodes a node into a Go value of a shape. A node without a value leaves it unchanged.
func (d *decoder) value(n *yaml.Node, s *shape, v reflect.Value) {
	if !d.plain(n) || isNull(n) {
		return
	}
	switch s.form {
	case formPointer:
		inner := reflect.New(s.elem.typ)
		d.value(n, s.elem, inner.Elem())
		if s.elem.form != formRichText || len(inner.Interface().(*locale.RichText).Text) > 0 {
			v.Set(inner)
		}
	case formList:
		d.list(n, s, v)
	case formObject:
		d.object(n, s, v, nil)
	case formText:
		v.Set(reflect.ValueOf(d.text(n)))
	case formRichText:
		v.Set(reflect.ValueOf(locale.RichText{Text: d.text(n)}))
	default:
		if n.Kind != yaml.ScalarNode {
			d.failAt(n, WrongType, "A single value is expected here.")
			return
		}
		d.scalar(n, s, v)
	}
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
}

// object decodes a mapping into a struct. The keys in also have decoders of their own.
func (d *decoder) object(n *yaml.Node, s *shape, v reflect.Value, also map[string]func(*yaml.Node)) {
	d.mapping(n, "Keys with values are expected here.", func(key, value *yaml.Node) {
		if read, ok := also[key.Value]; ok {
			read(value)
			return
		}
		f, ok := s.byName[key.Value]
		if !ok {
			d.failAt(key, UnknownField, "Unknown field.%s", didYouMean(key.Value, s, also))
			return
		}
		d.value(value, f.shape, v.FieldByIndex(f.index))
	})
}

// mapping visits the pairs of a mapping, each key once, with the path set.
func (d *decoder) mapping(n *yaml.Node, expected string, visit func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.failAt(n, WrongType, "%s", expected)
		return
	}
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if !d.plain(key) {
			continue
		}
		if key.Kind != yaml.ScalarNode {
			d.failAt(key, WrongType, "A key must be a single word.")
			continue
		}
		d.path = append(d.path, shortened(key.Value))
		if seen[key.Value] {
			d.failAt(key, content.Duplicate, "This key occurs twice.")
		} else {
			visit(key, n.Content[i+1])
		}
		seen[key.Value] = true
		d.path = d.path[:len(d.path)-1]
	}
}

// shortened limits the length of a key in a message.
func shortened(key string) string {
	const longest = 60
	if len(key) > longest {
		return strings.ToValidUTF8(key[:longest], "") + "…"
	}
	return key
}

func (d *decoder) list(n *yaml.Node, s *shape, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		d.failAt(n, WrongType, "A list is expected here.")
		return
	}
	if len(n.Content) == 0 {
		return
	}
	items := reflect.MakeSlice(s.typ, len(n.Content), len(n.Content))
	for i, child := range n.Content {
		d.path = append(d.path, strconv.Itoa(i))
		if isNull(child) {
			d.failAt(child, WrongType, "The list has an item without a value.")
		} else {
			d.value(child, s.elem, items.Index(i))
		}
		d.path = d.path[:len(d.path)-1]
	}
	v.Set(items)
}

// text decodes a text per language, or one in the default language.
func (d *decoder) text(n *yaml.Node) (text locale.Text) {
	if n.Kind == yaml.ScalarNode {
		return locale.NewText(string(locale.DefaultLanguage), n.Value)
	}
	d.mapping(n, "Expected a text, or a mapping of languages to texts.", func(key, value *yaml.Node) {
		language, err := locale.ParseLanguage(key.Value)
		language = language.Written()
		switch {
		case err != nil:
			d.failAt(key, content.UnsupportedLanguage, "This is not a language tag such as da, en or nb-NO (BCP 47).")
		case slices.ContainsFunc(text, func(tr locale.Translation) bool { return tr.Language == language }):
			d.failAt(key, content.Duplicate, "This language occurs twice.")
		case !d.plain(value) || isNull(value):
		case value.Kind != yaml.ScalarNode:
			d.failAt(value, WrongType, "A text is expected here.")
		case !blank(value.Value):
			text = append(text, locale.Translation{Language: language, Text: value.Value})
		}
	})
	slices.SortFunc(text, func(a, b locale.Translation) int { return cmp.Compare(a.Language, b.Language) })
	return text
}

// blank reports whether a text counts as absent, as in content.Text.
func blank(s string) bool { return strings.TrimSpace(s) == "" }

func (d *decoder) scalar(n *yaml.Node, s *shape, v reflect.Value) {
	switch s.form {
	case formString:
		v.SetString(n.Value)
		if enum, ok := v.Interface().(content.Enum); ok && n.Value != "" && !enum.Valid() {
			// content reports this too, but does not check a document that can't be read.
			d.wrong = append(d.wrong, d.at(d.offset(n), content.BadValue, "This is not one of the allowed values: "+strings.Join(enum.Values(), ", ")+"."))
		}
	case formID:
		d.id(n, v)
	case formBool:
		if n.Value != "true" && n.Value != "false" {
			d.failAt(n, WrongType, "This must be true or false.")
			return
		}
		v.SetBool(n.Value == "true")
	case formInt:
		i, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil || v.OverflowInt(i) {
			d.failAt(n, WrongType, "A whole number is expected here.")
			return
		}
		v.SetInt(i)
	case formFloat:
		f, err := strconv.ParseFloat(n.Value, 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			d.failAt(n, WrongType, "A number is expected here.")
			return
		}
		v.SetFloat(f)
	case formTime:
		d.time(n, v)
	case formMarshaled:
		if u, ok := v.Addr().Interface().(*locale.URL); ok && d.mediaFile(n, u) {
			return
		}
		err := v.Addr().Interface().(interface{ UnmarshalText([]byte) error }).UnmarshalText([]byte(n.Value))
		if err != nil {
			d.failAt(n, content.BadFormat, "%s", messageOf(err))
		}
	}
}

// id decodes a reference, or the document's own id. Slugs are resolved later.
func (d *decoder) id(n *yaml.Node, v reflect.Value) {
	if id, err := content.GivenID(n.Value); err == nil {
		v.SetString(string(id))
		return
	}
	switch own := len(d.path) == 1 && d.path[0] == "id"; {
	case n.Value == "":
	case own:
		d.failAt(n, content.BadFormat, "This is not an id of this service.")
	case !locale.ValidSlug(n.Value):
		d.failAt(n, content.BadFormat, "A reference must be an id or a slug.")
	default:
		v.SetString(n.Value)
	}
}

// time decodes an instant. The document's own times are normalised as content does: in UTC, to
// the millisecond.
func (d *decoder) time(n *yaml.Node, v reflect.Value) {
	t, err := locale.ParseInstant(n.Value)
	if err != nil {
		d.failAt(n, content.BadFormat, "%s", messageOf(err))
		return
	}
	if len(d.path) == 1 && slices.Contains([]string{"createdAt", "updatedAt", "publishedAt"}, d.path[0]) {
		t = t.UTC()
	}
	v.Set(reflect.ValueOf(t))
}

// didYouMean finds a field with a similar name.
func didYouMean(name string, s *shape, also map[string]func(*yaml.Node)) string {
	plain := func(s string) string { return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(s)) }
	candidates := make([]string, 0, len(s.fields)+len(also))
	for i := range s.fields {
		candidates = append(candidates, s.fields[i].name)
	}
	for key := range also {
		candidates = append(candidates, key)
	}
	for _, c := range candidates {
		if strings.TrimSuffix(plain(c), "s") == strings.TrimSuffix(plain(name), "s") {
			return " Did you mean " + c + "?"
		}
	}
	return ""
}

// messageOf returns the part of an error that users may see.
func messageOf(err error) string {
	var e *content.Error
	if errors.As(content.InputError(err), &e) {
		return e.Message
	}
	return "This can't be read."
}
