package httpd

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"

	"lectern/internal/response"
)

const (
	requestIDHeader    = "X-Request-Id"
	maxRequestIDLength = 64
)

// withRequestID gives every request an id, the client's where that is
// well-formed, and returns it in the answer: an editor who reports a fault has
// something to quote.
func withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := ""
		if given := r.Header[requestIDHeader]; len(given) > 0 {
			id = given[0]
		}
		if !wellFormedID(id) {
			id = strconv.FormatUint(rand.Uint64(), 36) // to find a line by, not to keep anybody out
		}
		w.Header()[requestIDHeader] = []string{id}
		next.ServeHTTP(w, r.WithContext(response.WithRequestID(r.Context(), id)))
	})
}

// wellFormedID holds for what can stand in a log line and a header without
// being quoted, and can't be much of a message.
func wellFormedID(id string) bool {
	if id == "" || len(id) > maxRequestIDLength {
		return false
	}
	for _, c := range []byte(id) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		digit := c >= '0' && c <= '9'
		if !letter && !digit && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// LogHandler adds the id of the request to what is logged with its context, so
// that a fault that some package logs can be found from the answer.
func LogHandler(next slog.Handler) slog.Handler { return logHandler{next} }

type logHandler struct{ slog.Handler }

func (h logHandler) Handle(ctx context.Context, r slog.Record) error {
	if id := response.RequestID(ctx); id != "" {
		r = r.Clone()
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

func (h logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return logHandler{h.Handler.WithAttrs(attrs)}
}

func (h logHandler) WithGroup(name string) slog.Handler {
	return logHandler{h.Handler.WithGroup(name)}
}
