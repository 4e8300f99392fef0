package httpd

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"lectern/internal/response"
)

// withLog writes one line for each request when it is over. The line has what the service did,
// but not who sent the request or what for: the route is the pattern from routes.go, never the
// path, and there is no IP address, user agent or query.
func withLog(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &recorder{ResponseWriter: w}
		// Deferred, since withRecovery passes on one kind of panic.
		defer func() {
			level := slog.LevelInfo
			if rec.status >= http.StatusInternalServerError {
				level = slog.LevelError
			}
			log.LogAttrs(r.Context(), level, "request",
				slog.String("method", knownMethod(r.Method)),
				slog.String("route", route(r)),
				slog.Int("status", rec.status),
				slog.Int64("bytes", rec.bytes),
				slog.Duration("took", time.Since(start).Round(time.Microsecond)),
			)
		}()
		next.ServeHTTP(rec, r)
		if rec.status == 0 {
			rec.status = http.StatusOK // net/http sends it if a handler sends nothing
		}
	})
}

// route returns the pattern that the mux found. The mux writes it into the request that it
// gets, so no middleware between it and withLog may copy the request.
func route(r *http.Request) string {
	if r.Pattern == "" || r.Pattern == notFound {
		return unmatched
	}
	return strings.TrimSuffix(r.Pattern, "{$}")
}

// knownMethod keeps an invented method, which can be any word, out of the log.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodOptions, http.MethodConnect, http.MethodTrace:
		return m
	}
	return "OTHER"
}

// recorder records the status of the response; 0 until there is one.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= http.StatusOK { // 1xx precedes the response
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(p)
	r.bytes += int64(n)
	return n, err
}

// Flush supports handlers that use an http.Flusher.
func (r *recorder) Flush() { _ = http.NewResponseController(r.ResponseWriter).Flush() }

// Unwrap supports http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// withRecovery responds to a panic with 500, and logs the stack. It logs the panic's value
// only if it is a runtime error: other values can contain a part of the query or of a
// document.
func withRecovery(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p) // a handler aborts the connection by it
			}
			logPanic(r.Context(), log, p)
			if rec, ok := w.(*recorder); ok && rec.status != 0 {
				panic(http.ErrAbortHandler) // a part of the response is sent: the client must see that it is incomplete
			}
			response.Internal(w, r)
		}()
		next.ServeHTTP(w, r)
	})
}

func logPanic(ctx context.Context, log *slog.Logger, p any) {
	what := fmt.Sprintf("%T", p)
	if err, ok := p.(runtime.Error); ok {
		what = err.Error()
	}
	log.LogAttrs(ctx, slog.LevelError, "panic", slog.String("panic", what), slog.String("stack", string(debug.Stack())))
}

// faultLog receives what net/http logs itself. It removes the client's address, which most of
// that contains.
type faultLog struct{ log *slog.Logger }

var address = regexp.MustCompile(`\[[0-9A-Fa-f:.%\w]+\](:\d+)?|\d{1,3}(\.\d{1,3}){3}(:\d+)?|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*`)

func (f faultLog) Write(p []byte) (int, error) {
	line, _, _ := strings.Cut(string(p), "\n") // a stack may follow
	f.log.Warn("net/http", "fault", address.ReplaceAllString(line, "(address)"))
	return len(p), nil
}
