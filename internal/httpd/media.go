package httpd

import (
	"net/http"

	"lectern/content"
)

// everywhere is for what players in other pages load, of anybody's website.
var everywhere = []string{"*"}

// media are the routes of files.
func (s *Server) media(mux *http.ServeMux) {
	read := []string{http.MethodGet, http.MethodHead}
	for pattern, h := range map[string]http.Handler{"/media/{file}": s.config.Files, "/media/{asset}/{variant}": s.config.Variants} {
		if h != nil {
			mux.Handle(pattern, cors(everywhere, s.config.AllowHeaders)(allow(read, s.authenticated(content.RoleReader, h, h))))
		}
	}
	if u := s.config.Uploads; u != nil {
		editors := uploadCORS(s.config.AllowOrigins, s.config.AllowHeaders)(s.authenticated(content.RoleEditor, u, http.HandlerFunc(refused)))
		mux.Handle("/assets", editors)
		mux.Handle("/assets/uploads/{upload}", editors)
	}
}

// WriteProblem answers with what went wrong, in the form of all of the service,
// for handlers that others make.
func WriteProblem(w http.ResponseWriter, r *http.Request, status int, code, detail string) {
	problem(w, r, status, code, detail)
}
