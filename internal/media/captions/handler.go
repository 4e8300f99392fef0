package captions

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"time"

	"lectern/content"
	"lectern/content/caption"
	"lectern/content/catalog"
	"lectern/content/locale"
)

// Handler answers GET and HEAD of /captions/{document}/{language}/{file}, as
// content.TextTrack's Path makes them: of public documents, in the version that
// is public now. Caches must ask again each time. problem answers with what went wrong.
func Handler(store content.Store, problem func(w http.ResponseWriter, r *http.Request, status int, code, detail string), log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, format, err := find(store, r)
		var body []byte
		if err == nil {
			body, err = p.write(format)
		}
		switch {
		case content.IsNotFound(err):
			problem(w, r, http.StatusNotFound, string(content.CodeNotFound), "There are no captions at this URL.")
			return
		case err != nil:
			log.ErrorContext(r.Context(), "captions failed", "error", err)
			problem(w, r, http.StatusInternalServerError, string(content.CodeInternal), "Internal error. The service's log has the request id.")
			return
		}
		sum := sha256.Sum256(body)
		h := w.Header()
		h.Set("Content-Type", format.MIMEType+"; charset=utf-8")
		h.Set("Content-Language", string(p.track.Language))
		h.Set("Cache-Control", "no-cache")
		h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	})
}

// page is a text with what a reader is told before it.
type page struct {
	track    caption.Track
	title    locale.Text
	notice   locale.Text
	helpline *catalog.Helpline
}

// find reads what a request asks for, in the language of the text where the
// document has that.
func find(store content.Store, r *http.Request) (p page, format caption.Format, err error) {
	notFound := content.Errorf(content.CodeNotFound, "There are no captions at this URL.")
	id, err := content.ParseID(r.PathValue("document"))
	if err != nil {
		return p, format, notFound
	}
	language, err := locale.ParseLanguage(r.PathValue("language"))
	if err != nil {
		return p, format, notFound
	}
	view, err := content.OpenView(r.Context(), store, content.ViewOptions{Actor: content.Anonymous, Languages: locale.Preferences(language)})
	if err != nil {
		return p, format, err
	}
	defer func() { _ = view.Close() }() // only read
	d, err := view.Get(id)
	if err != nil {
		return p, format, err
	}
	for _, p.track = range catalog.TextTracks(d) {
		for _, format = range caption.Formats() {
			if p.track.Path(string(id), format) == r.URL.Path {
				return p, format, p.read(view, d)
			}
		}
	}
	return p, format, notFound
}

// read reads what the document says about itself.
func (p *page) read(view *content.View, d content.Document) (err error) {
	p.title = content.KindOf(d).Title(d)
	if p.notice, err = catalog.ContentNotice(view, d); err != nil {
		return err
	}
	p.helpline, err = catalog.HelplineOf(view, d)
	return err
}
