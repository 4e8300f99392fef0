package podcast

import (
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
)

const (
	chaptersType    = "application/json+chapters"
	chaptersVersion = "1.2.0"
)

func chaptersPath(slug string) string { return "/feeds/chapters/" + slug + ".json" }

// chaptersDocument is the format of chapters for podcast apps.
type chaptersDocument struct {
	Version     string    `json:"version"`
	Title       string    `json:"title"`
	PodcastName string    `json:"podcastName,omitempty"`
	Chapters    []chapter `json:"chapters"`
}

type chapter struct {
	StartTime float64 `json:"startTime"` // in seconds
	EndTime   float64 `json:"endTime,omitempty"`
	Title     string  `json:"title"`
}

// chaptersOf returns the URL of an episode's chapters, in the episode's served language.
func (w *writer) chaptersOf(e *catalog.PodcastEpisode) string {
	address := string(w.request.Site.Service) + chaptersPath(e.Slug)
	if e.Language != locale.DefaultLanguage {
		address += "?language=" + string(e.Language)
	}
	return address
}

// chapters writes the chapters of an episode.
func chapters(v *content.View, r *feed.Request) (*feed.Representation, error) {
	d, err := v.BySlug(content.KindNamed("podcastEpisode"), r.Value("slug"))
	if err != nil {
		return nil, err
	}
	e := d.(*catalog.PodcastEpisode)
	if len(e.Chapters) == 0 {
		return nil, content.Errorf(content.CodeNotFound, "The episode has no chapters.")
	}
	out := chaptersDocument{Version: chaptersVersion, Title: e.Title.String()}
	p, err := content.Get[*catalog.Podcast](v, e.PodcastID)
	switch {
	case err == nil:
		out.PodcastName = p.Title.String()
	case !content.IsNotFound(err):
		return nil, err
	}
	for i, c := range e.Chapters {
		end := e.Duration
		if i+1 < len(e.Chapters) {
			end = e.Chapters[i+1].StartsAt
		}
		out.Chapters = append(out.Chapters, chapter{time.Duration(c.StartsAt).Seconds(), time.Duration(end).Seconds(), c.Title.String()})
	}
	return feed.JSON(chaptersType, out), nil
}
