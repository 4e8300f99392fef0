package catalog

import (
	"lectern/content"
	"lectern/content/locale"
)

// A media item has a notice that its audience must see first, and a helpline (promise 13). Both
// may be written once, for a whole session or conference.

// ContentNotice returns the notice that precedes a document: its own, or else that of the
// document that it belongs to, as a session belongs to a conference, if the reader may see
// that. It is in the language in which that document is served.
func ContentNotice(v *content.View, d content.Document) (notice locale.Text, err error) {
	_, err = nearest(v, d, func(c content.Care) bool {
		notice = c.Notice
		return len(notice) > 0
	})
	return notice, err
}

// HelplineOf returns the helpline for a document, found as ContentNotice is; nil if there is
// none.
func HelplineOf(v *content.View, d content.Document) (helpline *content.Helpline, err error) {
	_, err = nearest(v, d, func(c content.Care) bool {
		helpline = c.Helpline
		return helpline != nil
	})
	return helpline, err
}

// nearest walks from a document to those that it belongs to, up to the first whose care meets
// is.
func nearest(v *content.View, d content.Document, is func(content.Care) bool) (found bool, err error) {
	kind := content.KindOf(d)
	if kind.Care != nil && is(kind.Care(d)) {
		return true, nil
	}
	if kind.Within == nil {
		return false, nil
	}
	for _, id := range kind.Within(d) {
		outer, err := v.Get(id)
		if content.IsNotFound(err) {
			continue
		}
		if err != nil {
			return false, err
		}
		if found, err := nearest(v, outer, is); found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// Shown returns the items of a list whose person the reader may know. The others are omitted as
// a whole, since a title, an office or an organisation identifies a person (promises 7 and 10).
func Shown[T any](v *content.View, items []T, person func(*T) content.ID) ([]*T, error) {
	shown := make([]*T, 0, len(items))
	for i := range items {
		_, err := v.Get(person(&items[i]))
		if content.IsNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		shown = append(shown, &items[i])
	}
	return shown, nil
}

// PersonIn returns the speaker at a place in the row of people in a photo; nil for a person
// with only a name. It is also nil if the reader may not know the person, or the person does
// not consent to photos: the place stays, without a name, so the others do not move (promise
// 7).
func PersonIn(v *content.View, place *PhotoPerson) (*Speaker, error) {
	if place.SpeakerID == "" {
		return nil, nil
	}
	s, err := content.Get[*Speaker](v, place.SpeakerID)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	refused, err := v.Refuses(place.SpeakerID, content.ConsentToPhoto)
	if err != nil || refused {
		return nil, err
	}
	return s, nil
}

// lentBySession returns what media items show of a session: its notice, and its conference.
func lentBySession(d content.Document) []any {
	s := d.(*Session)
	if len(s.ContentNotice) > 0 {
		return []any{s.ConferenceID, s.ContentNotice, s.Languages} // the language of the session decides which text is shown
	}
	return []any{s.ConferenceID}
}

// lentByConference returns what media items show of a conference.
func lentByConference(d content.Document) []any {
	c := d.(*Conference)
	if len(c.ContentNotice) > 0 || c.Helpline != nil {
		return []any{c.ContentNotice, c.Helpline, c.Languages}
	}
	return nil
}

// fromConference declares that media items show the notice and the helpline of their session's
// conference.
var fromConference = &content.Borrowing{
	From: "conference", Through: "session",
	By: func(d content.Document) content.ID {
		from := content.KindOf(d).Within(d)
		if len(from) != 1 || from[0].Kind() != sessionKind {
			return "" // it refers to its conference itself, or to none
		}
		return from[0]
	},
	Lender: func(through content.Document) content.ID { return through.(*Session).ConferenceID },
}
