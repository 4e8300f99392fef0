package search

import (
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// The words of captions are found, with their time.
func TestCaptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	film := &catalog.Video{
		Meta: contenttest.Meta("video", "film"), Title: locale.NewText("da", "Fra dagen"),
		Sources:  []catalog.Source{{URL: "/media/film.mp4", MIMEType: "video/mp4"}},
		Captions: []catalog.Captions{{Language: "da", Kind: catalog.CaptionsCaptions, Text: "WEBVTT\n\n00:01.000 --> 00:04.000\nVelkommen til\nsalen\n\nb\n01:02:03.500 --> 01:02:05.000\n<v Panel>Politikredsene skal tale sammen\n"}},
	}
	w.publish(film)
	c := w.find(content.Anonymous, catalog.SearchQuery{Text: "politikreds", First: 5})
	if len(c.Edges()) != 1 {
		t.Fatalf("%d hits", len(c.Edges()))
	}
	e := c.Edges()[0]
	want := locale.Duration(time.Hour + 2*time.Minute + 3500*time.Millisecond)
	if e.CueStart == nil || *e.CueStart != want {
		t.Errorf("it is said at %v, want %v", e.CueStart, want)
	}
	if h := e.Highlights[0]; h.Field != content.InCaptions || h.Text != "Politikredsene skal tale sammen" || h.Matches[0].Start != 0 || h.Matches[0].End != 14 {
		t.Errorf("highlight %+v, %+v", h, h.Matches[0])
	}
}

// The words of an episode's transcript are found likewise.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	podcast := &catalog.Podcast{
		Meta: contenttest.Meta("podcast", "p"), Title: locale.NewText("da", "P"), Description: locale.NewText("da", "Om"), Author: "Centret", OwnerEmail: "p@example.org", SpokenLanguage: "da",
		Category: "Society & Culture", Artwork: "/media/a.png", Link: "https://example.org/p", GUID: "917393e3-1b1e-5cef-ace4-edaa54e1f810",
	}
	w.publish(podcast)
	w.publish(&catalog.PodcastEpisode{
		Meta: contenttest.Meta("podcastEpisode", "afsnit"), PodcastID: podcast.ID, Title: locale.NewText("da", "Afsnit"), GUID: "1", EpisodeType: catalog.EpisodeFull,
		Audio: &catalog.Audio{URL: "/media/1.mp3", MIMEType: "audio/mpeg", Bytes: 1}, ReleasedAt: contenttest.Epoch,
		Transcripts: []catalog.Transcript{{Language: "da", Text: "WEBVTT\n\nNOTE Om fængsler\n\n00:01.000 --> 00:04.000\n<v Vært>Velkommen.\n\n00:07.500 --> 00:08.000\nPolitikredsene taler sammen.\n"}},
	})
	c := w.find(content.Anonymous, catalog.SearchQuery{Text: "politikreds", First: 5})
	if len(c.Edges()) != 1 {
		t.Fatalf("%d hits", len(c.Edges()))
	}
	e := c.Edges()[0]
	if want := locale.Duration(7500 * time.Millisecond); e.CueStart == nil || *e.CueStart != want || e.Highlights[0].Field != content.InTranscript || *e.Highlights[0].StartsAt != want {
		t.Errorf("%v, %+v", e.CueStart, e.Highlights[0])
	}
	w.finds("fængsler") // notes are for editors
}

// Highlights are plain text; positions count as in JavaScript.
func TestHighlights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := contenttest.Session("Samtale", "Fagdag", 1)
	session.Abstract = locale.NewRichText("da", strings.Repeat("Der er mere at sige om det. ", 30)+"😀 Om **behandlingen** og [mere](https://example.org/behandling).")
	w.publish(contenttest.Conference("Fagdag"), session)
	c := w.find(content.Anonymous, catalog.SearchQuery{Text: "behandling", First: 5})
	h := c.Edges()[0].Highlights[0]
	if strings.ContainsAny(h.Text, "*[]") || strings.Contains(h.Text, "https") || !strings.HasPrefix(h.Text, "…") || len([]rune(h.Text)) > fragmentRunes+2 {
		t.Errorf("highlight %q", h.Text)
	}
	if len(h.Matches) != 1 || utf16Length(h.Text[:strings.Index(h.Text, "behandlingen")]) != h.Matches[0].Start || h.Matches[0].End-h.Matches[0].Start != len("behandlingen") {
		t.Errorf("match %+v in %q", h.Matches, h.Text)
	}
}

// A search for one name of a topic finds documents with another.
func TestSynonyms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	about := topic("Behandling")
	about.Synonyms = []locale.Text{locale.NewText("da", "Samtaler med en terapeut")}
	w.publish(about, topic("Behandlingen i fængslet"), topic("Terapeut og samtaler"), topic("Andet"))
	w.finds("samtaler terapeut", "behandling", "behandlingen-i-faengslet", "terapeut-og-samtaler")
	w.finds("behandling", "behandling", "behandlingen-i-faengslet", "terapeut-og-samtaler")
	if got := w.search("behandling"); got[2] != "terapeut-og-samtaler" {
		t.Errorf("another name ranks above: %q", got)
	}
}

// Each hit is on one page, in the same order, and counts are of all pages.
func TestPagesAndFilters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(contenttest.Conference("Fagdag"), contenttest.Speaker("Ida"))
	for n := range 23 {
		s := contenttest.Session("Samtale nummer "+string(rune('a'+n)), "Fagdag", 1+n%8)
		if n%2 == 0 {
			s.Cast = []catalog.Appearance{{SpeakerID: contenttest.ID("speaker", "Ida"), Role: catalog.RoleSpeaker}}
		}
		s.StartsAt, s.EndsAt = time.Time{}, time.Time{}
		w.publish(s)
	}
	all := w.search("samtale")
	var paged []string
	q := catalog.SearchQuery{Text: "samtale", First: 5}
	for {
		c := w.find(content.Anonymous, q)
		if c.TotalCount() != 23 {
			t.Errorf("%d in all", c.TotalCount())
		}
		paged = append(paged, slugs(c)...)
		if next, _ := c.PageInfo().HasNextPage(); !next {
			break
		}
		q.After = c.PageInfo().EndCursor()
	}
	if !slices.Equal(all, paged) || len(all) != 23 {
		t.Errorf("in pages %q, at once %q", paged, all)
	}
	q.Text = "fagdag"
	if _, err := w.index.Search(t.Context(), contenttest.View(t, w.store, content.Anonymous), q); content.CodeOf(err) != content.CodeBadCursor {
		t.Errorf("a cursor of another search: %v", err)
	}
	by := catalog.SearchQuery{Text: "samtale", First: 50, Speakers: []content.ID{contenttest.ID("speaker", "Ida")}}
	c := w.find(content.Anonymous, by)
	facets, err := c.Facets()
	if err != nil || c.TotalCount() != 12 || len(facets.Speakers) != 1 || facets.Speakers[0].Count != 12 || len(facets.Types) != 1 || facets.Types[0].Type != "SESSION" || facets.Conferences[0].Count != 12 {
		t.Errorf("by speaker: %d, %+v, %v", c.TotalCount(), facets, err)
	}
	by.Kinds = []*content.Kind{}
	if c := w.find(content.Anonymous, by); c.TotalCount() != 0 {
		t.Errorf("of no type there are %d", c.TotalCount())
	}
}

func TestQueries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(topic("Bedre hjælp til ofre"), topic("Hjælp der er bedre"), topic("Podcast om hjælp"))
	w.finds(`"bedre hjælp"`, "bedre-hjaelp-til-ofre")
	w.finds(`“bedre hjælp`, "bedre-hjaelp-til-ofre")
	w.finds("hjælp -podcast", "bedre-hjaelp-til-ofre", "hjaelp-der-er-bedre")
	w.finds(`hjælp -"podcasten"`, "bedre-hjaelp-til-ofre", "hjaelp-der-er-bedre")
	w.finds("-podcast")
	w.finds("")
	w.finds("*")
	if d := w.find(content.Anonymous, catalog.SearchQuery{Text: "podcost", First: 5}).DidYouMean(); d == nil || *d != "podcast" {
		t.Errorf("did you mean %v", d)
	}
	view := contenttest.View(t, w.store, content.Anonymous)
	for prefix, want := range map[string]string{"pod": "Podcast om hjælp", "bedre hj": "Bedre hjælp til ofre", "offer": ""} {
		some, err := w.index.Suggest(t.Context(), view, prefix, 1)
		if err != nil || (want == "") != (len(some) == 0) || want != "" && some[0].Text != want {
			t.Errorf("%q suggests %v, %v", prefix, some, err)
		}
	}
}

// No query is an error.
func TestAnyQuery(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(topic("Bedre hjælp til ofre"))
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	pieces := []string{`"`, "-", " ", "hjælp", "*", "?", "~", "^", "+", "\\", "(", ")", ":", "\x00", "\xff", "å", "̊", "“", "ofre", "AND", "/", "[", "{", "a", strings.Repeat("x", 300)}
	view := contenttest.View(t, w.store, content.Anonymous)
	for range 500 {
		var b strings.Builder
		for range random.IntN(30) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		if _, err := w.index.Search(t.Context(), view, catalog.SearchQuery{Text: b.String(), First: 3}); err != nil {
			t.Fatalf("%q: %v", b.String(), err)
		}
		if _, err := w.index.Suggest(t.Context(), view, b.String(), 3); err != nil {
			t.Fatalf("%q: %v", b.String(), err)
		}
	}
}

// TestFacetsAreCountedLater: hits can be counted after the files from which they were read are
// deleted.
func TestFacetsAreCountedLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const topics = 50
	var all []content.Document
	for n := range topics {
		all = append(all, topic("panel-"+strconv.Itoa(n)))
	}
	w.publish(all...)
	w.close()
	w.open() // so that it is read from files
	w.wait()
	found := w.find(content.Anonymous, catalog.SearchQuery{Text: "panel", First: 5})
	w.close()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	facets, err := found.Facets()
	if err != nil || len(facets.Types) != 1 || facets.Types[0].Count != topics {
		t.Errorf("%+v, %v", facets, err)
	}
	w.open()
}

// TestOtherLanguages: a document is found by its texts in each of its languages, and a topic by
// its names in each.
func TestOtherLanguages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	school := topic("Skolen")
	school.Name = locale.NewText("da", "Skolen", "en", "Playground")
	school.Synonyms = []locale.Text{locale.NewText("da", "Folkeskolen", "en", "Recess")}
	school.Description = locale.NewText("da", "Om skolen", "en", "Marmalade")
	w.publish(school, topic("Marmelade"))
	w.finds("folkeskolen", "skolen")
	w.finds("playground", "skolen")
	w.finds("recess", "skolen")
	w.finds("marmalade", "skolen")
}
