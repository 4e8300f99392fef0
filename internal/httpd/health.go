package httpd

import (
	"io"
	"net/http"
)

// alive reports that the process responds. It checks nothing else: a restart does not help a
// service that can't read its store.
func alive(w http.ResponseWriter, _ *http.Request) {
	plain(w, http.StatusOK, "alive")
}

// ready reports whether the service can take requests: it can read its store, and is not
// stopping.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if s.closing.Load() {
		plain(w, http.StatusServiceUnavailable, "closing")
		return
	}
	if _, err := s.config.Revision(r.Context()); err != nil {
		s.config.Log.ErrorContext(r.Context(), "the store can't be read", "error", err)
		plain(w, http.StatusServiceUnavailable, "the store can't be read")
		return
	}
	plain(w, http.StatusOK, "ready")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n")
}
