package catalog

import (
	"lectern/content"
	"lectern/content/listing"
	"lectern/content/locale"
)

// typed adapts a function of documents of one Go type to a kind.
func typed[D content.Document, T any](of func(d D) T) func(content.Document) T {
	return func(d content.Document) T { return of(d.(D)) }
}

// called returns the name of a kind, in Danish and in English.
func called(danish, english string) locale.Text {
	return locale.NewText(string(locale.DefaultLanguage), danish, string(locale.English), english)
}

// pictureAt returns a picture at a URL, or nil if that is empty.
func pictureAt(at locale.URL, alt string) *content.Picture {
	if at == "" {
		return nil
	}
	return &content.Picture{URL: at, Alt: alt}
}

// PictureOf returns the picture of a document of the view: its own, or else that of a related
// document; nil if there is none.
func PictureOf(v *content.View, d content.Document) (*content.Picture, error) {
	kind := content.KindOf(d)
	if kind.Picture != nil {
		if p := kind.Picture(d); p != nil {
			return p, nil
		}
	}
	if kind.PictureBeside == nil {
		return nil, nil
	}
	return kind.PictureBeside(v, d)
}

// firstPhoto returns the first photo of a document, by the attribute of photos that refers to
// it.
func firstPhoto(attribute string) func(*content.View, content.Document) (*content.Picture, error) {
	return func(v *content.View, d content.Document) (*content.Picture, error) {
		one := 1
		found, err := listing.Read[*Photo](v, listing.Query{
			Kind: content.KindNamed("photo"), Order: "takenOn", First: &one,
			Where: []listing.Condition{{Attribute: attribute, In: []content.Key{content.StringKey(d.Base().ID)}}},
		})
		if err != nil || len(found.Nodes()) == 0 {
			return nil, err
		}
		return found.Nodes()[0].picture(), nil
	}
}

// within returns the documents that something belongs to, without empty ids.
func within(ids ...content.ID) (from []content.ID) {
	for _, id := range ids {
		if id != "" {
			from = append(from, id)
		}
	}
	return from
}
