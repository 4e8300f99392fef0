package media

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"lectern/content"
	"lectern/content/locale"
	"lectern/internal/response"
)

// UploadsPath is the path of uploads.
const UploadsPath = "/assets"

// assetHeader has the id of an upload's asset.
const assetHeader = "Lectern-Asset"

// UploadsConfig configures Uploads.
type UploadsConfig struct {
	Library *Library
	// PublicURL is the service's public URL, the base of upload URLs.
	PublicURL string
	// Expiry is the time after which an idle upload is removed.
	Expiry time.Duration
	Log    *slog.Logger
}

// Uploads serves /assets and the paths below it. POST sends a file at once, or creates a
// resumable upload (tus) if it has the header Tus-Resumable. The caller must allow only
// editors.
type Uploads struct {
	config     UploadsConfig
	unfinished *unfinished
	resumable  *resumable
}

// NewUploads returns the handler.
func NewUploads(c UploadsConfig) (*Uploads, error) {
	dir := filepath.Join(c.Library.options.Dir, uploadsFolder)
	if err := makeDir(dir); err != nil {
		return nil, err
	}
	u := &Uploads{config: c, unfinished: &unfinished{dir: dir, library: c.Library}}
	var err error
	u.resumable, err = newResumable(u)
	return u, err
}

// Expire removes idle uploads.
func (u *Uploads) Expire(now time.Time) error { return u.unfinished.expire(now.Add(-u.config.Expiry)) }

func (u *Uploads) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("upload")
	switch {
	case r.Method == http.MethodOptions, id == "" && r.Method == http.MethodPost && r.Header.Get("Tus-Resumable") != "",
		id != "" && (r.Method == http.MethodHead || r.Method == http.MethodPatch || r.Method == http.MethodDelete):
		u.resumable.serve(w, r, id)
	case id == "" && r.Method == http.MethodPost:
		u.post(w, r)
	case id != "" && r.Method == http.MethodGet:
		u.get(w, r, id)
	default:
		allowed := response.PostMethods
		if id != "" {
			allowed = response.UploadMethods
		}
		allowed.Refuse(w, r)
	}
}

// post receives a file at once. Its name is in Content-Disposition rather than in the URL,
// which proxies log.
func (u *Uploads) post(w http.ResponseWriter, r *http.Request) {
	about := content.AssetUpload{Kind: content.AssetKind(r.URL.Query().Get("kind"))}
	if given := r.Header.Get("Content-Disposition"); given != "" {
		_, parameters, err := mime.ParseMediaType(given)
		if err != nil {
			response.Refuse(w, r, content.CodeBadInput, `The header Content-Disposition is malformed. Example: attachment; filename*=UTF-8''gruppebillede.jpg`)
			return
		}
		about.Name = parameters["filename"]
	}
	if most := u.config.Library.options.Limits.most(); r.ContentLength > most {
		u.refuse(w, r, tooLarge(most))
		return
	}
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{}) // the file's bytes have their own deadline, and then the library its time
	body := &patientReader{Reader: r.Body, more: deadline(control.SetReadDeadline)}
	asset, err := u.config.Library.Add(about, body)
	_ = control.SetWriteDeadline(time.Now().Add(patience))
	switch {
	case body.err != nil:
		response.Refuse(w, r, response.CodeBadRequest, "The upload was incomplete. Nothing was saved.")
	case err != nil:
		u.refuse(w, r, err)
	default:
		u.send(w, http.StatusCreated, asset)
	}
}

// get returns the outcome of an upload to a client that missed it.
func (u *Uploads) get(w http.ResponseWriter, r *http.Request, id string) {
	one, err := u.unfinished.get(id)
	if err == nil && one.state.Asset != "" {
		var asset *content.Asset
		if asset, err = u.config.Library.Asset(one.state.Asset); err == nil {
			u.send(w, http.StatusOK, asset)
			return
		}
	}
	response.Refuse(w, r, content.CodeNotFound, "There is no such upload, or it is not finished.")
}

// send sends an asset's metadata and the URL that documents use.
func (u *Uploads) send(w http.ResponseWriter, status int, asset *content.Asset) {
	body, err := json.Marshal(struct {
		*content.Asset
		URL locale.URL `json:"url"`
	}{asset, asset.ID.URL()})
	if err != nil {
		panic(err) // texts and numbers always encode
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set(assetHeader, string(asset.ID))
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // a client that is gone needs no response
}

// refuse sends the reason why a file is refused.
func (u *Uploads) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var e *content.Error
	known := errors.As(err, &e)
	switch {
	case known && errors.Is(err, errTooLarge):
		response.Refuse(w, r, content.CodeTooLarge, e.Message)
	case known && errors.Is(err, errFormat):
		response.Refuse(w, r, response.CodeUnsupportedMediaType, e.Message)
	case known && errors.Is(err, errNoRoom):
		u.config.Log.ErrorContext(r.Context(), "there is not enough storage for uploaded files", "error", err)
		response.Refuse(w, r, response.CodeInsufficientStorage, e.Message)
	default:
		response.ErrorProblem(r, err, u.config.Log, "an upload failed").Send(w)
	}
}

// expireEvery is the interval between removals of idle uploads.
const expireEvery = time.Hour

// KeepExpiring removes idle uploads at intervals until the context is done.
func (u *Uploads) KeepExpiring(ctx context.Context, now func() time.Time) {
	tick := time.NewTicker(expireEvery)
	defer tick.Stop()
	for {
		if err := u.Expire(now()); err != nil && !errors.Is(err, os.ErrNotExist) {
			u.config.Log.ErrorContext(ctx, "expired uploads can't be deleted", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
