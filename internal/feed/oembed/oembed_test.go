package oembed

import (
	"encoding/json"
	"encoding/xml"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/internal/feed/feedtest"
)

func ask(t *testing.T, store content.Store, site *content.Site, page, more string) (*document, error) {
	t.Helper()
	body, mediaType, err := feedtest.Fetch(t, store, Routes(), site, "/feeds/oembed?url="+url.QueryEscape(page)+more)
	if err != nil {
		return nil, err
	}
	d := new(document)
	if strings.HasPrefix(mediaType, "text/xml") {
		err = xml.Unmarshal(body, d)
	} else {
		err = json.Unmarshal(body, d)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return d, nil
}

func TestGolden(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for name, address := range map[string]string{
		"video.json": "url=https%3A%2F%2Fexample.org%2Fvideos%2Ffilm&maxwidth=320", "video.xml": "url=https%3A%2F%2Fexample.org%2Fvideos%2Ffilm&format=xml&language=en",
		"episode.json": "url=https%3A%2F%2Fexample.org%2Fepisodes%2Ffoerste", "embed.json": "url=https%3A%2F%2Fexample.org%2Fvideos%2Findlejret", "link.json": "url=https%3A%2F%2Fexample.org%2Fvideos%2Fspoerger",
	} {
		body, _, err := feedtest.Fetch(t, store, Routes(), feedtest.Site, "/feeds/oembed?"+address)
		if err != nil {
			t.Fatal(err)
		}
		feedtest.Golden(t, name, body)
	}
}

func TestTypes(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	foreign := regexp.MustCompile(`(?:src|poster)="(https://[^/"]*)`)
	for _, test := range []struct {
		page, more, kind string
		asks             string // the only origin that the browser contacts
	}{
		{"https://example.org/videos/film", "", "video", "https://api.example.org"},
		{"https://example.org/videos/film?utm_source=x", "&dnt=1", "video", "https://api.example.org"},
		{"https://example.org/episodes/foerste", "&format=xml", "rich", "https://api.example.org"},
		{"https://example.org/videos/indlejret", "", "video", "https://player.example.com"},
		{"https://example.org/videos/indlejret", "&dnt=0", "video", "https://player.example.com"},
		{"https://example.org/videos/indlejret", "&dnt=1", "link", ""},
		{"https://example.org/videos/indlejret", "&dnt=true", "link", ""},
		{"https://example.org/videos/spoerger", "", "link", ""},
		{"https://example.org/videos/spoerger", "&dnt=1", "link", ""},
	} {
		d, err := ask(t, store, feedtest.Site, test.page, test.more)
		if err != nil {
			t.Errorf("%s: %v", test.page, err)
			continue
		}
		if d.Type != test.kind || d.Version != "1.0" || d.Title == "" || (d.HTML != "") != (test.asks != "") || (d.Width > 0 && d.Height > 0) != (test.asks != "") {
			t.Errorf("%s%s: %+v", test.page, test.more, d)
		}
		for _, m := range foreign.FindAllStringSubmatch(d.HTML, -1) {
			if m[1] != test.asks {
				t.Errorf("%s%s asks %s", test.page, test.more, m[1])
			}
		}
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for more, want := range map[string]bounds{
		"": {640, 360}, "&maxwidth=320": {320, 180}, "&maxheight=90": {160, 90}, "&maxwidth=320&maxheight=90": {160, 90}, "&maxwidth=10000&maxheight=10000": {640, 360}, "&maxwidth=1": {1, 1},
	} {
		d, err := ask(t, store, feedtest.Site, "https://example.org/videos/film", more)
		if err != nil || d.Width != want.width || d.Height != want.height || !strings.Contains(d.HTML, ` width="`) {
			t.Errorf("%s: %+v %v", more, d, err)
		}
	}
	d, err := ask(t, store, feedtest.Site, "https://example.org/episodes/foerste", "&maxwidth=200&maxheight=50")
	if err != nil || d.Width != 200 || d.Height != 50 {
		t.Errorf("%+v %v", d, err)
	}
}

func TestCareComesFirst(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"https://example.org/videos/film", "https://example.org/episodes/foerste"} {
		d, err := ask(t, feedtest.World(t), feedtest.Site, page, "")
		if err != nil {
			t.Fatal(err)
		}
		source := strings.Index(d.HTML, "<source")
		if notice, help := strings.Index(d.HTML, "Handler om stalking."), strings.Index(d.HTML, "Linjen"); notice < 0 || help < 0 || notice > source || help > source {
			t.Errorf("%s", d.HTML)
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for more, want := range map[string]content.Code{
		"": content.CodeBadInput, "?url=": content.CodeBadInput, "?url=https%3A%2F%2Fexample.org%2Fvideos%2Ffilm&format=yaml": content.CodeBadInput,
		"?url=https%3A%2F%2Fexample.org%2Fvideos%2Ffilm&maxwidth=x": content.CodeBadInput, "?url=https%3A%2F%2Fexample.org%2Fvideos%2Ffilm&maxheight=-1": content.CodeBadInput,
		"?url=https%3A%2F%2Fexample.org%2Fvideos%2Fkladde": content.CodeNotFound, "?url=https%3A%2F%2Fexample.org%2Fvideos%2Fskjult-film": content.CodeNotFound,
		"?url=https%3A%2F%2Fexample.org%2Fepisodes%2Fskjult": content.CodeNotFound, "?url=https%3A%2F%2Fexample.org%2Fsessions%2Fpanel": content.CodeNotFound,
		"?url=https%3A%2F%2Fevil.example%2Fvideos%2Ffilm": content.CodeNotFound, "?url=javascript%3Aalert(1)": content.CodeNotFound,
	} {
		if _, _, err := feedtest.Fetch(t, store, Routes(), feedtest.Site, "/feeds/oembed"+more); content.CodeOf(err) != want {
			t.Errorf("%q: %v, want %s", more, err, want)
		}
	}
}

// TestLanguageOfThePage shows the title in the language of the page.
func TestLanguageOfThePage(t *testing.T) {
	t.Parallel()
	site := &content.Site{Service: "https://api.example.org", Website: "https://example.org/{language}/{kind}/{slug}"}
	d, err := ask(t, feedtest.World(t), site, "https://example.org/en/videos/film", "")
	if err != nil || d.Title != "film (en)" || !strings.Contains(d.HTML, `lang="en"`) {
		t.Errorf("%+v %v", d, err)
	}
}

// TestTextsAreNoMarkup has a title that could be read as markup.
func TestTextsAreNoMarkup(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	contenttest.Publish(t, store, &catalog.Video{
		Meta: contenttest.Meta("video", "x"), Title: locale.NewText("da", `"><script>alert(1)</script>`), Notice: locale.NewText("da", "<img src=x>"),
		Sources: []catalog.Source{{URL: "https://api.example.org/a?b='c'&d", MIMEType: "video/mp4"}}, WithoutCaptionsReason: "Ingen taler.",
	})
	d, err := ask(t, store, feedtest.Site, "https://example.org/videos/x", "")
	if err != nil || strings.Contains(d.HTML, "<script") || strings.Contains(d.HTML, "<img") || strings.Contains(d.HTML, "'c'") {
		t.Errorf("%+v %v", d, err)
	}
}
