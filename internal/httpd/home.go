package httpd

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"lectern/content"
)

// homePolicy lets the page at / load its own style and icon, and nothing else.
const homePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

//go:embed home.html
var homeSource string

//go:embed style.css
var style []byte

//go:embed icon.svg
var icon []byte

// newHome makes the page at /, which says what runs here and links on.
func newHome(c Config) (http.Handler, error) {
	page, err := template.New("home").Parse(homeSource)
	if err != nil {
		return nil, fmt.Errorf("httpd: the page at /: %w", err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status := http.StatusOK
		revision, err := c.Revision(r.Context())
		if err != nil {
			c.Log.ErrorContext(r.Context(), "the store can't be read", "error", err)
			status = http.StatusServiceUnavailable
		}
		var body bytes.Buffer
		err = page.Execute(&body, struct {
			PublicURL, Version string
			Revision           content.Revision
			Readable           bool
		}{c.PublicURL, c.Version, revision, err == nil})
		if err != nil {
			panic(err) // withRecovery answers
		}
		asPage(w.Header(), homePolicy)
		w.WriteHeader(status)
		_, _ = w.Write(body.Bytes())
	}), nil
}

// schemaPage answers with a page of the schema.
func (s *Server) schemaPage(w http.ResponseWriter, r *http.Request) {
	body, err := s.config.SchemaPage(r.PathValue("name"))
	if err != nil {
		panic(err) // withRecovery answers
	}
	if body == nil {
		problem(w, r, http.StatusNotFound, "NOT_FOUND", "The schema has no such type. /schema lists them.")
		return
	}
	page(homePolicy, body).ServeHTTP(w, r)
}

// documentPolicy lets a document's page show pictures and play recordings that the
// service itself holds (promise 2).
const documentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// documentPage is for the page of a document. Search engines are to list the
// website, not the service.
func documentPage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asPage(w.Header(), documentPolicy)
		w.Header().Set("X-Robots-Tag", "noindex")
		next.ServeHTTP(w, r)
	})
}

// static answers with bytes that don't change while the program runs. Clients
// may keep them, and ask whether they are still good.
func static(contentType string, body []byte) http.Handler {
	sum := sha256.Sum256(body)
	etag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("ETag", etag)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	})
}
