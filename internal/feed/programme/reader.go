package programme

import (
	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
)

// reader reads each document once. A document that this reader may not see is nil.
type reader struct {
	view          *content.View
	conferences   map[content.ID]*catalog.Conference
	speakers      map[content.ID]*catalog.Speaker
	topics        map[content.ID]*catalog.Topic
	organisations map[content.ID]*catalog.Organisation
}

func newReader(v *content.View) *reader {
	return &reader{
		v,
		map[content.ID]*catalog.Conference{},
		map[content.ID]*catalog.Speaker{},
		map[content.ID]*catalog.Topic{},
		map[content.ID]*catalog.Organisation{},
	}
}

func get[D content.Document](r *reader, read map[content.ID]D, id content.ID) (d D, err error) {
	if id == "" {
		return d, nil
	}
	if d, ok := read[id]; ok {
		return d, nil
	}
	d, err = content.Get[D](r.view, id)
	if err != nil && !content.IsNotFound(err) {
		return d, err
	}
	read[id] = d
	return d, nil
}

// Sessions returns the sessions that refer to a document by an attribute, by time.
func Sessions(v *content.View, attribute string, id content.ID) (all []*catalog.Session, err error) {
	page := listing.MaxPage
	q := listing.Query{
		Kind: content.KindNamed("session"), Order: "startsAt", First: &page,
		Where: []listing.Condition{{Attribute: attribute, In: []content.Key{content.StringKey(id)}}},
	}
	for {
		found, err := listing.Read[*catalog.Session](v, q)
		if err != nil {
			return nil, err
		}
		all = append(all, found.Nodes()...)
		more, err := found.PageInfo().HasNextPage()
		if err != nil || !more {
			return all, err
		}
		q.After = found.PageInfo().EndCursor()
	}
}

func (r *reader) sessions(attribute string, id content.ID) ([]*Session, error) {
	found, err := Sessions(r.view, attribute, id)
	if err != nil {
		return nil, err
	}
	all := make([]*Session, len(found))
	for i, d := range found {
		if all[i], err = r.session(d); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (r *reader) session(d *catalog.Session) (*Session, error) {
	about, err := content.PlainTextOf(r.view, d.Abstract)
	if err != nil {
		return nil, err
	}
	s := &Session{Session: d, About: about}
	if s.Conference, err = get(r, r.conferences, d.ConferenceID); err != nil {
		return nil, err
	}
	if s.Conference == nil { // a draft's, in a preview: publishing requires a conference
		s.Conference = &catalog.Conference{}
	}
	for i := range d.Cast {
		who, err := get(r, r.speakers, d.Cast[i].SpeakerID)
		if err != nil {
			return nil, err
		}
		if who != nil {
			s.People = append(s.People, Person{&d.Cast[i], who})
		}
	}
	s.Topics, err = r.topicsOf(d.TopicIDs)
	return s, err
}

func (r *reader) topicsOf(ids []content.ID) (topics []*catalog.Topic, err error) {
	for _, id := range ids {
		t, err := get(r, r.topics, id)
		if err != nil {
			return nil, err
		}
		if t != nil {
			topics = append(topics, t)
		}
	}
	return topics, nil
}
