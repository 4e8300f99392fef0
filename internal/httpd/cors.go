package httpd

import (
	"net/http"
	"time"

	rscors "github.com/rs/cors"
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
	if len(origins) == 0 {
		return func(next http.Handler) http.Handler { return next }
	}
	return rscors.New(rscors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodHead, http.MethodPost},
		AllowedHeaders: []string{
			"Authorization", "Content-Type", "If-None-Match", requestIDHeader,
			"GraphQL-Client-Name", "GraphQL-Client-Version", "Apollographql-Client-Name", "Apollographql-Client-Version",
		},
		ExposedHeaders: []string{"ETag", "Lectern-Revision", "Retry-After", "Server-Timing", requestIDHeader},
		MaxAge:         int(preflightAge / time.Second),
	}).Handler
}
