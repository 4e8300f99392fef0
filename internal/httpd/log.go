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

// withLog writes one line for each request when it is over. It says what the
// service did and not who asked or for what: the route is the pattern from
// routes.go, never the path, and there is no address, user agent or query.
func withLog(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &recorder{ResponseWriter: w}
		// Also when a panic ends the request: withRecovery passes on one kind.
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
			rec.status = http.StatusOK // net/http sends it where a handler sends nothing
		}
	})
}

// route is the pattern that the mux found. The mux writes it into the request
// that it was given, so no middleware between it and withLog makes a copy.
func route(r *http.Request) string {
	if r.Pattern == "" || r.Pattern == notFound {
		return unmatched
	}
	return strings.TrimSuffix(r.Pattern, "{$}")
}

// knownMethod keeps a made-up method, which can be any word, out of the log.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodOptions, http.MethodConnect, http.MethodTrace:
		return m
	}
	return "OTHER"
}

// recorder remembers what was answered. It is 0 while nothing was.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= http.StatusOK { // 1xx goes ahead of the answer
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

// Flush serves handlers that ask for an http.Flusher.
func (r *recorder) Flush() { _ = http.NewResponseController(r.ResponseWriter).Flush() }

// Unwrap serves http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// withRecovery answers a panic with 500, and logs where it was. What was
// panicked with is logged only where the runtime made it: anything else can
// hold a part of the query or of a document.
func withRecovery(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p) // a handler's way to cut the connection
			}
			logPanic(r.Context(), log, p)
			if rec, ok := w.(*recorder); ok && rec.status != 0 {
				panic(http.ErrAbortHandler) // half an answer is out: the client has to see that it broke
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

// faultLog takes what net/http logs by itself. Much of that names the client's
// address, which is cut out.
type faultLog struct{ log *slog.Logger }

var address = regexp.MustCompile(`\[[0-9A-Fa-f:.%\w]+\](:\d+)?|\d{1,3}(\.\d{1,3}){3}(:\d+)?|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*`)

func (f faultLog) Write(p []byte) (int, error) {
	line, _, _ := strings.Cut(string(p), "\n") // a stack follows, where there is one
	f.log.Warn("net/http", "fault", address.ReplaceAllString(line, "(address)"))
	return len(p), nil
}
