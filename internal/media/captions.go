package media

import (
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"lectern/content"
)

// Captions answers GET and HEAD of /captions/{video}/{language}/{kind}.vtt, as
// content.CaptionsPath makes them, with a WebVTT file: of public videos, in the
// version that is public now. Caches must ask again each time.
func Captions(store content.Store, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, revision, err := captions(store, r)
		switch {
		case content.IsNotFound(err):
			http.Error(w, "There are no such captions.", http.StatusNotFound)
			return
		case err != nil:
			log.ErrorContext(r.Context(), "captions failed", "error", err)
			http.Error(w, "The service failed.", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/vtt; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", `"`+strconv.FormatUint(uint64(revision), 10)+`"`)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(text))
	})
}

// captions finds what a request asks for.
func captions(store content.Store, r *http.Request) (text string, revision content.Revision, err error) {
	notFound := content.Errorf(content.CodeNotFound, "There are no such captions.")
	id, err := content.ParseID(r.PathValue("video"))
	if err != nil {
		return "", 0, notFound
	}
	view, err := content.OpenView(r.Context(), store, content.ViewOptions{Actor: content.Anonymous})
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = view.Close() }() // only read
	video, err := content.Get[*content.Video](view, id)
	if err != nil {
		return "", 0, err
	}
	for i := range video.Captions {
		if c := &video.Captions[i]; c.Text != "" && content.CaptionsPath(id, c) == r.URL.Path {
			return c.Text, video.Revision, nil
		}
	}
	return "", 0, notFound
}
