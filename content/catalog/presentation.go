package catalog

import (
	"lectern/content"
	"lectern/content/listing"
	"lectern/content/locale"
)

// typed is a function of the documents of one Go type, for a kind.
func typed[D content.Document, T any](of func(d D) T) func(content.Document) T {
	return func(d content.Document) T { return of(d.(D)) }
}

// called is what a document of a kind is called, in Danish and in English.
func called(danish, english string) locale.Text {
	return locale.NewText(string(locale.DefaultLanguage), danish, string(locale.English), english)
}

// pictureAt is a picture at an address, nil where there is none.
func pictureAt(at locale.URL, alt string) *content.Picture {
	if at == "" {
		return nil
	}
	return &content.Picture{URL: at, Alt: alt}
}

// PictureOf is the picture that stands for a document that the view gave out: its own,
// else the one beside it; nil where there is none.
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

// firstPhoto gives the first photo from a document, by the attribute of photos that
// refers to it.
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

// within are the documents that something is from, as far as it is from any.
func within(ids ...content.ID) (from []content.ID) {
	for _, id := range ids {
		if id != "" {
			from = append(from, id)
		}
	}
	return from
}
