package podcast

import (
	"strings"
	"time"

	"lectern/content"
	"lectern/content/caption"
	"lectern/content/catalog"
	"lectern/internal/feed"
)

func (w *writer) item(e *catalog.PodcastEpisode) (*item, error) {
	if e.UpdatedAt.After(w.newest) {
		w.newest = e.UpdatedAt
	}
	i := &item{
		Title: e.Title.String(), GUID: guid{Value: e.GUID}, PubDate: date(e.ReleasedAt), Link: string(e.URL),
		Duration: int(time.Duration(e.Duration).Round(time.Second) / time.Second), Explicit: e.Explicit,
		EpisodeType:  strings.ToLower(string(e.EpisodeType)),
		ITunesSeason: e.Season, ITunesEpisode: e.Number, PodcastSeason: e.Season, PodcastEpisode: e.Number,
	}
	if e.Language != w.podcast.Language {
		i.Language = string(e.Language)
	}
	if a := e.Audio; a != nil {
		i.Enclosure = enclosure{string(a.URL), a.Bytes, a.MIMEType}
	}
	if e.Artwork != "" {
		i.Artwork = &reference{string(e.Artwork)}
	}
	for _, t := range e.Transcripts {
		files := t.Files()
		if files == nil {
			files = []caption.TextFile{{URL: t.URL, MIMEType: t.MIMEType}}
		}
		for _, f := range files {
			i.Transcripts = append(i.Transcripts, transcript{string(f.URL), f.MIMEType, string(t.Language), timed(f.MIMEType)})
		}
	}
	if len(e.Chapters) > 0 {
		i.Chapters = &chaptersRef{w.chaptersOf(e), chaptersType}
	}
	if err := w.describe(i, e); err != nil {
		return nil, err
	}
	var err error
	if i.Location, err = w.location(e); err != nil {
		return nil, err
	}
	i.Persons, err = w.persons(e)
	return i, err
}

// timed returns the relation of a transcript with times.
func timed(mimeType string) string {
	if strings.HasPrefix(mimeType, "text/vtt") || mimeType == "application/json" {
		return "captions"
	}
	return ""
}

// describe writes the description of the episode, after its notice.
func (w *writer) describe(i *item, e *catalog.PodcastEpisode) error {
	care, err := feed.CareOf(w.view, e)
	if err != nil {
		return err
	}
	i.Description = description(feed.Joined(care.Plain(), e.Summary.String()))
	notes := feed.Paragraphs(e.Summary.String())
	if e.ShowNotes != nil && len(e.ShowNotes.Text) > 0 {
		if notes, err = content.HTMLOf(w.view, e.ShowNotes); err != nil {
			return err
		}
	}
	i.Notes = care.HTML(e.Language) + notes
	return nil
}

// description returns a plain text as a description: HTML that shows the text and runs nothing,
// of at most maxDescription bytes. An ampersand that HTML reads literally stays, since some
// apps show descriptions as plain text.
func description(text string) string {
	const ellipsis = "…"
	var b strings.Builder
	fits := 0 // bytes that leave space for the ellipsis
	for i, r := range text {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&' && beginsReference(text[i+1:]):
			b.WriteString("&amp;")
		default:
			b.WriteRune(r)
		}
		switch {
		case b.Len() <= maxDescription-len(ellipsis):
			fits = b.Len()
		case b.Len() > maxDescription:
			return strings.TrimSpace(b.String()[:fits]) + ellipsis
		}
	}
	return b.String()
}

// beginsReference reports whether HTML may read the text after an ampersand as a character
// reference.
func beginsReference(s string) bool {
	return s != "" && (s[0] == '#' || s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z')
}

// location returns where an episode was recorded, or the place that it is about, as precisely
// as readers may know it (promise 12).
func (w *writer) location(e *catalog.PodcastEpisode) (*location, error) {
	if e.ConferenceID == "" {
		return nil, nil
	}
	c, err := content.Get[*catalog.Conference](w.view, e.ConferenceID)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil || c.Venue == nil {
		return nil, err
	}
	place := c.Venue.City
	if place == "" || c.Venue.Name != "" {
		place = strings.TrimSuffix(c.Venue.Name+", "+c.Venue.City, ", ")
	}
	if place == "" {
		return nil, nil
	}
	l := &location{Rel: "subject", Country: strings.ToLower(c.Venue.Country), Name: place}
	if e.SessionID != "" {
		l.Rel = "creator"
	}
	return l, nil
}

// part is a role and its group in the Podcast Taxonomy.
type part struct{ role, group string }

func partOf(r catalog.AppearanceRole) part {
	switch r {
	case catalog.RoleHost, catalog.RoleModerator:
		return part{"host", "cast"}
	case catalog.RoleInterpreter:
		return part{"translator", "writing"}
	default:
		return part{"guest", "cast"}
	}
}

// persons returns the people in an episode who are visible to the reader. No one has the same
// part twice.
func (w *writer) persons(e *catalog.PodcastEpisode) ([]person, error) {
	shown, err := catalog.Shown(w.view, e.Cast, func(a *catalog.Appearance) content.ID { return a.SpeakerID })
	if err != nil {
		return nil, err
	}
	var persons []person
	type seen struct {
		speaker content.ID
		part
	}
	named := map[seen]bool{}
	for _, a := range shown {
		p := partOf(a.Role)
		if named[seen{a.SpeakerID, p}] {
			continue
		}
		named[seen{a.SpeakerID, p}] = true
		s, err := content.Get[*catalog.Speaker](w.view, a.SpeakerID)
		if err != nil {
			return nil, err
		}
		persons = append(persons, person{p.role, p.group, string(s.PhotoURL), string(s.URL), s.Name})
	}
	return persons, nil
}
