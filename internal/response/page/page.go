// Package page has what the service's HTML pages share: the layout, the style, the icon, and
// the headers that keep a browser from contacting another origin. A page has no script. Start
// with MustParse.
//
// It must not know the content of a page.
package page

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

var (
	//go:embed layout.html
	layout string
	// Style is the style sheet of all pages, which they load from /style.css.
	//go:embed style.css
	Style []byte
	// Icon is the icon of all pages, which they load from /icon.svg (SVG).
	//go:embed icon.svg
	Icon []byte
)

// Policy is the Content-Security-Policy of a page: it may load the style and pictures of the
// service itself, and nothing else.
const Policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// SetHeaders sets the headers of a page with a Content-Security-Policy.
func SetHeaders(h http.Header, policy string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("X-Frame-Options", "DENY")
}

// PlaygroundLink returns a link that opens a query in the playground. The query is in the
// fragment, which browsers do not send to a server.
func PlaygroundLink(query string) template.URL {
	return template.URL("/playground#query=" + strings.ReplaceAll(url.QueryEscape(query), "+", "%20"))
}

// Template renders pages of one sort.
type Template struct{ parsed *template.Template }

// MustParse parses a template of html/template with the definitions "language" (BCP 47),
// "title" and "main", the content of the page. It panics if the text is invalid, so it is only
// for texts that are part of the program.
func MustParse(name, text string, functions template.FuncMap) *Template {
	parsed := template.Must(template.New("layout").Parse(layout))
	template.Must(parsed.New(name).Funcs(functions).Parse(text))
	return &Template{parsed}
}

// Render renders the page with some data. It panics if the data does not fit the template,
// which a test of each page would find.
func (t *Template) Render(data any) []byte {
	var b bytes.Buffer
	if err := t.parsed.Execute(&b, data); err != nil {
		panic(err)
	}
	return b.Bytes()
}
