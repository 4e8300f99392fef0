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
	"lectern/content/locale"
	"lectern/internal/response"
	"lectern/internal/response/page"
)

//go:embed home.html
var homeSource string

var homePage = page.MustParse("home", homeSource, nil)

// homeQuery is the example query on the page at /, in one of the service's languages.
const homeQuery = `query @inContext(language: "%s") {
  conferences(first: 3) {
    nodes {
      title
      sessions(first: 5) {
        nodes { title }
      }
    }
  }
}`

// home serves the page at /, with a description of the service and links.
func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	status := http.StatusOK
	revision, err := s.config.Revision(r.Context())
	if err != nil {
		s.config.Log.ErrorContext(r.Context(), "the store can't be read", "error", err)
		status = http.StatusServiceUnavailable
	}
	language := response.Language(r)
	query := fmt.Sprintf(homeQuery, language)
	body := homePage.Render(struct {
		Language                  locale.Language
		PublicURL, Version, Query string
		Link                      template.URL
		Revision                  content.Revision
		Readable                  bool
	}{language, s.config.PublicURL, s.config.Version, query, page.PlaygroundLink(query), revision, err == nil})
	page.SetHeaders(w.Header(), page.Policy)
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// schemaPage serves a page of the schema.
func (s *Server) schemaPage(w http.ResponseWriter, r *http.Request) {
	body := s.config.SchemaPage(r.PathValue("name"))
	if body == nil {
		response.Refuse(w, r, content.CodeNotFound, "The schema has no such type. /schema lists them.")
		return
	}
	staticPage(page.Policy, body).ServeHTTP(w, r)
}

// documentPolicy allows a document's page to show pictures and play recordings of the service
// itself (promise 2).
const documentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// documentPage serves the page of a document. Search engines must list the website, not the
// service.
func documentPage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page.SetHeaders(w.Header(), documentPolicy)
		w.Header().Set("X-Robots-Tag", "noindex")
		next.ServeHTTP(w, r)
	})
}

// static serves bytes that do not change while the program runs. Clients may cache and
// revalidate them.
func static(contentType string, body []byte) http.Handler {
	sum := sha256.Sum256(body)
	etag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", response.Revalidate)
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("ETag", etag)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	})
}
