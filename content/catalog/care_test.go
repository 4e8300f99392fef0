package catalog_test

import (
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// TestContentNotice: a media item's own notice takes precedence over its session's, and that
// over its conference's; documents that are not public have none (promise 13).
func TestContentNotice(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	conference, quiet := contenttest.Conference("Conference"), contenttest.Conference("Quiet")
	conference.ContentNotice = locale.NewText("da", "of the conference")
	conference.Helpline = &content.Helpline{Name: locale.NewText("da", "Line"), Phone: "+45 12 34 56 78"}
	warned, plain := contenttest.Session("Warned", "Conference", 1), contenttest.Session("Plain", "Conference", 2)
	warned.ContentNotice = locale.NewText("da", "of the session")
	contenttest.Publish(t, store, conference, quiet, warned, plain)
	hidden := contenttest.Conference("Hidden")
	hidden.ContentNotice = locale.NewText("da", "of what is hidden")
	contenttest.Save(t, store, hidden)

	view := contenttest.View(t, store, content.Anonymous)
	own := locale.NewText("da", "its own")
	for name, tt := range map[string]struct {
		item   content.Document
		notice string
		help   bool
	}{
		"own":                 {&catalog.Video{Meta: contenttest.Meta("video", "item"), Notice: own, SessionID: warned.ID, ConferenceID: conference.ID}, "its own", true},
		"session's":           {&catalog.PodcastEpisode{Meta: contenttest.Meta("podcastEpisode", "item"), SessionID: warned.ID, ConferenceID: conference.ID}, "of the session", true},
		"conference's":        {&catalog.Photo{Meta: contenttest.Meta("photo", "item"), SessionID: plain.ID, ConferenceID: conference.ID}, "of the conference", true},
		"session only":        {&catalog.Video{Meta: contenttest.Meta("video", "item"), SessionID: plain.ID}, "of the conference", true},
		"conference only":     {&catalog.Video{Meta: contenttest.Meta("video", "item"), ConferenceID: conference.ID}, "of the conference", true},
		"nothing to say":      {&catalog.Video{Meta: contenttest.Meta("video", "item"), ConferenceID: quiet.ID}, "", false},
		"hidden":              {&catalog.Video{Meta: contenttest.Meta("video", "item"), ConferenceID: hidden.ID}, "", false},
		"of nothing":          {&catalog.PodcastEpisode{Meta: contenttest.Meta("podcastEpisode", "item"), Notice: own}, "its own", false},
		"not a media item":    {contenttest.Speaker("Anna"), "", false},
		"a session not there": {&catalog.Video{Meta: contenttest.Meta("video", "item"), SessionID: contenttest.ID("session", "Nowhere")}, "", false},
	} {
		notice, err := catalog.ContentNotice(view, tt.item)
		if err != nil || notice.String() != tt.notice {
			t.Errorf("%s: the notice is %q, want %q (%v)", name, notice.String(), tt.notice, err)
		}
		helpline, err := catalog.HelplineOf(view, tt.item)
		if err != nil || (helpline != nil) != tt.help {
			t.Errorf("%s: the helpline is %v (%v)", name, helpline, err)
		}
	}
}
