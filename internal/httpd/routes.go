package httpd

import (
	"net/http"
	"slices"
	"strings"

	"lectern/content"
)

// notFound is the pattern of what no route answers, and unmatched is what the
// log calls it: a path is the client's text and stays out of the log.
const (
	notFound  = "/"
	unmatched = "(none)"
)

// routes is the service's map. Every path is here.
func (s *Server) routes() (http.Handler, error) {
	home, err := newHome(s.config)
	if err != nil {
		return nil, err
	}
	playground, err := newPlayground(s.config.Playground)
	if err != nil {
		return nil, err
	}
	read := []string{http.MethodGet, http.MethodHead}
	open := cors(s.config.AllowOrigins, s.config.AllowHeaders)
	mux := http.NewServeMux()
	handle := func(pattern string, methods []string, h http.Handler) {
		mux.Handle(pattern, allow(methods, h))
	}
	mux.Handle("/graphql", open(allow([]string{http.MethodGet, http.MethodHead, http.MethodPost}, s.authenticated(content.RoleReader, s.config.GraphQL, s.config.GraphQL))))
	if s.config.Changes != nil {
		handle("/changes", read, s.authenticated(content.RoleReader, http.HandlerFunc(s.changes), http.HandlerFunc(refused)))
	}
	mux.Handle("/schema.graphqls", open(allow(read, static("text/plain; charset=utf-8", []byte(s.config.SDL)))))
	if c := s.config.Captions; c != nil {
		mux.Handle("/captions/{document}/{language}/{file}", cors(everywhere, s.config.AllowHeaders)(allow(read, c)))
	}
	s.media(mux)
	if f := s.config.Feeds; f != nil {
		mux.Handle("/feeds/", cors(everywhere, s.config.AllowHeaders)(allow(read, f)))
	}
	handle("/healthz", read, http.HandlerFunc(alive))
	handle("/readyz", read, http.HandlerFunc(s.ready))
	handle("/{$}", read, home)
	handle("/playground", read, playground)
	handle("/playground/", read, playground)
	handle("/playground/sign-in", read, http.HandlerFunc(s.config.SignIn.offer))
	if s.config.SignIn != nil {
		post := []string{http.MethodPost}
		handle("/playground/sign-in/begin", post, http.HandlerFunc(s.beginSignIn))
		handle("/playground/sign-in/end", post, http.HandlerFunc(s.endSignIn))
	}
	handle("/style.css", read, static("text/css; charset=utf-8", style))
	handle("/icon.svg", read, static("image/svg+xml", icon))
	mux.HandleFunc(notFound, func(w http.ResponseWriter, r *http.Request) {
		problem(w, r, http.StatusNotFound, "NOT_FOUND", "There is nothing at this path. / lists what there is.")
	})
	return mux, nil
}

// allow lets requests of some methods through and answers the others itself.
func allow(methods []string, next http.Handler) http.Handler {
	header := strings.Join(append(slices.Clone(methods), http.MethodOptions), ", ")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case slices.Contains(methods, r.Method):
			next.ServeHTTP(w, r)
		case r.Method == http.MethodOptions:
			w.Header().Set("Allow", header)
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header().Set("Allow", header)
			problem(w, r, http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED", "This path answers "+header+".")
		}
	})
}
