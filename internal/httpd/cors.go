package httpd

import (
	"net/http"
	"slices"
	"time"

	rscors "github.com/rs/cors"

	"lectern/internal/response"
)

// preflightAge is how long a browser may cache a preflight. Two hours is the longest that
// browsers accept.
const preflightAge = 2 * time.Hour

// cors allows pages of some origins to read a route's responses. Without origins, only pages
// of the route's own origin can: rs/cors would take an empty list as "all", so it is not used
// then.
//
// Cookies and other ambient credentials are never allowed, so a page of another origin can do
// nothing here that an anonymous client couldn't.
//
// more are request headers that pages may send besides those that are always allowed.
func cors(origins, more []string) func(http.Handler) http.Handler {
	return sharing(origins, more, rscors.Options{
		AllowedMethods: response.QueryMethods,
		AllowedHeaders: []string{
			"Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "If-Range", "Range", requestIDHeader,
			"GraphQL-Client-Name", "GraphQL-Client-Version", "Apollographql-Client-Name", "Apollographql-Client-Version", "X-Apollo-Operation-Name",
		},
		ExposedHeaders: []string{"Content-Disposition", "Content-Range", "ETag", response.ReplayedHeader, response.RevisionHeader, "Retry-After", "Server-Timing", requestIDHeader},
	})
}

// uploadCORS is cors for the tus protocol.
func uploadCORS(origins, more []string) func(http.Handler) http.Handler {
	return sharing(origins, more, rscors.Options{
		AllowedMethods: slices.Concat(response.UploadMethods, response.PostMethods),
		AllowedHeaders: []string{
			"Authorization", "Content-Disposition", "Content-Type", requestIDHeader,
			"Tus-Resumable", "Upload-Length", "Upload-Metadata", "Upload-Offset",
		},
		ExposedHeaders: []string{
			"Lectern-Asset", "Location", requestIDHeader,
			"Tus-Extension", "Tus-Max-Size", "Tus-Resumable", "Tus-Version", "Upload-Length", "Upload-Metadata", "Upload-Offset",
		},
	})
}

// tracing are the request headers by which browsers take part in distributed
// tracing: W3C Trace Context and Baggage, and Sentry's own. A tool adds them to
// every request of a page, and a preflight that refuses one refuses the request.
var tracing = []string{"Baggage", "Sentry-Trace", "Traceparent", "Tracestate"}

func sharing(origins, more []string, o rscors.Options) func(http.Handler) http.Handler {
	if len(origins) == 0 {
		return func(next http.Handler) http.Handler { return next }
	}
	o.AllowedOrigins, o.MaxAge = origins, int(preflightAge/time.Second)
	o.AllowedHeaders = slices.Concat(o.AllowedHeaders, tracing, more)
	return rscors.New(o).Handler
}
