package httpd

import (
	"maps"
	"net/http"

	"lectern/internal/response"
)

// headers sets the headers of every response. A route may set its own policies for content and
// caching; the rest apply to all.
//
// Cross-Origin-Resource-Policy is "same-origin" even where CORS is open: it is about loads
// without CORS, such as <script src>, which nothing here is for. Nothing is cached unless its
// handler allows it. Headers for pages only are set by package page, since every header costs
// time.
//
// All responses share the lists. A response with another value sets another list.
func headers() http.Header {
	return http.Header{
		"Cache-Control":                {response.NoStore},
		"Content-Security-Policy":      {response.StrictPolicy},
		"Cross-Origin-Resource-Policy": {"same-origin"},
		"Referrer-Policy":              {"no-referrer"},
		"X-Content-Type-Options":       {"nosniff"},
	}
}

func withHeaders(next http.Handler) http.Handler {
	common := headers()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), common)
		next.ServeHTTP(w, r)
	})
}
