package httpd

import (
	"net/http"

	"lectern/content"
	"lectern/internal/response"
)

// The challenges of RFC 6750, as a refused credential gets them.
const (
	invalidToken      = response.Challenge + `, error="invalid_token"`
	insufficientScope = response.Challenge + `, error="insufficient_scope"`
)

var varyByCredential = []string{"Authorization"}

// authenticated finds out who asks before the request goes on. A credential
// that is wrong is refused, and not taken for none: the client would wonder
// where its drafts are. Answers depend on the credential, and those to one that
// counts are for that client alone. Who shows one has to have a role; who shows
// none is everybody, and answered by a handler that needn't be the same.
func (s *Server) authenticated(role content.Role, next, everybody http.Handler) http.Handler {
	authenticate, withActor := s.config.Authenticate, s.config.WithActor
	if authenticate == nil {
		return everybody
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header["Vary"] = response.AddVary(header["Vary"], varyByCredential)
		actor, err := authenticate(r)
		switch content.CodeOf(err) {
		case "":
			if actor == content.Anonymous {
				everybody.ServeHTTP(w, r)
				return
			}
			if !actor.May(role) {
				w.Header().Set("WWW-Authenticate", insufficientScope)
				response.Refuse(w, r, content.CodeForbidden, "This path requires role "+string(role)+" or above.")
				return
			}
			next.ServeHTTP(&privateWriter{ResponseWriter: w}, r.WithContext(withActor(r.Context(), actor)))
		case content.CodeUnauthenticated:
			w.Header().Set("WWW-Authenticate", invalidToken)
			response.Refuse(w, r, content.CodeUnauthenticated, "The credential is not valid.")
		case content.CodeForbidden:
			w.Header().Set("WWW-Authenticate", insufficientScope)
			response.Refuse(w, r, content.CodeForbidden, "The credential's role does not allow this.")
		case content.CodeTimeout:
			s.config.Log.WarnContext(r.Context(), "a credential could not be checked", "error", err)
			response.Refuse(w, r, content.CodeTimeout, "The credential can't be checked at the moment. Try again later.")
		default:
			response.Fail(w, r, err, s.config.Log, "authentication failed")
		}
	})
}

// refused answers those who show no credential where one is needed.
func refused(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("WWW-Authenticate", response.Challenge)
	response.Refuse(w, r, content.CodeUnauthenticated, "This path requires a credential.")
}

// privateWriter keeps an answer out of every cache, whatever its handler says
// of caching: the handler may know the operation only, and not who asks.
type privateWriter struct {
	http.ResponseWriter
	begun bool
}

func (w *privateWriter) begin() {
	if !w.begun {
		w.begun = true
		w.Header().Set("Cache-Control", response.Private)
	}
}

func (w *privateWriter) WriteHeader(status int) {
	if status >= http.StatusOK { // 1xx goes ahead of the answer
		w.begin()
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *privateWriter) Write(p []byte) (int, error) {
	w.begin()
	return w.ResponseWriter.Write(p)
}

// Flush serves handlers that ask for an http.Flusher, and
// http.ResponseController.
func (w *privateWriter) Flush() {
	w.begin()
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap serves http.ResponseController.
func (w *privateWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
