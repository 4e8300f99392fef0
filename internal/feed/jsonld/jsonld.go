package jsonld

import (
	"encoding/json"
	"fmt"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
)

// Of returns the schema.org description of a document, as JSON that is safe in the script
// element of a page: <script type="application/ld+json">.
func Of(v *content.View, d content.Document) ([]byte, error) {
	r := &reader{view: v, outer: d.Base().Language}
	n, err := r.describe(d)
	if err != nil {
		return nil, err
	}
	n = append(node{{"@context", []any{vocabulary, language(r.outer)}}}, n...)
	b, err := json.Marshal(n)
	if err != nil {
		return nil, fmt.Errorf("jsonld: %w", err)
	}
	return b, nil
}

// reader describes one document and the documents around it.
type reader struct {
	view  *content.View
	outer locale.Language
}

// describe returns the specific data of each type that schema.org has a vocabulary for, and the
// common data of any other.
func (r *reader) describe(d content.Document) (node, error) {
	switch d := d.(type) {
	case *catalog.Conference:
		return r.conference(d)
	case *catalog.Session:
		return r.session(d)
	case *catalog.Speaker:
		return r.speaker(d)
	case *catalog.Video:
		return r.video(d)
	case *catalog.PodcastEpisode:
		return r.episode(d)
	case *catalog.Podcast:
		return r.podcast(d), nil
	case *catalog.PolicyProposal:
		return r.proposal(d)
	case *catalog.Organisation:
		return organisation(d), nil
	case *catalog.Photo:
		return r.photo(d)
	case *catalog.Topic:
		return topic(d), nil
	}
	return r.work(d)
}

// work returns the common data of a document of any type.
func (r *reader) work(d content.Document) (node, error) {
	care, err := feed.CareOf(r.view, d)
	if err != nil {
		return nil, err
	}
	picture, err := catalog.PictureOf(r.view, d)
	if err != nil {
		return nil, err
	}
	about, err := feed.Summary(r.view, d)
	if err != nil {
		return nil, err
	}
	n := nodeOf("CreativeWork", d.Base())
	n.add("name", content.KindOf(d).Title(d).String())
	n.add("description", feed.Joined(care.Plain(), about))
	n.work(d.Base())
	if picture != nil {
		n.add("image", picture.URL)
	}
	return n, nil
}

// refer returns a referenced document as a node, or nil if there is none for this reader.
func refer[D content.Document](r *reader, id content.ID, describe func(D) node) (node, error) {
	if id == "" {
		return nil, nil
	}
	d, err := content.Get[D](r.view, id)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return describe(d), nil
}

// referAll is refer for several documents.
func referAll[D content.Document](r *reader, ids []content.ID, describe func(D) node) (all []node, err error) {
	for _, id := range ids {
		n, err := refer(r, id, describe)
		if err != nil {
			return nil, err
		}
		if n != nil {
			all = append(all, n)
		}
	}
	return all, nil
}

func (r *reader) topicInside(t *catalog.Topic) node {
	return inside("DefinedTerm", &t.Meta, t.Name.String(), r.outer)
}

func (r *reader) organisationInside(o *catalog.Organisation) node {
	return inside(organisationType(o.Kind), &o.Meta, o.Name.String(), r.outer)
}

func (r *reader) personInside(s *catalog.Speaker) node {
	return inside("Person", &s.Meta, s.Name, r.outer)
}

// cast returns the people of a session or a recording who are visible to this reader, each
// once, with their affiliation of that day.
func (r *reader) cast(cast []catalog.Appearance) (people []node, err error) {
	seen := map[content.ID]bool{}
	for _, a := range cast {
		if seen[a.SpeakerID] {
			continue
		}
		seen[a.SpeakerID] = true
		n, err := refer(r, a.SpeakerID, r.personInside)
		if err != nil {
			return nil, err
		}
		if n == nil {
			continue
		}
		n.add("jobTitle", a.Title.String())
		if a.Organisation != "" {
			n.add("affiliation", thing("Organization", a.Organisation))
		}
		people = append(people, n)
	}
	return people, nil
}
