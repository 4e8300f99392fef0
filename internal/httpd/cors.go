package httpd

import (
	"net/http"
	"slices"
	"time"

	rscors "github.com/rs/cors"

	"lectern/internal/response"
)

// preflightAge is how long a browser may remember what it was told it may do.
// Two hours is the longest that browsers heed.
const preflightAge = 2 * time.Hour

// cors lets pages of some origins read what a route answers. Without origins
// the route answers pages of its own origin only: rs/cors would take an empty
// list for "all", so it is not asked then.
//
// Cookies and other ambient credentials are never allowed, so a page of
// another origin can do nothing here that a stranger couldn't.
func cors(origins []string) func(http.Handler) http.Handler {
	return sharing(origins, rscors.Options{
		AllowedMethods: response.QueryMethods,
		AllowedHeaders: []string{
			"Authorization", "Content-Type", "If-None-Match", "If-Range", "Range", requestIDHeader,
			"GraphQL-Client-Name", "GraphQL-Client-Version", "Apollographql-Client-Name", "Apollographql-Client-Version",
		},
		ExposedHeaders: []string{"Content-Disposition", "Content-Range", "ETag", response.RevisionHeader, "Retry-After", "Server-Timing", requestIDHeader},
	})
}

// uploadCORS is cors for the tus protocol.
func uploadCORS(origins []string) func(http.Handler) http.Handler {
	return sharing(origins, rscors.Options{
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

func sharing(origins []string, o rscors.Options) func(http.Handler) http.Handler {
	if len(origins) == 0 {
		return func(next http.Handler) http.Handler { return next }
	}
	o.AllowedOrigins, o.MaxAge = origins, int(preflightAge/time.Second)
	return rscors.New(o).Handler
}
