package media

import (
	"context"
	"io"
	"net/http"
	"strings"

	tus "github.com/tus/tusd/v2/pkg/handler"
	"golang.org/x/exp/slog"

	"lectern/content"
)

// resumable has tusd speak the tus protocol, and says what it refuses in the
// service's own form.
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
		Cors:                    &tus.CorsConfig{Disable: true}, // the service has its own
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

// mayBegin refuses before the first byte what could not be taken at the end.
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

// serve answers a request of the tus protocol.
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
	inner.Path = id // tusd takes the rest of a path for the id
	r.URL = &inner
	r.Header = r.Header.Clone()
	r.Header.Del("X-HTTP-Method-Override")
	answer := &tusAnswer{ResponseWriter: w, exchange: e}
	h.ServeHTTP(answer, r)
	if answer.refused == 0 {
		return
	}
	if e.err != nil {
		s.uploads.refuse(w, r, e.err)
		return
	}
	s.problem(w, r, answer)
}

// problem says what tusd refuses.
func (s *resumable) problem(w http.ResponseWriter, r *http.Request, a *tusAnswer) {
	code := map[int]string{
		http.StatusBadRequest: "BAD_INPUT", http.StatusNotFound: "NOT_FOUND", http.StatusConflict: "CONFLICT",
		http.StatusPreconditionFailed: "PRECONDITION_FAILED", http.StatusRequestEntityTooLarge: "TOO_LARGE",
		http.StatusLocked: "LOCKED", http.StatusNotImplemented: "NOT_IMPLEMENTED",
	}[a.refused]
	_, detail, _ := strings.Cut(strings.TrimSpace(a.body.String()), ": ")
	if code == "" || detail == "" {
		code, detail = "INTERNAL", "The upload was interrupted, or the service failed. Ask for the offset with HEAD, and continue from there."
	}
	s.uploads.config.Problem(w, r, a.refused, code, "The tus protocol: "+detail+".")
}

// tusAnswer lets through what tusd answers, and keeps what it refuses for an
// answer of our form. It adds the asset that an upload has become.
type tusAnswer struct {
	http.ResponseWriter
	exchange *exchange
	refused  int // the status
	body     strings.Builder
}

func (a *tusAnswer) WriteHeader(status int) {
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

func (a *tusAnswer) Write(p []byte) (int, error) {
	if a.refused != 0 {
		return a.body.Write(p)
	}
	return a.ResponseWriter.Write(p)
}

// Unwrap serves http.ResponseController.
func (a *tusAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
