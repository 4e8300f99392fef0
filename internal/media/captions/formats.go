package captions

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"lectern/content/caption"
	"lectern/content/locale"
	"lectern/internal/response/page"
)

// write writes the text in a format. WebVTT and JSON are for players, which show them with the
// recording; the other formats are read alone, and begin with the content notice and the
// helpline.
func (s *served) write(format caption.Format) ([]byte, error) {
	switch format {
	case caption.HTML:
		return s.html(), nil
	case caption.JSON:
		return s.json()
	case caption.Plain:
		return s.plain(), nil
	}
	return []byte(caption.Served(s.track.Text)), nil
}

//go:embed page.html
var pageText string

var pageTemplate = page.MustParse("transcript", pageText, template.FuncMap{"clock": clock})

// anchored is a paragraph with an anchor: "t62.5" for what is said at that second. If two
// begin at once, only the first has it.
type anchored struct {
	caption.Cue
	Anchor string
}

func (s *served) anchored() (all []anchored) {
	last := locale.Duration(-1)
	for _, c := range s.paragraphs() {
		a := anchored{Cue: c}
		if c.Start != last {
			a.Anchor = "t" + strconv.FormatFloat(seconds(c.Start), 'f', -1, 64)
		}
		last, all = c.Start, append(all, a)
	}
	return all
}

func (s *served) html() []byte {
	return pageTemplate.Render(map[string]any{
		"Language": s.track.Language, "Title": s.title, "Notice": s.notice, "Helpline": s.helpline, "Paragraphs": s.anchored(),
	})
}

func (s *served) paragraphs() []caption.Cue { return caption.Paragraphs(caption.Cues(s.track.Text)) }

// plain returns the text with its speakers, one paragraph per line.
func (s *served) plain() []byte {
	parts := []string{s.title.String(), s.notice.String()}
	if h := s.helpline; h != nil {
		var words []string
		for _, word := range []string{h.Name.String(), h.Phone, string(h.URL), h.Hours.String()} {
			if word != "" {
				words = append(words, word)
			}
		}
		parts = append(parts, strings.Join(words, ", "))
	}
	for _, c := range s.paragraphs() {
		if c.Speaker != "" {
			c.Text = c.Speaker + ": " + c.Text
		}
		parts = append(parts, c.Text)
	}
	var b bytes.Buffer
	for _, part := range parts {
		if part != "" {
			b.WriteString(part + "\n\n")
		}
	}
	return append(bytes.TrimRight(b.Bytes(), "\n"), '\n')
}

// transcript is a transcript in the JSON format of Podcasting 2.0.
type transcript struct {
	Version  string    `json:"version"`
	Segments []segment `json:"segments"`
}

type segment struct {
	Speaker   string  `json:"speaker,omitempty"`
	StartTime float64 `json:"startTime"` // in seconds
	EndTime   float64 `json:"endTime"`
	Body      string  `json:"body"`
}

func (s *served) json() ([]byte, error) {
	t := transcript{"1.0.0", []segment{}}
	for _, c := range caption.Cues(s.track.Text) {
		t.Segments = append(t.Segments, segment{c.Speaker, seconds(c.Start), seconds(c.End), c.Text})
	}
	b, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("captions: writing JSON: %w", err)
	}
	return append(b, '\n'), nil
}

func seconds(d locale.Duration) float64 { return time.Duration(d).Seconds() }

// clock formats a time in a recording as people write it: "1:02:03".
func clock(d locale.Duration) string {
	s := int(time.Duration(d).Seconds())
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
