package jsonld_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/internal/feed"
	"lectern/internal/feed/feedtest"
	"lectern/internal/feed/jsonld"
)

func id(kind, name string) content.ID { return contenttest.ID(kind, name) }

func text(da string) locale.Text { return locale.NewText("da", da, "en", da+" (en)") }

// world returns a store with a document of each kind, and documents that are not for readers.
func world(t *testing.T) content.Store {
	t.Helper()
	store := contenttest.NewMemory()
	number := 130
	at := contenttest.Epoch
	hidden := contenttest.Speaker("Hemmelig Person")
	hidden.Pseudonym, hidden.Slug, hidden.JobTitle = "Anonym A", "anonym-a", nil
	speaker := contenttest.Speaker("Ida Holm")
	speaker.OrganisationID, speaker.Bio, speaker.PhotoURL = id("organisation", "Centret"), locale.NewRichText("da", "Om *Ida*", "en", "On *Ida*"), "/media/ida.jpg"
	speaker.Links = []catalog.Link{{Title: text("Side"), URL: "https://example.com/ida"}}
	conference := contenttest.Conference("Konferencen")
	conference.Subtitle, conference.Summary, conference.Audience = text("Undertitel"), text("Resumé\u2028"), []locale.Text{text("Fagfolk")}
	conference.Venue = &catalog.Venue{Name: "Hal 1", Address: "Vej 1", City: "Aarhus", Country: "DK", Precision: catalog.VenueRegistered}
	conference.OrganiserID, conference.TopicIDs = id("organisation", "Centret"), []content.ID{id("topic", "Emne")}
	conference.ContentNotice, conference.Helpline = text("Der tales om vold."), &content.Helpline{Name: text("Linjen"), Phone: "+45 12 34 56 78"}
	conference.Registration = &catalog.Registration{URL: "https://example.com/tilmeld", OpensAt: at, Price: text("Gratis"), Capacity: &number}
	conference.WebsiteURL, conference.Series = "https://example.com/konference", "Rækken"
	session := contenttest.Session("Oplæg </script>", "Konferencen", 0, "Ida Holm", "Hemmelig Person")
	session.Abstract, session.Room, session.TopicIDs = locale.NewRichText("da", "Om **det**", "en", "On **it**"), "Sal 1", conference.TopicIDs
	session.RecordingAllowed, session.Slug = true, "oplaeg"
	session.Cast[0].Title, session.Cast[0].Organisation = text("Chefkonsulent"), "Ministeriet"
	video := &catalog.Video{
		Meta: contenttest.Meta("video", "Film"), Title: text("Film"), Description: text("Om filmen"), Duration: locale.Duration(90 * time.Second), Thumbnail: "/media/film.jpg",
		Sources: []catalog.Source{
			{URL: "https://player.example.com/1", Provider: "Player", RequiresConsent: true},
			{URL: "/media/film.mp4", MIMEType: "video/mp4", Height: 720},
		},
		Captions:   []catalog.Captions{{Language: "da", Kind: catalog.CaptionsCaptions, URL: "/media/film-da.vtt"}, {Language: "en", Kind: catalog.CaptionsSubtitles, URL: "/media/film-en.vtt"}},
		Transcript: locale.NewRichText("da", "Alt, **sagt**.", "en", "All, **said**."), SignLanguageVideo: "/media/film-tegn.mp4",
		Chapters:  []catalog.Chapter{{StartsAt: 0, Title: text("Først")}, {StartsAt: locale.Duration(time.Minute), Title: text("Siden")}},
		SessionID: session.ID, ConferenceID: conference.ID, Cast: []catalog.Appearance{{SpeakerID: speaker.ID, Role: catalog.RoleHost}},
	}
	podcast := &catalog.Podcast{
		Meta: contenttest.Meta("podcast", "Podcasten"), Title: text("Podcasten"), Description: text("Om den"), Author: "Centret",
		SpokenLanguage: "da", Category: "News", Artwork: "/media/p.png", Link: "https://example.com/podcast",
	}
	episode := &catalog.PodcastEpisode{
		Meta: contenttest.Meta("podcastEpisode", "Afsnit"), PodcastID: podcast.ID, Title: text("Afsnit"), Summary: text("Om afsnittet"), GUID: "afsnit-1", Season: 1, Number: 2,
		EpisodeType: catalog.EpisodeFull, Audio: &catalog.Audio{URL: "/media/a.mp3", MIMEType: "audio/mpeg", Bytes: 1234}, Duration: locale.Duration(time.Hour),
		ReleasedAt: at, Transcripts: []catalog.Transcript{{Language: "da", URL: "/media/a.vtt", MIMEType: "text/vtt"}}, Notice: text("Stærke ord."),
		SessionID: session.ID, ConferenceID: conference.ID,
	}
	proposal := &catalog.PolicyProposal{
		Meta: contenttest.Meta("policyProposal", "Forslag"), Title: text("Forslag"), AlternativeTitles: []locale.Text{text("Udspil")}, Kind: catalog.ProposalProposal, Number: "B 21",
		Summary: text("Om forslaget"), PresentedOn: "2021-08-23", PresentedBy: []catalog.Presenter{{SpeakerID: speaker.ID, Office: text("Minister")}},
		Parties: []catalog.Party{{Name: "For", Abbreviation: "F", Stance: catalog.StanceProposer}, {Name: "Imod", Stance: catalog.StanceOpposed}},
		Bills:   []catalog.Bill{{Number: "L 15", Session: "2021-22", Title: text("Loven"), URL: "https://example.com/l15"}},
		Law:     &catalog.Law{Number: "2600", InForceFrom: "2022-01-01"}, Documents: []catalog.ProposalDocument{{Title: text("Papir"), URL: "https://example.com/papir.pdf", Language: "da"}},
	}
	photo := &catalog.Photo{
		Meta: contenttest.Meta("photo", "Foto"), Asset: &content.Image{URL: "/media/foto.jpg", Width: 800, Height: 600}, Alt: text("To mennesker"), Caption: text("I salen"),
		Credit: "Fotografen", TakenOn: "2021-09-01", People: []catalog.PhotoPerson{{SpeakerID: hidden.ID}, {Name: "En gæst"}}, ConferenceID: conference.ID,
	}
	contenttest.Publish(t, store,
		&catalog.Topic{Meta: contenttest.Meta("topic", "Emne"), Name: text("Emne"), Synonyms: []locale.Text{text("Sag")}},
		&catalog.Organisation{Meta: contenttest.Meta("organisation", "Centret"), Name: text("Centret"), Abbreviation: "C", Kind: catalog.OrganisationNonProfit, WebsiteURL: "https://example.com", Logo: "/media/logo.png"},
		speaker, hidden, conference, session, video, podcast, episode, proposal, photo)
	draft := contenttest.Session("Kladden", "Konferencen", 3)
	contenttest.Save(t, store, draft)
	return store
}

func ask(t *testing.T, store content.Store, path string, languages ...locale.Language) ([]byte, error) {
	t.Helper()
	route, names := jsonld.Routes().Match(path)
	if route == nil {
		t.Fatalf("no feed is at %s", path)
	}
	r, err := feed.NewRequest(route, names, nil, &content.Site{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := route.Encode(contenttest.View(t, store, content.Anonymous, languages...), r)
	if err != nil {
		return nil, err
	}
	return a.Body()
}

var slugs = map[string]string{
	"topic": "emne", "organisation": "centret", "podcast": "podcasten", "speaker": "ida-holm", "conference": "konferencen", "policyProposal": "forslag",
	"session": "oplaeg", "video": "film", "podcastEpisode": "afsnit", "photo": "foto",
}

func TestGolden(t *testing.T) {
	t.Parallel()
	store := world(t)
	for _, kind := range catalog.Kinds() {
		slug, ok := slugs[kind.Name]
		if !ok {
			continue // the type has no vocabulary in schema.org: TestWork
		}
		b, err := ask(t, store, "/feeds/jsonld/"+kind.Name+"/"+slug+".json")
		if err != nil {
			t.Errorf("%s: %v", kind.Name, err)
			continue
		}
		if bytes.ContainsAny(b, "<>&\u2028\u2029") {
			t.Errorf("%s can't be put into a script element: %s", kind.Name, b)
		}
		for _, secret := range []string{"Hemmelig", "hemmelig", "Hal 1", "Vej 1", "Kladden", "player.example.com"} {
			if bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s tells %q", kind.Name, secret)
			}
		}
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, b, "", "\t"); err != nil {
			t.Fatalf("%s: %v", kind.Name, err)
		}
		pretty.WriteByte('\n')
		feedtest.Golden(t, kind.Name+".json", pretty.Bytes())
	}
	for _, path := range []string{"/feeds/jsonld/session/kladden.json", "/feeds/jsonld/nothing/x.json", "/feeds/jsonld/speaker/hemmelig-person.json"} {
		if _, err := ask(t, store, path); !content.IsNotFound(err) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// The notice and the helpline of a recording come before its URL (promise 13), and everything
// is in the requested language.
func TestCareAndLanguage(t *testing.T) {
	t.Parallel()
	store := world(t)
	for path, want := range map[string]string{
		"/feeds/jsonld/video/film.json":            "Der tales om vold. (en)\\n\\nLinjen (en), +45 12 34 56 78",
		"/feeds/jsonld/podcastEpisode/afsnit.json": "Stærke ord. (en)",
		"/feeds/jsonld/photo/foto.json":            "Der tales om vold. (en)",
	} {
		b, err := ask(t, store, path, "en")
		if err != nil {
			t.Fatal(err)
		}
		notice, address := bytes.Index(b, []byte(want)), bytes.Index(b, []byte(`"contentUrl"`))
		if notice < 0 || address < notice {
			t.Errorf("%s: the notice is at %d, the address at %d: %s", path, notice, address, b)
		}
		if !bytes.HasPrefix(b, []byte(`{"@context":["https://schema.org",{"@language":"en"}],`)) || !bytes.Contains(b, []byte(`"inLanguage":"en"`)) {
			t.Errorf("%s does not say its language: %s", path, b)
		}
	}
}

// Random documents give valid JSON with a type.
func TestRandom(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		store := contenttest.NewMemory()
		w := contenttest.NewWorld(seed)
		for range 150 {
			if err := w.Edit(t.Context(), store); err != nil {
				t.Fatal(err)
			}
		}
		v := contenttest.View(t, store, content.Anonymous)
		for _, kind := range catalog.Kinds() {
			page := listing.MaxPage
			all, err := listing.Read[content.Document](v, listing.Query{Kind: kind, Order: "slug", First: &page})
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range all.Nodes() {
				b, err := jsonld.Of(v, d)
				if err != nil {
					t.Fatalf("seed %d, %s: %v", seed, d.Base().ID, err)
				}
				var thing map[string]any
				if err := json.Unmarshal(b, &thing); err != nil || thing["@type"] == nil || thing["url"] != string(d.Base().URL) {
					t.Fatalf("seed %d, %s: %v: %s", seed, d.Base().ID, err, b)
				}
				if strings.Contains(string(b), "null") {
					t.Fatalf("seed %d, %s says nothing of something: %s", seed, d.Base().ID, b)
				}
			}
		}
	}
}
