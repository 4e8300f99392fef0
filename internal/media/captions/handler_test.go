package captions

import (
	"encoding/json"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/caption"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/internal/response/responsetest"
)

var writeMissing = flag.Bool("write-missing", false, "write the golden files that are not there")

const danish = `WEBVTT

NOTE Husk at spørge.

00:00.000 --> 00:04.000
<v Ordstyrer>Velkommen & <i>tak</i> <script>alert(1)</script>

00:04.000 --> 00:05.500
<v Panel>Tak.
<v Ordstyrer>Selv tak.

01:00:07.250 --> 01:00:08.000
[klapsalver]
`

// service returns a handler with a video with captions, an episode with a transcript, and
// documents that readers may not see.
func service(t *testing.T) (content.Store, func(path string, headers ...string) *httptest.ResponseRecorder) {
	store := contenttest.NewMemory()
	day := contenttest.Conference("Dag")
	day.ContentNotice = locale.NewText("da", "Handler om <vold>.")
	day.Helpline = &content.Helpline{Name: locale.NewText("da", "Rådgivning"), Phone: "+45 12 34 56 78", URL: "https://example.org/hjaelp", Hours: locale.NewText("da", "hele døgnet")}
	film := video("film", danish)
	film.ConferenceID = day.ID
	podcast := &catalog.Podcast{
		Meta: contenttest.Meta("podcast", "p"), Title: locale.NewText("da", "P"), Description: locale.NewText("da", "Om"), Author: "Centret", OwnerEmail: "p@example.org", SpokenLanguage: "da",
		Category: "Society & Culture", Artwork: "/media/a.png", Link: "https://example.org/p", GUID: "917393e3-1b1e-5cef-ace4-edaa54e1f810",
	}
	contenttest.Publish(t, store, day, film, podcast)
	contenttest.Publish(t, store, &catalog.PodcastEpisode{
		Meta: contenttest.Meta("podcastEpisode", "afsnit"), PodcastID: podcast.ID, Title: locale.NewText("da", "Afsnit"), GUID: "1", EpisodeType: catalog.EpisodeFull,
		Audio: &catalog.Audio{URL: "/media/1.mp3", MIMEType: "audio/mpeg", Bytes: 1}, ReleasedAt: contenttest.Epoch,
		Transcripts: []catalog.Transcript{{Language: "en", Text: danish}, {Language: "da", URL: "https://example.org/da.html", MIMEType: "text/html"}},
	})
	contenttest.Save(t, store, video("draft", danish))
	mux := http.NewServeMux()
	mux.Handle("/captions/{document}/{language}/{file}", Handler(store, slog.New(slog.DiscardHandler)))
	return store, func(path string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		return w
	}
}

func video(name, text string) *catalog.Video {
	return &catalog.Video{
		Meta: contenttest.Meta("video", name), Title: locale.NewText("da", "Om <"+name+">", "en", "On "+name), Sources: []catalog.Source{{URL: "/media/film.mp4", MIMEType: "video/mp4"}},
		Captions: []catalog.Captions{{Language: "da", Kind: catalog.CaptionsCaptions, Text: text}, {Language: "en", Kind: catalog.CaptionsSubtitles, URL: "/media/en.vtt"}},
	}
}

// TestFormats compares each form with a golden file, and revalidates each.
func TestFormats(t *testing.T) {
	t.Parallel()
	_, get := service(t)
	film, episode := string(contenttest.ID("video", "film")), string(contenttest.ID("podcastEpisode", "afsnit"))
	for path, language := range map[string]string{"/captions/" + film + "/da/captions": "da", "/captions/" + episode + "/en/transcript": "en"} {
		for _, f := range caption.Formats() {
			w := get(path + f.Extension)
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != f.MIMEType+"; charset=utf-8" || w.Header().Get("Content-Language") != language {
				t.Errorf("%s%s: %d %v", path, f.Extension, w.Code, w.Header())
			}
			file := filepath.Join("testdata", filepath.Base(path)+f.Extension)
			golden, err := os.ReadFile(file)
			if os.IsNotExist(err) && *writeMissing {
				golden, err = w.Body.Bytes(), os.WriteFile(file, w.Body.Bytes(), 0o644)
			}
			if err != nil {
				t.Error(err)
			}
			if w.Body.String() != string(golden) {
				t.Errorf("%s is\n%s", file, w.Body)
			}
			if again := get(path+f.Extension, "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
				t.Errorf("asked again: %d", again.Code)
			}
			if part := get(path+f.Extension, "Range", "bytes=0-5"); part.Code != http.StatusPartialContent || part.Body.Len() != 6 {
				t.Errorf("a part: %d %q", part.Code, part.Body)
			}
		}
	}
	html := get("/captions/" + film + "/da/captions.html").Body.String()
	for _, bad := range []string{"<script", "<img", "<style", "style=", "<vold>", "<film>", "Husk"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	if links := regexp.MustCompile(`<link [^>]*href="([^"]*)"`).FindAllStringSubmatch(html, -1); len(links) != 2 || links[0][1] != "/icon.svg" || links[1][1] != "/style.css" {
		t.Errorf("the page loads %v", links)
	}
	if notice, said := strings.Index(html, "Handler om"), strings.Index(html, "Velkommen"); notice < 0 || notice > said {
		t.Error("the notice does not come first")
	}
	var transcript struct {
		Version  string
		Segments []struct {
			Speaker, Body      string
			StartTime, EndTime float64
		}
	}
	if err := json.Unmarshal(get("/captions/"+film+"/da/captions.json").Body.Bytes(), &transcript); err != nil || transcript.Version != "1.0.0" || len(transcript.Segments) != 4 {
		t.Errorf("%v %v", transcript, err)
	} else if s := transcript.Segments[3]; s.StartTime != 3607.25 || s.EndTime != 3608 || s.Body != "[klapsalver]" || s.Speaker != "" {
		t.Errorf("%+v", s)
	}
}

// TestOnlyWhatIsPublic: a document that a reader can't see has no captions.
func TestOnlyWhatIsPublic(t *testing.T) {
	t.Parallel()
	store, get := service(t)
	public, draft := contenttest.ID("video", "film"), contenttest.ID("video", "draft")
	path := "/captions/" + string(public) + "/da/captions.vtt"
	served, err := content.Get[*catalog.Video](contenttest.View(t, store, content.Anonymous), public)
	if err != nil {
		t.Fatal(err)
	}
	if at := served.Captions; string(at[0].URL) != "https://api.example.org"+path || at[1].URL != "https://api.example.org/media/en.vtt" || len(at[1].Files()) > 0 {
		t.Errorf("readers are told %v", at)
	}
	for _, file := range served.Captions[0].Files() {
		if w := get(strings.TrimPrefix(string(file.URL), "https://api.example.org")); w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), file.MIMEType) {
			t.Errorf("%s: %d %v", file.URL, w.Code, w.Header())
		}
	}
	for _, path := range []string{
		"/captions/" + string(draft) + "/da/captions.vtt", "/captions/" + string(public) + "/en/subtitles.vtt", "/captions/" + string(public) + "/da/subtitles.vtt",
		"/captions/x/da/captions.vtt", "/captions/" + string(public) + "/da/captions", "/captions/" + string(public) + "/../da/captions.vtt", "/captions/" + string(public) + "/da/captions.srt",
		"/captions/" + string(public) + "/-/captions.vtt", "/captions/" + string(contenttest.ID("conference", "Dag")) + "/da/captions.vtt",
		"/captions/" + string(contenttest.ID("podcastEpisode", "afsnit")) + "/da/transcript.vtt",
	} {
		if w := get(path); w.Code == http.StatusOK {
			t.Errorf("%s: %s", path, w.Body)
		}
	}
	// A draft of the same document is not served.
	contenttest.Save(t, store, video("film", "WEBVTT\n\n00:00.000 --> 00:01.000\nKladde.\n"))
	if w := get(path); !strings.Contains(w.Body.String(), "Velkommen") {
		t.Errorf("with a draft beside it: %s", w.Body)
	}
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return tx.Unpublish(public) })
	if w := get(path); w.Code != http.StatusNotFound || !strings.HasPrefix(responsetest.Problem(w), "NOT_FOUND There are") {
		t.Errorf("unpublished: %d %s", w.Code, w.Body)
	}
}
