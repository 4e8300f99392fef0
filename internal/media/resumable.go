package media

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	tus "github.com/tus/tusd/v2/pkg/handler"
	"golang.org/x/exp/slog"

	"lectern/content"
	"lectern/internal/response"
)

// resumable serves the tus protocol by tusd, with errors in the service's own form.
type resumable struct {
	uploads *Uploads
	begin   http.Handler
	methods map[string]http.Handler // of one upload
}

func newResumable(u *Uploads) (*resumable, error) {
	composer := tus.NewStoreComposer()
	composer.UseCore(tusStore{u.unfinished})
	composer.UseTerminater(tusStore{u.unfinished})
	composer.UseLocker(&tusLocks{held: map[string]*tusLock{}})
	handler, err := tus.NewUnroutedHandler(tus.Config{
		StoreComposer:           composer,
		BasePath:                u.config.PublicURL + UploadsPath + "/uploads/",
		MaxSize:                 u.config.Library.options.Limits.most(),
		DisableDownload:         true,
		DisableConcatenation:    true,
		Cors:                    &tus.CorsConfig{Disable: true}, // the service has its own CORS
		Logger:                  slog.New(slog.NewTextHandler(io.Discard, nil)),
		NetworkTimeout:          patience,
		PreUploadCreateCallback: u.mayBegin,
	})
	if err != nil {
		return nil, err
	}
	serve := func(f http.HandlerFunc) http.Handler { return handler.Middleware(f) }
	return &resumable{u, serve(handler.PostFile), map[string]http.Handler{
		http.MethodHead: serve(handler.HeadFile), http.MethodPatch: serve(handler.PatchFile), http.MethodDelete: serve(handler.DelFile),
	}}, nil
}

// mayBegin refuses an upload before its first byte if it would be refused at the end.
func (u *Uploads) mayBegin(event tus.HookEvent) (tus.HTTPResponse, tus.FileInfoChanges, error) {
	kind := content.AssetKind(event.Upload.MetaData[metaKind])
	limits := u.config.Library.options.Limits
	var err error
	switch {
	case event.Upload.Size == 0:
		err = content.Errorf(content.CodeBadInput, "The file is empty.")
	case kind != "" && !kind.Valid():
		err = notOfKind(kind, "")
	case kind != "" && event.Upload.Size > limits.of(kind):
		err = tooLarge(limits.of(kind))
	}
	return tus.HTTPResponse{}, tus.FileInfoChanges{}, failed(event.Context, err)
}

// serve handles a request of the tus protocol.
func (s *resumable) serve(w http.ResponseWriter, r *http.Request, id string) {
	h := s.methods[r.Method]
	if h == nil {
		h = s.begin
	}
	control := http.NewResponseController(w)
	e := &exchange{control: control, body: &endable{ReadCloser: r.Body, deadline: control.SetReadDeadline}}
	r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, e))
	if r.ContentLength != 0 {
		r.Body = e.body
	} else {
		e.body.done.Store(true)
	}
	inner := *r.URL
	inner.Path = id // tusd takes the rest of a path as the id
	r.URL = &inner
	r.Header = r.Header.Clone()
	r.Header.Del("X-HTTP-Method-Override")
	sent := &tusResponse{ResponseWriter: w, exchange: e}
	h.ServeHTTP(sent, r)
	if sent.refused == 0 {
		return
	}
	if e.err != nil {
		s.uploads.refuse(w, r, e.err)
		return
	}
	s.problem(w, r, sent)
}

// problem sends tusd's refusal as a problem document.
func (s *resumable) problem(w http.ResponseWriter, r *http.Request, a *tusResponse) {
	_, detail, _ := strings.Cut(strings.TrimSpace(a.body.String()), ": ")
	i := slices.IndexFunc(tusCodes, func(c content.Code) bool { return response.Status(c) == a.refused })
	if i < 0 {
		response.Refuse(w, r, content.CodeInternal, "The upload was interrupted, or the service failed. Ask for the offset with HEAD, and continue from there.")
		return
	}
	response.Refuse(w, r, tusCodes[i], "The tus protocol: "+detail+".")
}

// tusCodes are the codes of tusd's refusals, by their statuses.
var tusCodes = []content.Code{
	content.CodeBadInput, content.CodeNotFound, content.CodeConflict, response.CodePreconditionFailed,
	content.CodeTooLarge, response.CodeLocked, response.CodeNotImplemented,
}

// tusResponse passes on tusd's responses, and holds back its refusals for a problem document.
// It adds the asset of a finished upload.
type tusResponse struct {
	http.ResponseWriter
	exchange *exchange
	refused  int // the status
	body     strings.Builder
}

func (a *tusResponse) WriteHeader(status int) {
	if status >= http.StatusBadRequest {
		a.refused = status
		a.Header().Del("Content-Length")
		return
	}
	if asset := a.exchange.asset; asset != "" {
		a.Header().Set(assetHeader, string(asset))
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *tusResponse) Write(p []byte) (int, error) {
	if a.refused != 0 {
		return a.body.Write(p)
	}
	return a.ResponseWriter.Write(p)
}

// Unwrap supports http.ResponseController.
func (a *tusResponse) Unwrap() http.ResponseWriter { return a.ResponseWriter }
