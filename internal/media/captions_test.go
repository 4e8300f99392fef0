package media

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
)

func TestCaptions(t *testing.T) {
	const danish = "WEBVTT\n\n00:00.000 --> 00:01.000\nVelkommen.\n"
	store := contenttest.NewMemory()
	video := func(name, text string) *content.Video {
		return &content.Video{
			Meta: contenttest.Meta("video", name), Title: content.NewText("da", name), Sources: []content.Source{{URL: "/media/film.mp4", MIMEType: "video/mp4"}},
			Captions: []content.Captions{{Language: "da", Kind: content.CaptionsCaptions, Text: text}, {Language: "en", Kind: content.CaptionsSubtitles, URL: "/media/en.vtt"}},
		}
	}
	contenttest.Publish(t, store, video("film", danish))
	contenttest.Save(t, store, video("draft", danish))
	public, draft := contenttest.ID("video", "film"), contenttest.ID("video", "draft")
	mux := http.NewServeMux()
	mux.Handle("/captions/{video}/{language}/{file}", Captions(store, slog.New(slog.DiscardHandler)))
	get := func(path, etag string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		if etag != "" {
			r.Header.Set("If-None-Match", etag)
		}
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		return w
	}
	view := contenttest.View(t, store, content.Anonymous)
	served, err := content.Get[*content.Video](view, public)
	if err != nil {
		t.Fatal(err)
	}
	address := served.Captions[0].URL
	path := "/captions/" + string(public) + "/da/captions.vtt"
	if string(address) != "https://api.example.org"+path || served.Captions[1].URL != "https://api.example.org/media/en.vtt" {
		t.Errorf("readers are told %s and %s", address, served.Captions[1].URL)
	}
	w := get(path, "")
	if w.Code != http.StatusOK || w.Body.String() != danish || w.Header().Get("Content-Type") != "text/vtt; charset=utf-8" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if again := get(path, w.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("asked again: %d", again.Code)
	}
	for _, path := range []string{
		"/captions/" + string(draft) + "/da/captions.vtt", "/captions/" + string(public) + "/en/subtitles.vtt", "/captions/" + string(public) + "/da/subtitles.vtt",
		"/captions/x/da/captions.vtt", "/captions/" + string(public) + "/da/captions", "/captions/" + string(public) + "/../da/captions.vtt",
	} {
		if w := get(path, ""); w.Code == http.StatusOK {
			t.Errorf("%s: %s", path, w.Body)
		}
	}
	// A draft beside it is not served.
	changed := video("film", "WEBVTT\n\n00:00.000 --> 00:01.000\nKladde.\n")
	contenttest.Save(t, store, changed)
	if w := get(path, ""); w.Body.String() != danish {
		t.Errorf("with a draft beside it: %s", w.Body)
	}
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return tx.Unpublish(public) })
	if w := get(path, ""); w.Code != http.StatusNotFound {
		t.Errorf("unpublished: %d", w.Code)
	}
}
