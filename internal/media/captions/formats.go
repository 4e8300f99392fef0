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
)

// write is the text in a form. WebVTT and JSON are for players, which show what
// they are given beside the recording; the others are read alone, and begin with
// the content notice and the helpline.
func (p page) write(format caption.Format) ([]byte, error) {
	switch format {
	case caption.HTML:
		return p.html()
	case caption.JSON:
		return p.json()
	case caption.Plain:
		return p.plain(), nil
	}
	return []byte(caption.Served(p.track.Text)), nil
}

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"clock": clock}).Parse(pageText))

// anchored is a paragraph that an address leads to: "t62.5" to what is said
// then. Where two begin at once, it leads to the first.
type anchored struct {
	caption.Cue
	Anchor string
}

func (p page) anchored() (all []anchored) {
	last := locale.Duration(-1)
	for _, c := range p.paragraphs() {
		a := anchored{Cue: c}
		if c.Start != last {
			a.Anchor = "t" + strconv.FormatFloat(seconds(c.Start), 'f', -1, 64)
		}
		last, all = c.Start, append(all, a)
	}
	return all
}

func (p page) html() ([]byte, error) {
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, map[string]any{
		"Language": p.track.Language, "Title": p.title, "Notice": p.notice, "Helpline": p.helpline, "Paragraphs": p.anchored(),
	})
	if err != nil {
		return nil, fmt.Errorf("captions: writing HTML: %w", err)
	}
	return b.Bytes(), nil
}

func (p page) paragraphs() []caption.Cue { return caption.Paragraphs(caption.Cues(p.track.Text)) }

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
	for _, c := range caption.Cues(p.track.Text) {
		t.Segments = append(t.Segments, segment{c.Speaker, seconds(c.Start), seconds(c.End), c.Text})
	}
	b, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("captions: writing JSON: %w", err)
	}
	return append(b, '\n'), nil
}

func seconds(d locale.Duration) float64 { return time.Duration(d).Seconds() }

// clock is a time in a recording as people write it: "1:02:03".
func clock(d locale.Duration) string {
	s := int(time.Duration(d).Seconds())
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
