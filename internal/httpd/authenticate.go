package httpd

import (
	"net/http"

	"lectern/content"
)

// authenticated finds out who asks before the request goes on. A credential
// that is wrong is refused, and not taken for none: the client would wonder
// where its drafts are.
func (s *Server) authenticated(next http.Handler) http.Handler {
	authenticate, withActor := s.config.Authenticate, s.config.WithActor
	if authenticate == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		actor, err := authenticate(r)
		switch content.CodeOf(err) {
		case "":
			next.ServeHTTP(w, r.WithContext(withActor(r.Context(), actor)))
		case content.CodeUnauthenticated:
			w.Header().Set("WWW-Authenticate", "Bearer")
			problem(w, r, http.StatusUnauthorized, "UNAUTHENTICATED", "The credential is not valid.")
		case content.CodeForbidden:
			problem(w, r, http.StatusForbidden, "FORBIDDEN", "The credential doesn't allow this.")
		default:
			s.config.Log.ErrorContext(r.Context(), "authentication failed", "error", err)
			problem(w, r, http.StatusInternalServerError, "INTERNAL", "The service failed. Its log has this request's id.")
		}
	})
}
