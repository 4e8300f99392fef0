package contenttest

import (
	"fmt"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
)

// Congress publishes a conference like those of websites: 50 sessions, one after another, of 75
// people from 10 organisations, with a video of every second session; and a person, "busy", who
// appears in 20 of them, and a podcast of 30 episodes.
func Congress(t testing.TB, store content.Store) {
	t.Helper()
	documents := []content.Document{Conference("congress"), Speaker("busy"), &catalog.Podcast{
		Meta: Meta("podcast", "podcast"), Title: both("podcast"), Description: both("About"), Author: "P", OwnerEmail: "p@example.org",
		SpokenLanguage: "da", Category: "News", Artwork: "https://example.org/p.png", Link: "https://example.org/p",
	}}
	for i := range 10 {
		documents = append(documents, &catalog.Organisation{Meta: Meta("organisation", fmt.Sprint("organisation ", i)), Name: both(fmt.Sprint("organisation ", i))})
	}
	for i := range 75 {
		s := Speaker(fmt.Sprint("speaker ", i))
		s.OrganisationID = ID("organisation", fmt.Sprint("organisation ", i%10))
		documents = append(documents, s)
	}
	for i := range 50 {
		cast := []string{fmt.Sprint("speaker ", i*3/2), fmt.Sprint("speaker ", (i*3/2+1)%75)}
		if i < 20 {
			cast = append(cast, "busy")
		}
		s := Session(fmt.Sprint("session ", i), "congress", 0, cast...)
		s.StartsAt = Epoch.Add(time.Duration(i) * 10 * time.Minute)
		s.EndsAt, s.RecordingAllowed = s.StartsAt.Add(10*time.Minute), true
		documents = append(documents, s)
		if i%2 == 0 {
			documents = append(documents, recording(fmt.Sprint("video ", i), s.ID))
		}
	}
	for i := range 30 {
		documents = append(documents, &catalog.PodcastEpisode{
			Meta: Meta("podcastEpisode", fmt.Sprint("episode ", i)), PodcastID: ID("podcast", "podcast"), Title: both(fmt.Sprint("episode ", i)),
			GUID: fmt.Sprint(i), EpisodeType: catalog.EpisodeFull, ReleasedAt: Epoch.AddDate(0, 0, -i), WithoutTranscriptReason: "Music.",
			Audio: &catalog.Audio{URL: "https://example.org/a.mp3", MIMEType: "audio/mpeg", Bytes: 1},
		})
	}
	Publish(t, store, documents...)
}

// recording returns a valid video of a session.
func recording(name string, session content.ID) *catalog.Video {
	return &catalog.Video{
		Meta: Meta("video", name), Title: both(name), RecordedAt: Epoch, SessionID: session, ConferenceID: ID("conference", "congress"), WithoutCaptionsReason: "Nobody speaks.",
		Sources: []catalog.Source{{URL: "https://example.org/v.mp4", MIMEType: "video/mp4"}},
	}
}

// Reading is a query of a Congress, with the number of documents in its response.
type Reading struct {
	Name string
	Want int
	Read func(*content.View) (int, error)
}

// Readings returns the queries of benchmarks. Their lists are planned.
func Readings(t testing.TB) []Reading {
	var sessions []content.ID
	for i := range 50 {
		sessions = append(sessions, ID("session", fmt.Sprint("session ", i)))
	}
	plan := func(kind, order, by string) *listing.Plan {
		t.Helper()
		p, err := listing.NewPlan(listing.Spec{Kind: content.KindNamed(kind), Order: order, Descending: by == "", By: by})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	fifty := 50
	videos, episodes := plan("video", "recordedAt", "session"), plan("podcastEpisode", "releasedAt", "")
	programme, appearances := plan("session", "startsAt", "conference"), plan("session", "startsAt", "speaker")
	return []Reading{
		{"videos of 50 sessions", 25, func(v *content.View) (n int, err error) {
			for _, id := range sessions {
				found, err := nodes[*catalog.Video](v, videos, id, 1)
				if err != nil {
					return 0, err
				}
				n += found
			}
			return n, nil
		}},
		{"50 sessions of a conference", 50, func(v *content.View) (int, error) {
			return nodes[*catalog.Session](v, programme, ID("conference", "congress"), 50)
		}},
		{"20 sessions of a speaker", 20, func(v *content.View) (int, error) {
			return nodes[*catalog.Session](v, appearances, ID("speaker", "busy"), 20)
		}},
		{"20 newest episodes", 20, func(v *content.View) (int, error) {
			return nodes[*catalog.PodcastEpisode](v, episodes, "", 20)
		}},
		{"a slug", 1, func(v *content.View) (int, error) {
			_, err := v.BySlug(content.KindNamed("conference"), "congress")
			return 1, err
		}},
		{"all that the conference query reads", 1 + 50 + 200 + 20 + 25, func(v *content.View) (int, error) {
			c, err := v.BySlug(content.KindNamed("conference"), "congress")
			if err != nil {
				return 0, err
			}
			page, err := listing.ReadPage[*catalog.Session](v, programme, c.Base().ID, listing.Page{First: &fifty})
			if err != nil {
				return 0, err
			}
			n := 1 + len(page.Nodes())
			for _, s := range page.Nodes() {
				people, err := employed(v, s.Cast)
				if err != nil {
					return 0, err
				}
				found, err := nodes[*catalog.Video](v, videos, s.ID, 1)
				if err != nil {
					return 0, err
				}
				n += people + found
			}
			_ = v.Reads()
			return n, nil
		}},
		{"200 documents", 200, func(v *content.View) (int, error) {
			for i := range 200 {
				if _, err := v.Get(sessions[i%len(sessions)]); err != nil {
					return 0, err
				}
			}
			return 200, nil
		}},
	}
}

// employed counts the people of a session, and their organisations.
func employed(v *content.View, cast []catalog.Appearance) (n int, err error) {
	for i := range cast {
		s, err := content.Get[*catalog.Speaker](v, cast[i].SpeakerID)
		if err != nil {
			return 0, err
		}
		n++
		if s.OrganisationID == "" {
			continue
		}
		if _, err := content.Get[*catalog.Organisation](v, s.OrganisationID); err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// nodes returns the number of documents on a page of a planned list.
func nodes[D content.Document](v *content.View, p *listing.Plan, parent content.ID, first int) (int, error) {
	page, err := listing.ReadPage[D](v, p, parent, listing.Page{First: &first})
	if err != nil {
		return 0, err
	}
	return len(page.Nodes()), nil
}

// BenchmarkReadings reads a Congress of a store, each time through a new view, with a warm
// cache.
func BenchmarkReadings(b *testing.B, store content.Store) {
	Congress(b, store)
	for _, r := range Readings(b) {
		b.Run(r.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				view, err := content.OpenView(b.Context(), store, content.ViewOptions{})
				if err != nil {
					b.Fatal(err)
				}
				if n, err := r.Read(view); n != r.Want || err != nil {
					b.Fatal(n, err)
				}
				if err := view.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
