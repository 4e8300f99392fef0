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
	"lectern/internal/response"
	"lectern/internal/response/page"
)

// Handler serves GET and HEAD of /captions/{document}/{language}/{file}, the paths of
// content.TextTrack's Path: texts of public documents, in their current public version. Caches
// must revalidate each time.
func Handler(store content.Store, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, format, err := find(store, r)
		var body []byte
		if err == nil {
			body, err = found.write(format)
		}
		switch {
		case content.IsNotFound(err):
			response.Refuse(w, r, content.CodeNotFound, "There are no captions at this URL.")
			return
		case err != nil:
			response.Fail(w, r, err, log, "captions failed")
			return
		}
		sum := sha256.Sum256(body)
		h := w.Header()
		if format == caption.HTML {
			page.SetHeaders(h, page.Policy)
		}
		h.Set("Content-Type", format.MIMEType+"; charset=utf-8")
		h.Set("Content-Language", string(found.track.Language))
		h.Set("Cache-Control", response.Revalidate)
		h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	})
}

// served is a text with the notice that precedes it.
type served struct {
	track    caption.Track
	title    locale.Text
	notice   locale.Text
	helpline *content.Helpline
}

// find reads the requested text and its document, in the language of the text if possible.
func find(store content.Store, r *http.Request) (*served, caption.Format, error) {
	none := caption.Format{}
	id, err := content.ParseID(r.PathValue("document"))
	if err != nil {
		return nil, none, errNone()
	}
	language, err := locale.ParseLanguage(r.PathValue("language"))
	if err != nil {
		return nil, none, errNone()
	}
	view, err := content.OpenView(r.Context(), store, content.ViewOptions{Actor: content.Anonymous, Languages: locale.Preferences(language)})
	if err != nil {
		return nil, none, err
	}
	defer func() { _ = view.Close() }() // only read
	d, err := view.Get(id)
	if err != nil {
		return nil, none, err
	}
	for _, track := range catalog.TextTracks(d) {
		for _, format := range caption.Formats() {
			if track.Path(string(id), format) == r.URL.Path {
				s := &served{track: track}
				return s, format, s.read(view, d)
			}
		}
	}
	return nil, none, errNone()
}

func errNone() error {
	return content.Errorf(content.CodeNotFound, "There are no captions at this URL.")
}

// read reads the document's title and notice.
func (s *served) read(view *content.View, d content.Document) (err error) {
	s.title = content.KindOf(d).Title(d)
	if s.notice, err = catalog.ContentNotice(view, d); err != nil {
		return err
	}
	s.helpline, err = catalog.HelplineOf(view, d)
	return err
}
