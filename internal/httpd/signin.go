package httpd

import (
	"context"
	"encoding/json"
	"mime"
	"net/http"

	"lectern/content"
	"lectern/internal/response"
)

// SignIn lets editors sign in at a provider from the playground. Its errors have codes of
// content.
type SignIn struct {
	Provider string // the provider's name, as editors know it
	// Address returns the URL that the browser opens. The browser comes back from it with
	// state and a code.
	Address func(ctx context.Context, state, challenge string) (string, error)
	// Token exchanges that code, with the value whose hash is challenge.
	Token func(ctx context.Context, code, verifier string) (string, error)
}

// maxSignIn is the maximum size of a sign-in request, in bytes.
const maxSignIn = 8 << 10

// signInRequest is sent by the page: the first two fields to begin, the others to end.
type signInRequest struct{ State, Challenge, Code, Verifier string }

// offer reports whether there is a provider, and which.
func (s *SignIn) offer(w http.ResponseWriter, _ *http.Request) {
	name := ""
	if s != nil {
		name = s.Provider
	}
	writeJSON(w, "provider", name)
}

// beginSignIn returns the URL that the browser opens.
func (s *Server) beginSignIn(w http.ResponseWriter, r *http.Request) {
	if in, ok := readSignIn(w, r); ok {
		address, err := s.config.SignIn.Address(r.Context(), in.State, in.Challenge)
		s.answerSignIn(w, r, "address", address, err)
	}
}

// endSignIn returns the token for the code that the browser came back with.
func (s *Server) endSignIn(w http.ResponseWriter, r *http.Request) {
	if in, ok := readSignIn(w, r); ok {
		token, err := s.config.SignIn.Token(r.Context(), in.Code, in.Verifier)
		s.answerSignIn(w, r, "token", token, err)
	}
}

func readSignIn(w http.ResponseWriter, r *http.Request) (in signInRequest, ok bool) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		response.Refuse(w, r, response.CodeUnsupportedMediaType, "The body must be application/json.")
		return in, false
	}
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, maxSignIn)).Decode(&in) != nil {
		response.Refuse(w, r, response.CodeBadRequest, "The body is not a valid sign-in request.")
		return in, false
	}
	return in, true
}

func (s *Server) answerSignIn(w http.ResponseWriter, r *http.Request, name, value string, err error) {
	switch content.CodeOf(err) {
	case "":
		writeJSON(w, name, value)
	case content.CodeUnauthenticated:
		response.Refuse(w, r, content.CodeUnauthenticated, "The sign-in failed. Start it again.")
	case content.CodeForbidden:
		response.Refuse(w, r, content.CodeForbidden, "You are signed in at the provider but have no role in this service.")
	default:
		s.config.Log.WarnContext(r.Context(), "the sign-in provider could not be reached", "error", err)
		response.Refuse(w, r, content.CodeTimeout, "The sign-in provider can't be reached at the moment. Try again later.")
	}
}

func writeJSON(w http.ResponseWriter, name, value string) {
	body, err := json.Marshal(map[string]string{name: value})
	if err != nil {
		panic(err) // strings always encode
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}
