package httpd

import (
	"maps"
	"net/http"
)

// strictPolicy is the Content-Security-Policy of what is not a page: a browser
// that shows it loads nothing and runs nothing.
const strictPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// headers are those that every answer has. A route may set its own policy for
// content and for caching; the rest is for all.
//
// Cross-Origin-Resource-Policy is "same-origin" also where CORS is open: it is
// about loads without CORS, such as <script src>, which have no business here.
// Nothing is cached unless its handler says how. What holds for pages only is
// asPage's: each header is work for all who read it.
//
// The lists are shared by all answers: one that says otherwise sets another list.
func headers() http.Header {
	return http.Header{
		"Cache-Control":                {"no-store"},
		"Content-Security-Policy":      {strictPolicy},
		"Cross-Origin-Resource-Policy": {"same-origin"},
		"Referrer-Policy":              {"no-referrer"},
		"X-Content-Type-Options":       {"nosniff"},
	}
}

// asPage sets the headers of a page, which may load what its policy says.
func asPage(h http.Header, policy string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("X-Frame-Options", "DENY")
}

func withHeaders(next http.Handler) http.Handler {
	common := headers()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), common)
		next.ServeHTTP(w, r)
	})
}
