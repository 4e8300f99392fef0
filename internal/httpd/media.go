package httpd

import (
	"net/http"

	"lectern/content"
	"lectern/internal/response"
)

// everywhere is for files that players embed in pages of any website.
var everywhere = []string{"*"}

// media mounts the routes of files.
func (s *Server) media(mux *http.ServeMux) {
	for pattern, h := range map[string]http.Handler{content.MediaPath + "{file}": s.config.Files, content.MediaPath + "{asset}/{variant}": s.config.Variants} {
		if h != nil {
			mux.Handle(pattern, cors(everywhere, s.config.AllowHeaders)(response.ReadMethods.Only(s.authenticated(content.RoleReader, h, h))))
		}
	}
	if u := s.config.Uploads; u != nil {
		editors := uploadCORS(s.config.AllowOrigins, s.config.AllowHeaders)(s.authenticated(content.RoleEditor, u, http.HandlerFunc(refused)))
		mux.Handle("/assets", editors)
		mux.Handle("/assets/uploads/{upload}", editors)
	}
}
