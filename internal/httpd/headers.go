package httpd

import "net/http"

// strictPolicy is the Content-Security-Policy of what is not a page: a browser
// that shows it loads nothing and runs nothing.
const strictPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// withHeaders sets the headers that every answer has. A route may set its own
// policy for content and for caching; the rest is for all.
//
// Cross-Origin-Resource-Policy is "same-origin" also where CORS is open: it is
// about loads without CORS, such as <script src>, which have no business here.
// Nothing is cached unless its handler says how.
func withHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", strictPolicy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		next.ServeHTTP(w, r)
	})
}
