package feedtest

import (
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// Secrets returns texts that must be in no feed of these documents.
func Secrets() []string {
	return []string{"Karen Margrethe Hviid", "karen-margrethe", "Hemmelig Vej", "Huset", "Skjult", "skjult", "Kladde", "kladde"}
}

// World returns a store with the documents of Fill.
func World(t testing.TB) content.Store {
	t.Helper()
	store := contenttest.NewMemory()
	Fill(t, store)
	return store
}

// Fill publishes documents that have everything that feeds show, and content that no reader may
// see: a pseudonym's legal name, a venue only for participants, a hidden person with an episode
// and a video, drafts.
func Fill(t testing.TB, store content.Store) {
	t.Helper()
	contenttest.Publish(t, store, people()...)
	contenttest.Publish(t, store, stage()...)
	contenttest.Publish(t, store, recordings()...)
	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		return catalog.HideSpeaker(tx, contenttest.ID("speaker", "skjult"))
	})
	contenttest.Save(t, store, episode("kladde", 9), film("kladde"))
}

func both(da, en string) locale.Text { return locale.NewText("da", da, "en", en) }

func people() []content.Document {
	anna, bo := contenttest.Speaker("anna"), contenttest.Speaker("bo")
	anna.Name, anna.Pseudonym, anna.SortName = "Karen Margrethe Hviid", "Anna K.", ""
	bo.Name, bo.PhotoURL = "Bo Ærø", "/media/bo.jpg"
	hidden := contenttest.Speaker("skjult")
	hidden.Name = "Skjult Person"
	return []content.Document{anna, bo, hidden}
}

func stage() []content.Document {
	c := contenttest.Conference("fagkonference")
	c.Title = both("Fagkonference & mere", "Conference & more")
	c.Summary = both("To dage.", "Two days.")
	c.Venue = &catalog.Venue{Name: "Huset", Address: "Hemmelig Vej 1", City: "Århus", Country: "DK", Precision: catalog.VenueRegistered}
	c.Helpline = &content.Helpline{Name: both("Linjen", "The line"), Phone: "+45 12 34 56 78", URL: "https://example.org/hjaelp", Hours: both("9–17", "9 to 17")}
	c.ContentNotice = both("Handler om stalking.", "This is about stalking.")
	s := contenttest.Session("panel", "fagkonference", 1, "anna", "bo")
	s.RecordingAllowed = true
	return []content.Document{c, s}
}

func recordings() []content.Document {
	p := &catalog.Podcast{
		Meta: contenttest.Meta("podcast", "samtaler"), Title: both("Samtaler", "Talks"), Description: both("Om stalking & støtte.", "About stalking & support."),
		Author: "Eksempelcenter", OwnerEmail: "podcast@example.org", SpokenLanguage: "da", Category: "Society & Culture", Subcategory: "Documentary",
		Artwork: "/media/samtaler.png", Link: "https://example.org/samtaler", GUID: "9b024349-ccf0-5f69-a609-6b82873eab3c", Locked: true,
		License: "CC-BY-4.0", Funding: &catalog.Funding{URL: "https://example.org/stoet?a=1&b=2", Text: both("Støt os", "Support us")},
	}
	full := episode("første", 0)
	full.ShowNotes = locale.NewRichText("da", "Om *støtte* ![billede](https://evil.example/x.png)\n\n- [mere](https://example.org/mere?a=1&b=2)", "en", "About *support*")
	full.Season, full.Number, full.Artwork, full.Duration, full.Explicit = 1, 2, "/media/første.png", locale.Duration(30*time.Minute+1400*time.Millisecond), true
	full.Transcripts = []catalog.Transcript{
		{Language: "da", URL: "/media/første.vtt", MIMEType: "text/vtt"}, {Language: "en", URL: "/media/første.en.html", MIMEType: "text/html"},
	}
	full.WithoutTranscriptReason = ""
	full.Chapters = []catalog.Chapter{{Title: both("Start", "Beginning")}, {StartsAt: locale.Duration(90500 * time.Millisecond), Title: both("Mere", "More")}}
	full.SessionID, full.ConferenceID = contenttest.ID("session", "panel"), contenttest.ID("conference", "fagkonference")
	full.Cast = []catalog.Appearance{cast("bo", catalog.RoleHost), cast("bo", catalog.RoleModerator), cast("anna", catalog.RolePanelist), cast("bo", catalog.RoleInterpreter)}
	danish := episode("kun dansk", 1)
	danish.Title, danish.Summary = locale.NewText("da", "Kun på dansk"), locale.NewText("da", "Et resumé.\nTo linjer.\n\nTo afsnit.")
	danish.Notice, danish.EpisodeType = locale.NewText("da", "Omtaler vold."), catalog.EpisodeBonus
	hidden := episode("skjult", 2)
	hidden.Cast = []catalog.Appearance{cast("skjult", catalog.RoleHost)}
	clip := film("film")
	clip.ConferenceID, clip.Cast, clip.RecordedAt = full.ConferenceID, full.Cast[:1], contenttest.Epoch
	clip.Captions = []catalog.Captions{{Language: "da", Kind: catalog.CaptionsCaptions, Text: "WEBVTT\n\n00:00.000 --> 00:01.000\nHej.\n"}}
	embed := film("indlejret")
	embed.Sources = []catalog.Source{{URL: "https://player.example.com/video/1?h=a&b", Provider: "Eksempel"}}
	asks := film("spørger")
	asks.Sources = []catalog.Source{{URL: "https://player.example.com/video/2", Provider: "Eksempel", RequiresConsent: true}}
	gone := film("skjult film")
	gone.Cast = []catalog.Appearance{cast("skjult", catalog.RoleSpeaker)}
	photo := &catalog.Photo{
		Meta: contenttest.Meta("photo", "gruppe"), Asset: &content.Image{URL: "/media/gruppe.jpg", Width: 1200, Height: 800}, Alt: both("Syv personer", "Seven people"),
		Caption: both("Efter debatten", "After the debate"), ConferenceID: full.ConferenceID,
	}
	return []content.Document{p, full, danish, hidden, clip, embed, asks, gone, photo}
}

func cast(name string, role catalog.AppearanceRole) catalog.Appearance {
	return catalog.Appearance{SpeakerID: contenttest.ID("speaker", name), Role: role}
}

func episode(name string, day int) *catalog.PodcastEpisode {
	return &catalog.PodcastEpisode{
		Meta: contenttest.Meta("podcastEpisode", name), PodcastID: contenttest.ID("podcast", "samtaler"), Title: both(name, name+" (en)"), GUID: "guid-" + locale.Slugify(name),
		EpisodeType: catalog.EpisodeFull, Audio: &catalog.Audio{URL: locale.URL("/media/" + locale.Slugify(name) + ".mp3"), MIMEType: "audio/mpeg", Bytes: 1000 + day},
		ReleasedAt: contenttest.Epoch.AddDate(0, 0, day), WithoutTranscriptReason: "Kun musik.",
	}
}

func film(name string) *catalog.Video {
	slug := locale.Slugify(name)
	return &catalog.Video{
		Meta: contenttest.Meta("video", name), Title: both(name, name+" (en)"), Description: both("Beskrivelse & mere.", "Description & more."),
		Sources:   []catalog.Source{{URL: locale.URL("/media/" + slug + ".mp4"), MIMEType: "video/mp4", Height: 720, Bytes: 5000}},
		Thumbnail: locale.URL("/media/" + slug + ".jpg"), Duration: locale.Duration(2 * time.Minute), WithoutCaptionsReason: "Ingen taler.",
	}
}
