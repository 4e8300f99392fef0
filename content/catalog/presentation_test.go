package catalog

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/locale"
)

// TestPresentation: for each kind, the presentation has everything that its fields have. It
// detects a new type without a summary, picture, notice or time.
func TestPresentation(t *testing.T) {
	t.Parallel()
	for i, k := range Kinds() {
		d := served(t, exampleOf(k), locale.DefaultLanguage)
		for _, l := range locale.Languages() {
			if k.One.In(l) == "" || k.Many.In(l) == "" {
				t.Errorf("%s: One or Many is not said in %s", k.Name, l)
			}
		}
		if said := ownProse(k.Texts(d)); said != "" && (k.Summary == nil || k.Summary(d).Text == "") {
			t.Errorf("%s: search finds it by %q, and it has no Summary", k.Name, said)
		}
		if field := pictureField(k); field != "" && (k.Picture == nil || k.Picture(d) == nil) {
			t.Errorf("%s: it has the picture %s, and no Picture", k.Name, field)
		}
		if name := timed(k); name != "" && k.When == nil {
			t.Errorf("%s: lists are ordered by %s, and it has no When", k.Name, name)
		}
		var care content.Care
		if k.Care != nil {
			care = k.Care(d)
		}
		if has := jsonFields(k); has["contentNotice"] != nil && len(care.Notice) == 0 || has["helpline"] != nil && care.Helpline == nil {
			t.Errorf("%s: it has a notice or a helpline, and Care does not", k.Name)
		}
		var from []content.ID
		if k.Within != nil {
			from = k.Within(d)
		}
		for _, id := range from {
			if !slices.Contains(Kinds()[:i], id.Kind()) {
				t.Errorf("%s: it is within a document of %s, which is no earlier kind", k.Name, id.Kind().Name)
			}
		}
		for _, outer := range Kinds()[:i] {
			if f := jsonFields(k)[outer.Name]; f != nil && f.Tag.Get("ref") == outer.Name && outer.Care != nil &&
				!slices.ContainsFunc(from, func(id content.ID) bool { return id.Kind() == outer }) {
				t.Errorf("%s: it is of a %s, whose care holds for it: add it to Within", k.Name, outer.Name)
			}
		}
	}
}

// TestAppearing finds a type with people that a takedown would not reach.
func TestAppearing(t *testing.T) {
	t.Parallel()
	for _, k := range Kinds() {
		f := jsonFields(k)["appearances"]
		_, appears := k.New().(appearing)
		if (f != nil && f.Type == reflect.TypeFor[[]Appearance]()) != appears {
			t.Errorf("%s: has it people who appear? Its fields and its method appearances do not agree", k.Name)
		}
		_, consents := k.New().(consenting)
		found := slices.ContainsFunc(k.Attributes, func(a content.Attribute) bool { return a.Consent != "" })
		if (appears && k.Recording != nil || found) != consents || consents && k.Follow == nil {
			t.Errorf("%s: what shows people has people, needs and Follow, and nothing else has", k.Name)
		}
	}
}

// ownProse returns a document's own text beyond its title, from one of its passages.
func ownProse(passages []content.Passage) string {
	for _, p := range passages {
		if p.Of == "" && p.Start == nil && (p.Field == content.InSummary || p.Field == content.InBody) && p.Text != "" {
			return p.Text
		}
	}
	return ""
}

// jsonFields returns the fields of a kind's documents by their names in files.
func jsonFields(k *content.Kind) map[string]*reflect.StructField {
	all := map[string]*reflect.StructField{}
	for _, f := range reflect.VisibleFields(reflect.TypeOf(k.New()).Elem()) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			all[name] = &f
		}
	}
	return all
}

// pictureField returns the name of the field with the document's picture.
func pictureField(k *content.Kind) string {
	for name, f := range jsonFields(k) {
		if f.Tag.Get("asset") == "IMAGE" || f.Type == reflect.TypeFor[*content.Image]() {
			return name
		}
	}
	return ""
}

// timed returns the attribute of a time by which lists of the kind are ordered.
func timed(k *content.Kind) string {
	for _, x := range k.Indexes {
		if x.Order != "updatedAt" && (strings.HasSuffix(x.Order, "At") || strings.HasSuffix(x.Order, "On") || strings.HasSuffix(x.Order, "Date")) {
			return x.Order
		}
	}
	return ""
}
