// Package page is what the service's HTML pages have in common: the layout, the
// style, the icon, and the headers that keep a browser from asking anybody else.
// A page has no script. Start with MustParse.
//
// It must not know what stands on a page.
package page

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
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

// Policy is the Content-Security-Policy of a page: it may load the style and
// pictures of the service itself, and nothing else.
const Policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// SetHeaders sets the headers of a page, which may load what its policy says.
func SetHeaders(h http.Header, policy string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("X-Frame-Options", "DENY")
}

// Template makes pages of one sort.
type Template struct{ parsed *template.Template }

// MustParse reads a template: html/template's, with the definitions "language" (BCP
// 47), "title" and "main", which is what the page is about. It panics where the
// text is none, so it is for texts that are part of the program.
func MustParse(name, text string, functions template.FuncMap) *Template {
	parsed := template.Must(template.New("layout").Parse(layout))
	template.Must(parsed.New(name).Funcs(functions).Parse(text))
	return &Template{parsed}
}

// Render writes the page about some data. It panics where the template does not
// fit the data: that is a fault in the program, which a page's test meets.
func (t *Template) Render(data any) []byte {
	var b bytes.Buffer
	if err := t.parsed.Execute(&b, data); err != nil {
		panic(err)
	}
	return b.Bytes()
}
