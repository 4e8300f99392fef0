//go:build reference

package graph

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/internal/store"
)

// The sizes of the measured world, which resembles that of command bench.
const (
	speedConferences   = 200
	speedPerConference = 50
	speedSpeakers      = 1000
	speedEpisodes      = 1000
	speedBatch         = 1000 // documents per change
)

var speedQueries = []struct {
	name, query string
	variables   map[string]any
}{
	{"conference of 50 sessions", `query Conference($slug: Slug!) {
  conference(slug: $slug) {
    id title summary startDate endDate url
    organiser { name }
    sessions(first: 50, orderBy: STARTS_AT_ASC) {
      nodes {
        id slug url title kind startsAt endsAt room
        abstract { markdown }
        appearances { role title organisation speaker { id slug name jobTitle photo { url } url } }
        videos(first: 1) { nodes { id slug title duration thumbnail { url } url } }
      }
    }
  }
}`, map[string]any{"slug": "conference-3"}},
	{"20 sessions of a speaker", `query Sessions($slug: Slug!) {
  speaker(slug: $slug) {
    name
    sessions(first: 20, orderBy: STARTS_AT_DESC) { nodes { id slug title startsAt endsAt room conference { title slug } } }
  }
}`, map[string]any{"slug": "speaker-7"}},
	{"one speaker", `query Speaker($slug: Slug!) {
  speaker(slug: $slug) { id slug name jobTitle bio { markdown } photo { url } url language languages organisation { name } }
}`, map[string]any{"slug": "speaker-11"}},
	{"20 episodes", `query Episodes {
  episodes(first: 20, orderBy: RELEASED_AT_DESC) {
    nodes { id slug title summary duration releasedAt contentNotice audio { url mimeType bytes } url }
    pageInfo { hasNextPage endCursor }
  }
}`, nil},
}

// BenchmarkReference measures both executors from the request to the response, without HTTP.
func BenchmarkReference(b *testing.B) {
	p := newPair(b, &tally{}, Config{Store: speedStore(b), Site: contenttest.Site(contenttest.NewLibrary()), Pages: described{}})
	for _, q := range speedQueries {
		if answer := p.ask(content.Anonymous, "da", q.query, q.variables); strings.Contains(answer, `"errors"`) || len(answer) < 400 {
			b.Fatalf("%s: %.500s", q.name, answer)
		}
		measure := func(name string, run func(http.ResponseWriter, *http.Request)) {
			b.Run(q.name+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				w := nowhere{http.Header{}}
				r := referenceRequest(b, content.Anonymous, "da", q.query, q.variables)
				text, err := io.ReadAll(r.Body)
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					clear(w.header)
					r.Body = io.NopCloser(bytes.NewReader(text))
					run(w, r)
				}
			})
		}
		measure("stock", func(w http.ResponseWriter, r *http.Request) {
			prepared := p.stock.Prepare(w, r)
			p.stock.answer(prepared).response(prepared.media).Send(w)
		})
		measure("own", p.own.ServeHTTP)
	}
}

// speedStore returns a store on disk with the world.
func speedStore(b *testing.B) content.Store {
	b.Helper()
	s, err := store.Open(b.TempDir(), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	all := speedDocuments()
	for len(all) > 0 {
		n := min(len(all), speedBatch)
		contenttest.Publish(b, s, all[:n]...)
		all = all[n:]
	}
	return s
}

// numbered returns the id of the nth document of a kind.
func numbered(kind string, n int) content.ID { return contenttest.ID(kind, fmt.Sprint(kind, "-", n)) }

func numberedMeta(kind string, n int) content.Meta {
	return contenttest.Meta(kind, fmt.Sprint(kind, "-", n))
}

// words returns a text of some length in both languages.
func words(n, length int) locale.Text {
	text := strings.Repeat(fmt.Sprintf("viden og samarbejde %d ", n), (length+2)/3)
	return locale.NewText("da", text, "en", "In English: "+text)
}

// rich returns such a text with markup.
func rich(n, length int) *locale.RichText {
	text := strings.Repeat(fmt.Sprintf("viden og *samarbejde* %d ", n), (length+2)/3)
	return locale.NewRichText("da", text, "en", "In English: "+text)
}

// speedDocuments returns the world's documents, each after those that it refers to.
func speedDocuments() (all []content.Document) {
	add := func(d content.Document) { all = append(all, d) }
	for n := range 20 {
		add(&catalog.Topic{Meta: numberedMeta("topic", n), Name: locale.NewText("da", fmt.Sprint("Emne ", n))})
	}
	for n := range 100 {
		add(&catalog.Organisation{Meta: numberedMeta("organisation", n), Name: locale.NewText("da", fmt.Sprint("Organisation ", n))})
	}
	for n := range speedSpeakers {
		add(&catalog.Speaker{
			Meta: numberedMeta("speaker", n), Name: fmt.Sprint("Navn Efternavn ", n), SortName: fmt.Sprintf("Efternavn %d, Navn", n), OrganisationID: numbered("organisation", n%100),
			PhotoURL: locale.URL(fmt.Sprintf("/media/speaker-%d.jpg", n)), JobTitle: words(n, 3), Bio: rich(n, 60), WithoutConsentReason: "Made for measuring.",
		})
	}
	for n := range speedConferences {
		first := speedDay(n)
		add(&catalog.Conference{
			Meta: numberedMeta("conference", n), Title: words(n, 4), Summary: words(n, 40), Body: rich(n, 150), Status: catalog.ConferenceHeld, TimeZone: "Europe/Copenhagen",
			StartDate: locale.Date(first.Format(time.DateOnly)), EndDate: locale.Date(first.AddDate(0, 0, 1).Format(time.DateOnly)),
			OrganiserID: numbered("organisation", n%100), TopicIDs: []content.ID{numbered("topic", n%20)},
		})
	}
	for n := range speedConferences * speedPerConference {
		add(speedSession(n))
	}
	for n := range speedConferences * speedPerConference / 4 {
		add(&catalog.Video{
			Meta: numberedMeta("video", n), Title: words(n, 6), Description: words(n, 30), SessionID: numbered("session", n*4), ConferenceID: numbered("conference", n*4/speedPerConference),
			Duration: locale.Duration(30 * time.Minute), Sources: []catalog.Source{{URL: locale.URL(fmt.Sprintf("/media/video-%d.mp4", n)), MIMEType: "video/mp4", Height: 1080}},
			Captions: []catalog.Captions{{Language: "da", Kind: catalog.CaptionsCaptions, URL: locale.URL(fmt.Sprintf("/media/video-%d.vtt", n))}},
		})
	}
	add(&catalog.Podcast{
		Meta: numberedMeta("podcast", 0), Title: words(0, 3), Description: words(0, 30), Author: "Bench", OwnerEmail: "bench@example.org", SpokenLanguage: "da",
		Category: "Education", Artwork: "/media/artwork.png", Link: "https://example.org/podcast", GUID: "917393e3-1b1e-5cef-ace4-edaa54e1f810",
	})
	for n := range speedEpisodes {
		add(&catalog.PodcastEpisode{
			Meta: numberedMeta("podcastEpisode", n), PodcastID: numbered("podcast", 0), Title: words(n, 6), Summary: words(n, 40), ShowNotes: rich(n, 120), GUID: fmt.Sprint("bench-", n),
			EpisodeType: catalog.EpisodeFull, Number: n + 1, Duration: locale.Duration(30 * time.Minute), ReleasedAt: speedDay(n % 100).Add(6 * time.Hour),
			Audio: &catalog.Audio{URL: locale.URL(fmt.Sprintf("/media/episode-%d.mp3", n)), MIMEType: "audio/mpeg", Bytes: 12345678}, WithoutTranscriptReason: "Made for measuring.",
		})
	}
	return all
}

// speedDay returns the first day of a conference: two days every third day.
func speedDay(n int) time.Time {
	return time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 3*n)
}

// speedSession spreads the sessions of a conference over two days, five rooms and five hours.
// Each has two people who are in no other session at that time.
func speedSession(n int) *catalog.Session {
	conference, in := n/speedPerConference, n%speedPerConference
	starts := speedDay(conference).AddDate(0, 0, in/25).Add(time.Duration(9+in/5%5) * time.Hour)
	s := &catalog.Session{
		Meta: numberedMeta("session", n), Title: words(n, 6), Abstract: rich(n, 35), Kind: catalog.SessionTalk, ConferenceID: numbered("conference", conference),
		StartsAt: starts, EndsAt: starts.Add(50 * time.Minute), Room: fmt.Sprint("Sal ", in%5+1), RecordingAllowed: true, TopicIDs: []content.ID{numbered("topic", n%20)},
	}
	for i := range 2 {
		speaker := numbered("speaker", (conference*2*speedPerConference+in*2+i)%speedSpeakers)
		s.Cast = append(s.Cast, catalog.Appearance{SpeakerID: speaker, Role: catalog.RoleSpeaker, Title: words(n+i, 3)})
	}
	return s
}
