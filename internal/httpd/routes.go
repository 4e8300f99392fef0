package httpd

import (
	"net/http"

	"lectern/content"
	"lectern/internal/response"
	"lectern/internal/response/page"
)

// notFound is the pattern for unknown paths, and unmatched is its name in the log: a path is
// the client's text and stays out of the log.
const (
	notFound  = "/"
	unmatched = "(none)"
)

// routes mounts all paths of the service.
func (s *Server) routes() (http.Handler, error) {
	playground, err := newPlayground(s.config.Playground)
	if err != nil {
		return nil, err
	}
	open := cors(s.config.AllowOrigins, s.config.AllowHeaders)
	mux := http.NewServeMux()
	read := func(pattern string, h http.Handler) { mux.Handle(pattern, response.ReadMethods.Only(h)) }
	mux.Handle("/graphql", open(response.QueryMethods.Only(s.authenticated(content.RoleReader, s.config.GraphQL, s.config.GraphQL))))
	if s.config.Changes != nil {
		read("/changes", s.authenticated(content.RoleReader, http.HandlerFunc(s.changes), http.HandlerFunc(refused)))
	}
	mux.Handle("/schema.graphqls", open(response.ReadMethods.Only(static("text/plain; charset=utf-8", []byte(s.config.SDL)))))
	if s.config.SchemaPage != nil {
		read("/schema", http.HandlerFunc(s.schemaPage))
		read("/schema/{name}", http.HandlerFunc(s.schemaPage))
	}
	if c := s.config.Captions; c != nil {
		mux.Handle("/captions/{document}/{language}/{file}", cors(everywhere, s.config.AllowHeaders)(response.ReadMethods.Only(c)))
	}
	s.media(mux)
	if f := s.config.Feeds; f != nil {
		mux.Handle("/feeds/", cors(everywhere, s.config.AllowHeaders)(response.ReadMethods.Only(f)))
		for _, path := range s.config.Pages {
			read(path, documentPage(f))
		}
	}
	read("/healthz", http.HandlerFunc(alive))
	read("/readyz", http.HandlerFunc(s.ready))
	read("/{$}", http.HandlerFunc(s.home))
	read("/playground", playground)
	read("/playground/", playground)
	read("/playground/sign-in", http.HandlerFunc(s.config.SignIn.offer))
	if s.config.SignIn != nil {
		mux.Handle("/playground/sign-in/begin", response.PostMethods.Only(http.HandlerFunc(s.beginSignIn)))
		mux.Handle("/playground/sign-in/end", response.PostMethods.Only(http.HandlerFunc(s.endSignIn)))
	}
	read("/style.css", static("text/css; charset=utf-8", page.Style))
	read("/icon.svg", static("image/svg+xml", page.Icon))
	mux.HandleFunc(notFound, func(w http.ResponseWriter, r *http.Request) {
		response.Refuse(w, r, content.CodeNotFound, "There is nothing at this path. / lists the paths.")
	})
	return mux, nil
}
