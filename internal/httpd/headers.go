package httpd

import (
	"maps"
	"net/http"

	"lectern/internal/response"
)

// headers are those that every answer has. A route may set its own policy for
// content and for caching; the rest is for all.
//
// Cross-Origin-Resource-Policy is "same-origin" also where CORS is open: it is
// about loads without CORS, such as <script src>, which have no business here.
// Nothing is cached unless its handler says how. What holds for pages only is
// package page's: each header is work for all who read it.
//
// The lists are shared by all answers: one that says otherwise sets another list.
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
