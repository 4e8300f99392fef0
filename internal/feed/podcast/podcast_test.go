package podcast

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/internal/feed/feedtest"
)

func fetch(t *testing.T, store content.Store, address string) string {
	t.Helper()
	body, _, err := feedtest.Fetch(t, store, Routes(), feedtest.Site, address)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return string(body)
}

func TestGolden(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for name, address := range map[string]string{
		"samtaler.xml":     "/feeds/podcast/samtaler.xml",
		"samtaler.en.xml":  "/feeds/podcast/samtaler.xml?language=en",
		"chapters.json":    "/feeds/chapters/foerste.json",
		"chapters.en.json": "/feeds/chapters/foerste.json?language=en",
	} {
		body := fetch(t, store, address)
		feedtest.Golden(t, name, []byte(body))
		for _, secret := range feedtest.Secrets() {
			if strings.Contains(body, secret) {
				t.Errorf("%s tells %q", address, secret)
			}
		}
	}
	// The default language of the feed is the spoken one.
	if fetch(t, store, "/feeds/podcast/samtaler.xml") != fetch(t, store, "/feeds/podcast/samtaler.xml?language=da") {
		t.Error("the feed in Danish is not the one without a language")
	}
}

// TestParsersAgree reads the feed with gofeed.
func TestParsersAgree(t *testing.T) {
	t.Parallel()
	f, err := gofeed.NewParser().ParseString(fetch(t, feedtest.World(t), "/feeds/podcast/samtaler.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if f.FeedType != "rss" || f.Title != "Samtaler" || f.Language != "da" || f.FeedLink != "https://api.example.org/feeds/podcast/samtaler.xml" || f.Image.URL != "https://api.example.org/media/samtaler.png" {
		t.Errorf("the feed is %s", f)
	}
	i := f.ITunesExt
	if i.Author != "Eksempelcenter" || i.Owner.Email != "podcast@example.org" || i.Explicit != "false" || i.Categories[0].Text != "Society & Culture" || i.Categories[0].Subcategory.Text != "Documentary" || i.Image != f.Image.URL {
		t.Errorf("for Apple it is %+v", i)
	}
	if len(f.Items) != 2 {
		t.Fatalf("%d episodes", len(f.Items))
	}
	e := f.Items[1]
	if e.GUID != "guid-foerste" || e.Enclosures[0].Length != "1000" || e.Enclosures[0].Type != "audio/mpeg" || e.ITunesExt.Duration != "1801" || e.ITunesExt.Season != "1" || e.ITunesExt.Episode != "2" || e.ITunesExt.EpisodeType != "full" {
		t.Errorf("the episode is %+v", e)
	}
	if !e.PublishedParsed.Equal(contenttest.Epoch) || !strings.HasPrefix(e.Content, "<p><strong>Handler om stalking.</strong></p>") || !strings.HasPrefix(e.Description, "Handler om stalking.\n\nLinjen, +45 12 34 56 78") {
		t.Errorf("the episode is %+v", e)
	}
	p := e.Extensions["podcast"]
	if len(p["person"]) != 3 || p["person"][1].Value != "Anna K." || p["person"][1].Attrs["role"] != "guest" || len(p["transcript"]) != 2 || p["chapters"][0].Attrs["type"] != chaptersType || p["location"][0].Value != "Århus" {
		t.Errorf("for Podcasting 2.0 it is %+v", p)
	}
}

// TestCareComesFirst is promise 13: the notice comes before the URL of the recording.
func TestCareComesFirst(t *testing.T) {
	t.Parallel()
	body := fetch(t, feedtest.World(t), "/feeds/podcast/samtaler.xml")
	items := strings.Split(body, "<item")[1:]
	for _, item := range items {
		enclosure := strings.Index(item, "<enclosure")
		for _, care := range []string{"Handler om stalking.", "Linjen", "Omtaler vold."} {
			if at := strings.LastIndex(item, care); at > enclosure {
				t.Errorf("%s comes after the recording: %s", care, item)
			}
		}
	}
	if !strings.Contains(items[0], "Omtaler vold.") || !strings.Contains(items[1], "Linjen") {
		t.Error("a notice or a helpline is missing")
	}
}

// TestRequired checks what PSP-1 requires and recommends.
func TestRequired(t *testing.T) {
	t.Parallel()
	body := fetch(t, feedtest.World(t), "/feeds/podcast/samtaler.xml")
	head, rest, _ := strings.Cut(body, "<item")
	for _, element := range []string{
		`<atom:link rel="self" href="https://api.example.org/feeds/podcast/samtaler.xml" type="application/rss+xml">`, "<title>", "<description>", "<link>", "<language>da<",
		`<itunes:category text="Society &amp; Culture">`, "<itunes:explicit>false<", `<itunes:image href="https://`, "<podcast:locked", "<podcast:guid>", "<itunes:author>",
	} {
		if !strings.Contains(head, element) {
			t.Errorf("the channel has no %s", element)
		}
	}
	for item := range strings.SplitSeq(rest, "<item") {
		for _, element := range []string{"<title>", "<enclosure url=\"https://", `<guid isPermaLink="false">`, "<link>", "<pubDate>", "<description>", "<itunes:explicit>"} {
			if !strings.Contains(item, element) {
				t.Errorf("an item has no %s: %s", element, item)
			}
		}
	}
	rfc2822 := regexp.MustCompile(`^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+]0000$`)
	for _, m := range regexp.MustCompile(`<(?:pubDate|lastBuildDate)>([^<]*)<`).FindAllStringSubmatch(body, -1) {
		if !rfc2822.MatchString(m[1]) {
			t.Errorf("a date is %q", m[1])
		}
	}
}

// TestPages reads a long feed to its end, by its links (RFC 5005).
func TestPages(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	const more = 2*pageSize + 3
	var documents []content.Document
	for n := range more {
		e := &catalog.PodcastEpisode{
			Meta: contenttest.Meta("podcastEpisode", fmt.Sprint("e", n)), PodcastID: contenttest.ID("podcast", "samtaler"), Title: locale.NewText("da", fmt.Sprint("Afsnit ", n)),
			GUID: fmt.Sprint("e", n), EpisodeType: catalog.EpisodeFull, Audio: &catalog.Audio{URL: "/media/a.mp3", MIMEType: "audio/mpeg", Bytes: 1},
			ReleasedAt: contenttest.Epoch.Add(time.Duration(n) * time.Minute), WithoutTranscriptReason: "Musik.",
		}
		documents = append(documents, e)
	}
	contenttest.Publish(t, store, documents...)
	seen := map[string]bool{}
	address, pages := "/feeds/podcast/samtaler.xml?language=en", 0
	var previous, last string
	for address != "" {
		var f struct {
			Channel struct {
				Links []struct {
					Rel  string `xml:"rel,attr"`
					Href string `xml:"href,attr"`
				} `xml:"http://www.w3.org/2005/Atom link"`
				Complete *struct{} `xml:"http://purl.org/syndication/history/1.0 complete"`
				Items    []struct {
					GUID string `xml:"guid"`
				} `xml:"item"`
			} `xml:"channel"`
		}
		if err := xml.Unmarshal([]byte(fetch(t, store, address)), &f); err != nil {
			t.Fatal(err)
		}
		pages++
		links := map[string]string{}
		for _, l := range f.Channel.Links {
			links[l.Rel] = strings.TrimPrefix(l.Href, "https://api.example.org")
		}
		if links["self"] != address || links["previous"] != previous || links["first"] != "/feeds/podcast/samtaler.xml?language=en" || last != "" && links["last"] != last || f.Channel.Complete != nil {
			t.Errorf("page %d: %v, complete %v", pages, links, f.Channel.Complete != nil)
		}
		for _, i := range f.Channel.Items {
			if seen[i.GUID] {
				t.Errorf("%s comes twice", i.GUID)
			}
			seen[i.GUID] = true
		}
		previous, last, address = address, links["last"], links["next"]
	}
	if pages != 3 || len(seen) != more+2 || last != previous {
		t.Errorf("%d pages, %d episodes, the last %s", pages, len(seen), last)
	}
	for query, want := range map[string]content.Code{"page=0": content.CodeBadInput, "page=-1": content.CodeBadInput, "page=x": content.CodeBadInput, "page=99999999999999999999": content.CodeBadInput, "page=4": content.CodeNotFound} {
		if _, _, err := feedtest.Fetch(t, store, Routes(), feedtest.Site, "/feeds/podcast/samtaler.xml?"+query); content.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", query, err, want)
		}
	}
}

func TestNotThere(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for _, address := range []string{
		"/feeds/podcast/no-such.xml", "/feeds/podcast/%2e%2e.xml", "/feeds/chapters/kun-dansk.json", "/feeds/chapters/skjult.json", "/feeds/chapters/kladde.json",
	} {
		if _, _, err := feedtest.Fetch(t, store, Routes(), feedtest.Site, address); !content.IsNotFound(err) {
			t.Errorf("%s: %v", address, err)
		}
	}
	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		for _, name := range []string{"første", "kun dansk", "skjult"} {
			if err := tx.Unpublish(contenttest.ID("podcastEpisode", name)); err != nil {
				return err
			}
		}
		return tx.Unpublish(contenttest.ID("podcast", "samtaler"))
	})
	if _, _, err := feedtest.Fetch(t, store, Routes(), feedtest.Site, "/feeds/podcast/samtaler.xml"); !content.IsNotFound(err) {
		t.Errorf("an unpublished podcast: %v", err)
	}
}

// TestMoved finds a podcast by a former slug, with its new URL.
func TestMoved(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		d, err := tx.Working(contenttest.ID("podcast", "samtaler"))
		if err != nil {
			return err
		}
		p := content.Clone(d).(*catalog.Podcast)
		p.Slug = "nye-samtaler"
		if err := tx.Save(p); err != nil {
			return err
		}
		return tx.Publish(p.ID)
	})
	old, now := fetch(t, store, "/feeds/podcast/samtaler.xml"), fetch(t, store, "/feeds/podcast/nye-samtaler.xml")
	const moved = "<itunes:new-feed-url>https://api.example.org/feeds/podcast/nye-samtaler.xml</itunes:new-feed-url>"
	if !strings.Contains(old, moved) || strings.Contains(now, "new-feed-url") {
		t.Errorf("the old feed\n%s\nthe new one\n%s", old, now)
	}
	if !strings.Contains(old, "9b024349-ccf0-5f69-a609-6b82873eab3c") || !strings.Contains(now, "9b024349-ccf0-5f69-a609-6b82873eab3c") {
		t.Error("the guid went with the slug")
	}
}

// TestWithdrawnConsent is promise 7: no picture of a person who withdraws that consent is
// shown, and no recording of a person who withdraws the voice.
func TestWithdrawnConsent(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	id := contenttest.ID("speaker", "bo")
	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		d, err := tx.Working(id)
		if err != nil {
			return err
		}
		s := content.Clone(d).(*catalog.Speaker)
		for _, to := range []content.ConsentTo{content.ConsentToPhoto, content.ConsentToVoice} {
			s.Consents = append(s.Consents, catalog.Consent{To: to, Scope: "Alt", GivenOn: "2021-01-01"})
		}
		if err := tx.Save(s); err != nil {
			return err
		}
		return tx.Publish(id)
	})
	withdraw := func(to content.ConsentTo) string {
		contenttest.Edit(t, store, func(tx *content.Transaction) error { return catalog.WithdrawConsent(tx, id, []content.ConsentTo{to}) })
		return fetch(t, store, "/feeds/podcast/samtaler.xml")
	}
	if body := fetch(t, store, "/feeds/podcast/samtaler.xml"); !strings.Contains(body, "/media/bo.jpg") {
		t.Fatal("there is no picture to begin with")
	}
	if body := withdraw(content.ConsentToPhoto); strings.Contains(body, "/media/bo.jpg") || !strings.Contains(body, "Bo Ærø") {
		t.Errorf("without the picture:\n%s", body)
	}
	if body := withdraw(content.ConsentToVoice); strings.Contains(body, "Bo Ærø") || strings.Contains(body, "foerste") {
		t.Errorf("without the voice:\n%s", body)
	}
}

// TestAnyTextIsWellFormed has texts that XML can't contain unescaped.
func TestAnyTextIsWellFormed(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	contenttest.Publish(t, store, &catalog.PodcastEpisode{
		Meta: contenttest.Meta("podcastEpisode", "x"), PodcastID: contenttest.ID("podcast", "samtaler"), Title: locale.NewText("da", "a\vb]]> <b>&amp; \ufffe"),
		ShowNotes: locale.NewRichText("da", "]]> `]]>` <script>x</script>"), GUID: "x<y>&\"'", EpisodeType: catalog.EpisodeFull,
		Audio: &catalog.Audio{URL: "/media/a.mp3?a=1&b='2'", MIMEType: "audio/mpeg", Bytes: 1}, ReleasedAt: contenttest.Epoch, WithoutTranscriptReason: "Musik.",
	})
	body := fetch(t, store, "/feeds/podcast/samtaler.xml")
	d := xml.NewDecoder(strings.NewReader(body))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%v\n%s", err, body)
		}
	}
	if bytes.Contains([]byte(body), []byte("<script")) || strings.Contains(body, "evil.example") {
		t.Error("a script or a foreign picture came through")
	}
}

func TestChaptersAreInSeconds(t *testing.T) {
	t.Parallel()
	var c chaptersDocument
	if err := json.Unmarshal([]byte(fetch(t, feedtest.World(t), "/feeds/chapters/foerste.json")), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Chapters) != 2 || c.Chapters[0] != (chapter{0, 90.5, "Start"}) || c.Chapters[1].EndTime != 1801.4 {
		t.Errorf("%+v", c)
	}
}

// TestLocation is promise 12: a place is shown at its precision.
func TestLocation(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	id := contenttest.ID("conference", "fagkonference")
	for precision, want := range map[catalog.VenuePrecision]string{
		catalog.VenuePublic:     `<podcast:location rel="creator" country="dk">Huset, Århus</podcast:location>`,
		catalog.VenueRegistered: `<podcast:location rel="creator" country="dk">Århus</podcast:location>`,
		catalog.VenueHidden:     "",
	} {
		contenttest.Edit(t, store, func(tx *content.Transaction) error {
			d, err := tx.Working(id)
			if err != nil {
				return err
			}
			c := content.Clone(d).(*catalog.Conference)
			c.Venue.Precision = precision
			if err := tx.Save(c); err != nil {
				return err
			}
			return tx.Publish(id)
		})
		body := fetch(t, store, "/feeds/podcast/samtaler.xml")
		got := regexp.MustCompile(`<podcast:location.*`).FindString(body)
		if got != want || precision != catalog.VenuePublic && strings.Contains(body, "Huset") || strings.Contains(body, "Hemmelig Vej") {
			t.Errorf("%s: %s", precision, got)
		}
	}
}
