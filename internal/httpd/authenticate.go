package httpd

import (
	"net/http"

	"lectern/content"
	"lectern/internal/response"
)

// The challenges of RFC 6750 for refused credentials.
const (
	invalidToken      = response.Challenge + `, error="invalid_token"`
	insufficientScope = response.Challenge + `, error="insufficient_scope"`
)

var varyByCredential = []string{"Authorization"}

// authenticated identifies the actor before the request is handled. A wrong credential is
// refused rather than ignored: the client would not understand why its drafts are missing. A
// response to a valid credential is for that client only. An actor with a credential needs the
// role; requests without one go to the handler for anonymous requests, which may be a
// different one.
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

// refused responds to requests without a required credential.
func refused(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("WWW-Authenticate", response.Challenge)
	response.Refuse(w, r, content.CodeUnauthenticated, "This path requires a credential.")
}

// privateWriter keeps a response out of every cache, whatever caching its handler sets: the
// handler may know only the operation, not the actor.
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
	if status >= http.StatusOK { // 1xx precedes the response
		w.begin()
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *privateWriter) Write(p []byte) (int, error) {
	w.begin()
	return w.ResponseWriter.Write(p)
}

// Flush supports handlers that use an http.Flusher, and http.ResponseController.
func (w *privateWriter) Flush() {
	w.begin()
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap supports http.ResponseController.
func (w *privateWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
