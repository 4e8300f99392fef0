package jsonld

import (
	"strconv"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
)

func (r *reader) video(v *catalog.Video) (node, error) {
	care, err := feed.CareOf(r.view, v)
	if err != nil {
		return nil, err
	}
	n := nodeOf("VideoObject", &v.Meta)
	n.add("name", v.Title.String())
	n.add("description", feed.Joined(care.Plain(), v.Description.String()))
	n.work(&v.Meta)
	if v.PublishedAt != nil {
		n.add("uploadDate", instant(*v.PublishedAt))
	}
	n.add("duration", duration(v.Duration))
	n.add("thumbnailUrl", v.Thumbnail)
	n.add("accessibilityFeature", features(v))
	said, err := content.PlainTextOf(r.view, v.Said())
	if err != nil {
		return nil, err
	}
	n.add("transcript", said)
	for _, s := range v.Sources {
		if s.Provider == "" { // an embed tells its provider who watches
			n.add("encodingFormat", s.MIMEType)
			n.add("contentUrl", s.URL)
			break
		}
	}
	var captions []node
	for _, k := range v.Captions {
		if k.URL != "" {
			captions = append(captions, text(k.URL, "text/vtt", k.Language))
		}
	}
	n.add("caption", captions)
	n.add("hasPart", clips(v))
	people, err := r.cast(v.Cast)
	if err != nil {
		return nil, err
	}
	n.add("contributor", people)
	event, err := r.recordedAt(v.SessionID, v.ConferenceID)
	n.add("recordedAt", event)
	return n, err
}

// features returns the accessibility features, in the W3C's vocabulary.
func features(v *catalog.Video) (all []string) {
	for _, k := range v.Captions {
		if k.Kind != catalog.CaptionsDescriptions {
			all = append(all, "captions")
			break
		}
	}
	if v.Said() != nil {
		all = append(all, "transcript")
	}
	if v.SignLanguageVideo != "" {
		all = append(all, "signLanguage")
	}
	return all
}

// clips returns a video's chapters.
func clips(v *catalog.Video) (all []node) {
	for i, c := range v.Chapters {
		n := thing("Clip", c.Title.String())
		n = append(n, member{"startOffset", time.Duration(c.StartsAt).Seconds()}) // the first starts at 0
		end := v.Duration
		if i+1 < len(v.Chapters) {
			end = v.Chapters[i+1].StartsAt
		}
		n.add("endOffset", time.Duration(end).Seconds())
		if v.URL != "" {
			n.add("url", string(v.URL)+"#t="+strconv.Itoa(int(time.Duration(c.StartsAt).Seconds())))
		}
		all = append(all, n)
	}
	return all
}

func text(at locale.URL, mimeType string, l locale.Language) node {
	n := node{{"@type", "MediaObject"}}
	n.add("encodingFormat", mimeType)
	n.add("inLanguage", l)
	n.add("contentUrl", at)
	return n
}

func duration(d locale.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func (r *reader) episode(e *catalog.PodcastEpisode) (node, error) {
	care, err := feed.CareOf(r.view, e)
	if err != nil {
		return nil, err
	}
	n := nodeOf("PodcastEpisode", &e.Meta)
	n.add("name", e.Title.String())
	n.add("description", feed.Joined(care.Plain(), e.Summary.String()))
	n.add("inLanguage", e.Language)
	n.add("datePublished", instant(e.ReleasedAt))
	n.add("dateModified", instant(e.UpdatedAt))
	n.add("timeRequired", duration(e.Duration))
	n.add("episodeNumber", e.Number)
	if e.Season > 0 {
		n.add("partOfSeason", node{{"@type", "PodcastSeason"}, {"seasonNumber", e.Season}})
	}
	n = append(n, member{"isFamilyFriendly", !e.Explicit})
	n.add("image", e.Artwork)
	series, err := refer(r, e.PodcastID, func(p *catalog.Podcast) node {
		return inside("PodcastSeries", &p.Meta, p.Title.String(), r.outer)
	})
	if err != nil {
		return nil, err
	}
	n.add("partOfSeries", series)
	n.add("associatedMedia", audio(e))
	people, err := r.cast(e.Cast)
	if err != nil {
		return nil, err
	}
	n.add("contributor", people)
	return n, nil
}

func audio(e *catalog.PodcastEpisode) node {
	if e.Audio == nil {
		return nil
	}
	n := node{{"@type", "AudioObject"}}
	n.add("encodingFormat", e.Audio.MIMEType)
	if e.Audio.Bytes > 0 {
		n.add("contentSize", strconv.Itoa(e.Audio.Bytes)+" B")
	}
	n.add("duration", duration(e.Duration))
	n.add("contentUrl", e.Audio.URL)
	var transcripts []node
	for _, t := range e.Transcripts {
		if t.URL != "" {
			transcripts = append(transcripts, text(t.URL, t.MIMEType, t.Language))
		}
	}
	n.add("caption", transcripts)
	return n
}

func (r *reader) podcast(p *catalog.Podcast) node {
	n := nodeOf("PodcastSeries", &p.Meta)
	n.add("name", p.Title.String())
	n.add("description", p.Description.String())
	n.work(&p.Meta)
	n.add("image", p.Artwork)
	n = append(n, member{"isFamilyFriendly", !p.Explicit})
	if p.Author != "" {
		n.add("author", thing("Organization", p.Author))
	}
	n.add("genre", p.Category)
	n.add("webFeed", p.FeedURL)
	n.add("sameAs", p.Link)
	return n
}

// pixels returns a length in pixels, with the unit code of UN/CEFACT.
func pixels(n int) node {
	if n == 0 {
		return nil
	}
	return node{{"@type", "QuantitativeValue"}, {"value", n}, {"unitCode", "E37"}}
}

func (r *reader) photo(p *catalog.Photo) (node, error) {
	care, err := feed.CareOf(r.view, p)
	if err != nil {
		return nil, err
	}
	n := nodeOf("ImageObject", &p.Meta)
	n.add("caption", p.Caption.String())
	n.add("description", feed.Joined(care.Plain(), p.Alt.String()))
	n.work(&p.Meta)
	n.add("dateCreated", p.TakenOn)
	n.add("creditText", p.Credit)
	if a := p.Asset; a != nil {
		n.add("width", pixels(a.Width))
		n.add("height", pixels(a.Height))
		n.add("contentUrl", a.URL)
	}
	var people []node
	for i := range p.People {
		who, err := catalog.PersonIn(r.view, &p.People[i])
		switch {
		case err != nil:
			return nil, err
		case who != nil:
			people = append(people, r.personInside(who))
		case p.People[i].Name != "":
			people = append(people, thing("Person", p.People[i].Name))
		}
	}
	n.add("about", people)
	return n, nil
}
