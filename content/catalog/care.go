package catalog

import (
	"lectern/content"
	"lectern/content/locale"
)

// A media item comes with what readers should be told before they go on, and
// with where they find help (promise 13). It may have been written once, for
// the whole session or conference.

// ContentNotice is the notice of a video, an episode or a photo: its own, else
// that of its session, else that of its conference, as far as the reader may
// see them. It is in the language that it is served in where it was written.
func ContentNotice(v *content.View, d content.Document) (locale.Text, error) {
	m := mediaItem(d)
	if len(m.notice) > 0 {
		return m.notice, nil
	}
	session, conference, err := m.place(v)
	switch {
	case err != nil:
		return nil, err
	case session != nil && len(session.ContentNotice) > 0:
		return session.ContentNotice, nil
	case conference != nil:
		return conference.ContentNotice, nil
	}
	return nil, nil
}

// HelplineOf is the helpline of the conference that a video, an episode or a
// photo is from; nil where there is none.
func HelplineOf(v *content.View, d content.Document) (*Helpline, error) {
	_, conference, err := mediaItem(d).place(v)
	if err != nil || conference == nil {
		return nil, err
	}
	return conference.Helpline, nil
}

// media is what the kinds of media items have in common.
type media struct {
	notice              locale.Text
	session, conference content.ID
}

func mediaItem(d content.Document) media {
	switch d := d.(type) {
	case *Video:
		return media{d.Notice, d.SessionID, d.ConferenceID}
	case *PodcastEpisode:
		return media{d.Notice, d.SessionID, d.ConferenceID}
	case *Photo:
		return media{nil, d.SessionID, d.ConferenceID}
	}
	return media{}
}

// place is the session and the conference of the item, nil where there is none
// that the reader may see.
func (m media) place(v *content.View) (session *Session, conference *Conference, err error) {
	if m.session != "" {
		if session, err = content.Get[*Session](v, m.session); err != nil && !content.IsNotFound(err) {
			return nil, nil, err
		}
	}
	id := m.conference
	if id == "" && session != nil {
		id = session.ConferenceID
	}
	if id != "" {
		if conference, err = content.Get[*Conference](v, id); err != nil && !content.IsNotFound(err) {
			return nil, nil, err
		}
	}
	return session, conference, nil
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
		m := mediaItem(d)
		if m.conference != "" {
			return ""
		}
		return m.session
	},
	Lender: func(through content.Document) content.ID { return through.(*Session).ConferenceID },
}
