package catalog

import (
	"lectern/content"
	"lectern/content/locale"
)

// A media item comes with what readers should be told before they go on, and
// with where they find help (promise 13). It may have been written once, for
// the whole session or conference.

// ContentNotice is what a reader of a document is told first: its own notice, else that
// of what it is within, as a session of its conference, as far as the reader may see
// that. It is in the language that it is served in where it was written.
func ContentNotice(v *content.View, d content.Document) (notice locale.Text, err error) {
	_, err = nearest(v, d, func(c content.Care) bool {
		notice = c.Notice
		return len(notice) > 0
	})
	return notice, err
}

// HelplineOf is where a reader of a document finds help, found as ContentNotice is; nil
// where there is none.
func HelplineOf(v *content.View, d content.Document) (helpline *content.Helpline, err error) {
	_, err = nearest(v, d, func(c content.Care) bool {
		helpline = c.Helpline
		return helpline != nil
	})
	return helpline, err
}

// nearest goes from a document to those that it is within, until one's care is the one.
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

// Shown are the items of a list whose person a reader may know of. Others are
// left out as a whole: a title, an office or an organisation tells who it is
// (promises 7 and 10).
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

// PersonIn is the speaker at a place in the row of people in a photo; nil for
// somebody with a name only. It is nil too where the reader may not know of the
// person, or the person lets no photos be shown: the place stays, without a
// name, and nobody moves into it (promise 7).
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

// lentBySession is what media items show of a session: its notice, and whose
// conference's they show.
func lentBySession(d content.Document) []any {
	s := d.(*Session)
	if len(s.ContentNotice) > 0 {
		return []any{s.ConferenceID, s.ContentNotice, s.Languages} // in which it is served decides which of its texts is
	}
	return []any{s.ConferenceID}
}

// lentByConference is what media items show of a conference.
func lentByConference(d content.Document) []any {
	c := d.(*Conference)
	if len(c.ContentNotice) > 0 || c.Helpline != nil {
		return []any{c.ContentNotice, c.Helpline, c.Languages}
	}
	return nil
}

// fromConference says that media items show the notice and the helpline of the
// conference of their session.
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
