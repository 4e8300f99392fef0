package captions

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"strings"
	"time"

	"lectern/content"
)

// write is the text in a form. WebVTT and JSON are for players, which show what
// they are given beside the recording; the others are read alone, and begin with
// the content notice and the helpline.
func (p page) write(format content.TextFormat) ([]byte, error) {
	switch format {
	case content.TextHTML:
		return p.html()
	case content.TextJSON:
		return p.json()
	case content.TextPlain:
		return p.plain(), nil
	}
	return []byte(content.ServedCaptions(p.track.Text)), nil
}

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"clock": clock, "seconds": seconds}).Parse(pageText))

func (p page) html() ([]byte, error) {
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, map[string]any{
		"Language": p.track.Language, "Title": p.title, "Notice": p.notice, "Helpline": p.helpline, "Paragraphs": p.paragraphs(),
	})
	if err != nil {
		return nil, fmt.Errorf("captions: writing HTML: %w", err)
	}
	return b.Bytes(), nil
}

func (p page) paragraphs() []content.Cue { return content.Paragraphs(content.Cues(p.track.Text)) }

// plain is the text with who speaks, a paragraph to a line.
func (p page) plain() []byte {
	parts := []string{p.title.String(), p.notice.String()}
	if h := p.helpline; h != nil {
		var words []string
		for _, word := range []string{h.Name.String(), h.Phone, string(h.URL), h.Hours.String()} {
			if word != "" {
				words = append(words, word)
			}
		}
		parts = append(parts, strings.Join(words, ", "))
	}
	for _, c := range p.paragraphs() {
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

// transcript is a transcript as Podcasting 2.0 has it in JSON.
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

func (p page) json() ([]byte, error) {
	t := transcript{"1.0.0", []segment{}}
	for _, c := range content.Cues(p.track.Text) {
		t.Segments = append(t.Segments, segment{c.Speaker, seconds(c.Start), seconds(c.End), c.Text})
	}
	b, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("captions: writing JSON: %w", err)
	}
	return append(b, '\n'), nil
}

func seconds(d content.Duration) float64 { return time.Duration(d).Seconds() }

// clock is a time in a recording as people write it: "1:02:03".
func clock(d content.Duration) string {
	s := int(time.Duration(d).Seconds())
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
