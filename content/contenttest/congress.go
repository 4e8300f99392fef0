package contenttest

import (
	"fmt"
	"testing"
	"time"

	"lectern/content"
)

// Congress publishes a conference as websites show it: 50 sessions, one after
// another, of 75 people from 10 organisations, with a video of every second
// session; and a person, "busy", who appears in 20 of them, and a podcast of 30
// episodes.
func Congress(t testing.TB, store content.Store) {
	t.Helper()
	documents := []content.Document{Conference("congress"), Speaker("busy"), &content.Podcast{
		Meta: Meta("podcast", "podcast"), Title: both("podcast"), Description: both("About"), Author: "P", OwnerEmail: "p@example.org",
		SpokenLanguage: "da", Category: "News", Artwork: "https://example.org/p.png", Link: "https://example.org/p",
	}}
	for i := range 10 {
		documents = append(documents, &content.Organisation{Meta: Meta("organisation", fmt.Sprint("organisation ", i)), Name: both(fmt.Sprint("organisation ", i))})
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
		documents = append(documents, &content.PodcastEpisode{
			Meta: Meta("podcastEpisode", fmt.Sprint("episode ", i)), PodcastID: ID("podcast", "podcast"), Title: both(fmt.Sprint("episode ", i)),
			GUID: fmt.Sprint(i), EpisodeType: content.EpisodeFull, ReleasedAt: Epoch.AddDate(0, 0, -i), WithoutTranscriptReason: "Music.",
			Audio: &content.Audio{URL: "https://example.org/a.mp3", MIMEType: "audio/mpeg", Bytes: 1},
		})
	}
	Publish(t, store, documents...)
}

// recording is a valid video of a session.
func recording(name string, session content.ID) *content.Video {
	return &content.Video{
		Meta: Meta("video", name), Title: both(name), RecordedAt: Epoch, SessionID: session, ConferenceID: ID("conference", "congress"), WithoutCaptionsReason: "Nobody speaks.",
		Sources: []content.Source{{URL: "https://example.org/v.mp4", MIMEType: "video/mp4"}},
	}
}

// Reading is something that clients ask of a Congress, and how many documents
// it gives.
type Reading struct {
	Name string
	Want int
	Read func(*content.View) (int, error)
}

// Readings are what benchmarks measure.
func Readings() []Reading {
	var sessions []content.ID
	for i := range 50 {
		sessions = append(sessions, ID("session", fmt.Sprint("session ", i)))
	}
	one, twenty, fifty := 1, 20, 50
	return []Reading{
		{"videos of 50 sessions", 25, func(v *content.View) (n int, err error) {
			for _, id := range sessions {
				found, err := pageOf[*content.Video](v, "recordedAt", "session", id, &one)
				if err != nil {
					return 0, err
				}
				n += found
			}
			return n, nil
		}},
		{"50 sessions of a conference", 50, func(v *content.View) (int, error) {
			return pageOf[*content.Session](v, "startsAt", "conference", ID("conference", "congress"), &fifty)
		}},
		{"20 sessions of a speaker", 20, func(v *content.View) (int, error) {
			return pageOf[*content.Session](v, "startsAt", "speaker", ID("speaker", "busy"), &twenty)
		}},
		{"20 newest episodes", 20, func(v *content.View) (int, error) {
			return pageOf[*content.PodcastEpisode](v, "releasedAt", "", "", &twenty)
		}},
		{"a slug", 1, func(v *content.View) (int, error) {
			_, err := v.BySlug(content.KindNamed("conference"), "congress")
			return 1, err
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

func pageOf[D content.Document](v *content.View, order, by string, parent content.ID, first *int) (int, error) {
	var none D
	q := content.Query{Kind: kindOf(none), Order: order, Descending: by == "", First: first}
	if by != "" {
		q.Where = []content.Condition{{Attribute: by, In: []content.Key{content.StringKey(parent)}}}
	}
	page, err := content.List[D](v, q)
	if err != nil {
		return 0, err
	}
	return len(page.Nodes()), nil
}

func kindOf(d content.Document) *content.Kind {
	switch d.(type) {
	case *content.Video:
		return content.KindNamed("video")
	case *content.Session:
		return content.KindNamed("session")
	}
	return content.KindNamed("podcastEpisode")
}

// BenchmarkReadings reads a Congress of a store, each time through a view of its
// own, from a warm cache.
func BenchmarkReadings(b *testing.B, store content.Store) {
	Congress(b, store)
	for _, r := range Readings() {
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
