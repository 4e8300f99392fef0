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

// withRequestID gives every request an id, and returns it in the response: the client's own id
// if it is well-formed. An editor who reports an error can quote it.
func withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := ""
		if given := r.Header[requestIDHeader]; len(given) > 0 {
			id = given[0]
		}
		if !wellFormedID(id) {
			id = strconv.FormatUint(rand.Uint64(), 36) // an id for searching the log, not a secret
		}
		w.Header()[requestIDHeader] = []string{id}
		next.ServeHTTP(w, r.WithContext(response.WithRequestID(r.Context(), id)))
	})
}

// wellFormedID allows ids that need no quotes in a log line or a header, and are too short to
// be a message.
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

// LogHandler adds the id of the request to the records that are logged with its context, so
// that an error in any package can be found from the response.
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
