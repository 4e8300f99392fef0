package response

import (
	"net/http"
	"slices"
	"strings"
)

// Methods are the methods of a path, without OPTIONS.
type Methods []string

// The methods of the service's paths.
var (
	ReadMethods  = Methods{http.MethodGet, http.MethodHead}
	PostMethods  = Methods{http.MethodPost}
	QueryMethods = Methods{http.MethodGet, http.MethodHead, http.MethodPost} // of /graphql
	// UploadMethods are the methods of an upload in progress (tus).
	UploadMethods = Methods{http.MethodGet, http.MethodHead, http.MethodPatch, http.MethodDelete}
)

// String returns the value of the header Allow: "GET, HEAD, OPTIONS".
func (m Methods) String() string {
	return strings.Join(append(slices.Clone(m), http.MethodOptions), ", ")
}

// Only passes requests with these methods to next, responds to OPTIONS with the list, and
// refuses other methods.
func (m Methods) Only(next http.Handler) http.Handler {
	allow := []string{m.String()}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case slices.Contains(m, r.Method):
			next.ServeHTTP(w, r)
		case r.Method == http.MethodOptions:
			w.Header()["Allow"] = allow
			w.WriteHeader(http.StatusNoContent)
		default:
			m.Refuse(w, r)
		}
	})
}

// Refuse sends 405.
func (m Methods) Refuse(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", m.String())
	Refuse(w, r, CodeMethodNotAllowed, "This path supports "+m.String()+".")
}
