package app

import (
	"encoding/json"
	"encoding/xml"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"lectern/content"
	"lectern/content/caption"
	"lectern/content/catalog"
	"lectern/content/contenttest"
)

// hostile are texts that would run scripts in pages that treat them as HTML. Package richtext
// has more.
var hostile = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `</script><script>alert(1)</script>`, `<a href="javascript:alert(1)">x</a>`,
	`[x](javascript:alert(1))`, `[x](&#106;avascript:alert(1))`, `[x](https://a"onmouseover="alert(1))`, `![x](x" onerror="alert(1))`, `"><img src=x onerror=alert(1)>`,
	`<!--><img src=x onerror=alert(1)>-->`, "| <script> |\n|---|\n| <img src=x onerror=alert(1)> |", "x[^<i>]\n\n[^<i>]: <img src=x onerror=alert(1)>", `&lt;script&gt;alert(1)&lt;/script&gt;`, `&#60;img src=x onerror=alert(1)&#62;`,
	"```\" onmouseover=\"alert(1)\nx\n```", `]]><script>alert(1)</script>`,
}

const hostileCaptions = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v &lt;img src=x onerror=alert(1)&gt;>Hej &lt;script&gt;alert(1)&lt;/script&gt; <img src=x onerror=alert(1)> [x](javascript:alert(1))\n"

// TestHostileTexts: no text of a document runs a script where a page, a feed reader or a
// podcast app uses the service's HTML.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	a, token := seeded(t)
	d := &degrader{t: t, app: a, random: rand.New(rand.NewPCG(1, 4)), texts: hostile}
	if n := d.degradeAll(); n < len(d.ids)*3/4 {
		t.Errorf("only %d of %d documents were published", n, len(d.ids))
	}
	speak(t, d)
	seen := map[string]int{}
	q := newQuestions(t, a, token, func(field, text string) {
		switch field {
		case "html":
			seen["html"]++
			inert(t, field, text)
		case "jsonLd": // for the script element of a page
			seen["jsonLd"]++
			if strings.ContainsAny(text, "<>&") {
				t.Errorf("JSON-LD has a sign of HTML: %s", text)
			}
		}
	})
	q.read = func(path string, body []byte) { readAs(t, seen, path, body) }
	q.documents(d.ids)
	q.doors()
	for _, kind := range []string{"html", "jsonLd", ".json", "podcast", "oembed", "transcript"} {
		if seen[kind] < 2 {
			t.Errorf("only %d of %s were read", seen[kind], kind)
		}
	}
}

// speak adds captions to a video, and a transcript to an episode.
func speak(t *testing.T, d *degrader) {
	t.Helper()
	options := contenttest.Options()
	options.Site, options.Now = d.app.site, time.Now()
	_, err := content.Edit(t.Context(), d.app.Store(), options, func(tx *content.Transaction) error {
		for _, id := range d.ids {
			stored, err := tx.Working(id)
			if err != nil {
				return err
			}
			doc := content.Clone(stored)
			switch doc := doc.(type) {
			case *catalog.Video:
				doc.Transcript, doc.WithoutCaptionsReason = nil, ""
				doc.Captions = []catalog.Captions{{Language: "da", Kind: catalog.CaptionsCaptions, Text: hostileCaptions}}
			case *catalog.PodcastEpisode:
				doc.WithoutTranscriptReason = ""
				doc.Transcripts = []catalog.Transcript{{Language: "da", Text: hostileCaptions}}
			default:
				continue
			}
			if err := tx.Save(doc); err != nil {
				return err
			}
			if err := tx.Publish(id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// readAs parses the response at a path as its clients do.
func readAs(t *testing.T, seen map[string]int, path string, body []byte) {
	t.Helper()
	switch {
	case strings.HasPrefix(path, "/feeds/podcast/"):
		for _, text := range elements(t, body, "description", "encoded") {
			seen["podcast"]++
			inert(t, path, text)
		}
	case strings.HasPrefix(path, "/feeds/oembed"):
		var answer struct{ HTML string }
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Fatal(err)
		}
		seen["oembed"]++
		inert(t, path, answer.HTML)
	case strings.HasPrefix(path, "/feeds/jsonld/"):
		seen[".json"]++
		if strings.ContainsAny(string(body), "<>&") {
			t.Errorf("%s has a sign of HTML: %s", path, body)
		}
	case strings.HasSuffix(path, caption.HTML.Extension):
		seen["transcript"]++
		// The layout of the service's pages has these two elements, with fixed URLs.
		text := string(body)
		for _, own := range []string{`<link rel="icon" href="/icon.svg" type="image/svg+xml">`, `<link rel="stylesheet" href="/style.css">`} {
			text = strings.Replace(text, own, "", 1)
		}
		inert(t, path, text)
	}
}

// elements returns the texts of the elements with some names.
func elements(t *testing.T, body []byte, names ...string) (texts []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(body)))
	for {
		token, err := d.Token()
		if err != nil {
			return texts
		}
		start, ok := token.(xml.StartElement)
		if !ok || !strings.Contains(" "+strings.Join(names, " ")+" ", " "+start.Name.Local+" ") {
			continue
		}
		var text string
		if err := d.DecodeElement(&text, &start); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
}

// inert parses HTML as browsers do, and fails if something in it would run or be loaded
// automatically.
func inert(t *testing.T, where, text string) {
	t.Helper()
	tokens := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		token := tokens.Token()
		switch token.Data {
		case "script", "img", "svg", "math", "object", "embed", "base", "form", "input", "button", "template", "noscript":
			t.Errorf("%s has %s: %s", where, token, text)
		case "link": // the page of a transcript has its own icon and styles
			if s := token.String(); !strings.Contains(s, ` href="/style.css"`) && !strings.Contains(s, ` href="/icon.svg"`) {
				t.Errorf("%s has %s: %s", where, token, text)
			}
		}
		for _, a := range token.Attr {
			value := strings.ToLower(strings.TrimLeft(a.Val, "\x00 \t\r\n"))
			if strings.HasPrefix(a.Key, "on") || a.Key == "srcdoc" || strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:") || strings.HasPrefix(value, "vbscript:") {
				t.Errorf("%s has %s=%q: %s", where, a.Key, a.Val, text)
			}
		}
	}
}
