package e2e_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/content"
	"lectern/internal/app"
)

// TestCaptionsReachPlayers: captions that an editor writes as SubRip are available at each
// listed URL, for pages of the website's origin, until the video is withdrawn.
func TestCaptionsReachPlayers(t *testing.T) {
	t.Parallel()
	const text = "1\r\n00:00:00,000 --> 00:00:00,500\r\nEn generet tone.\r\n\r\n2\r\n00:00:00,500 --> 00:00:01,000\r\nDen holder op.\r\n"
	t.Run("written", func(t *testing.T) {
		captionsReachPlayers(t, func(*office) map[string]any { return map[string]any{"text": text} })
	})
	t.Run("uploaded", func(t *testing.T) {
		captionsReachPlayers(t, func(o *office) map[string]any {
			asset, err := o.app.Library().Add(content.AssetUpload{Name: "tone.srt"}, strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			return map[string]any{"url": string(asset.ID.URL()), "mimeType": "text/vtt"}
		})
	})
}

func captionsReachPlayers(t *testing.T, give func(*office) map[string]any) {
	o := &office{t: t}
	c := app.Default(t.TempDir())
	c.Listen, c.PublicURL, c.AllowOrigins = "", "https://api.example.org", []string{"https://www.example.org"}
	c.FirstToken = func(secret string) { o.token = secret }
	a, err := app.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	o.app = a
	t.Cleanup(o.close)
	film, episode := "video_01M814A5Q0BZWMZ7ERSX15HXNG", "episode_01M814A8MR5PSJV5JDHTJ1A81R"
	transcript := give(o)
	transcript["language"] = "da"
	o.must(`mutation($id: ID!, $transcript: TranscriptInput!) { updatePodcastEpisode(input: {id: $id, fields: {transcripts: [$transcript]}}) { userErrors { message } } }`, map[string]any{"id": episode, "transcript": transcript})
	captions := give(o)
	delete(captions, "mimeType")
	captions["language"], captions["kind"] = "da", "CAPTIONS"
	o.must(`mutation($id: ID!, $captions: CaptionsInput!) { updateVideo(input: {id: $id, fields: {captions: [$captions, {language: "en", kind: SUBTITLES, text: "WEBVTT\n\n00:00.000 --> 00:00.500\nA tone.\n"}]}}) { userErrors { message } } }`, map[string]any{"id": film, "captions": captions})
	for _, id := range []string{film, episode} {
		o.must(`mutation($id: ID!) { publish(input: {id: $id}) { userErrors { message } } }`, map[string]any{"id": id})
	}
	var answer struct {
		Data struct {
			Video struct {
				TranscriptSource string
				Transcript       struct{ Plain string }
				Captions         []struct {
					Files []struct{ URL, MIMEType string }
				}
			}
			Episode struct {
				Transcripts []struct {
					Files []struct{ URL, MIMEType string }
				}
			}
		}
	}
	body := o.ask("", `{
		video(slug: "konferencens-temaer") { transcriptSource transcript { plain } captions { files { url mimeType } } }
		episode(slug: "fremtidens-stalkingindsats") { transcripts { files { url mimeType } } }
	}`, nil)
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	if v := answer.Data.Video; v.TranscriptSource != "CAPTIONS" || v.Transcript.Plain != "En generet tone. Den holder op." {
		t.Errorf("%+v", v)
	}
	if len(answer.Data.Video.Captions) != 2 || len(answer.Data.Episode.Transcripts) != 1 {
		t.Fatal(body)
	}
	get := func(url string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, strings.TrimPrefix(url, "https://api.example.org"), nil)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		return w
	}
	files := append(answer.Data.Video.Captions[0].Files, answer.Data.Episode.Transcripts[0].Files...)
	if len(files) != 8 {
		t.Fatal(files)
	}
	for _, file := range files {
		w := get(file.URL, "Origin", "https://www.example.org")
		h := w.Header()
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "En generet tone.") || !strings.HasPrefix(h.Get("Content-Type"), file.MIMEType) ||
			h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Content-Language") != "da" || h.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %d %v %s", file.URL, w.Code, h, w.Body)
		}
		if again := get(file.URL, "If-None-Match", h.Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s, asked again: %d", file.URL, again.Code)
		}
	}
	for _, id := range []string{film, episode} {
		o.must(`mutation($id: ID!) { unpublish(input: {id: $id}) { userErrors { message } } }`, map[string]any{"id": id})
	}
	for _, file := range files {
		if w := get(file.URL); w.Code != http.StatusNotFound {
			t.Errorf("%s, unpublished: %d", file.URL, w.Code)
		}
	}
}
