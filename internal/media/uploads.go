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

// UploadsPath is where files are uploaded to.
const UploadsPath = "/assets"

// assetHeader has the id of the asset that an upload has become.
const assetHeader = "Lectern-Asset"

// UploadsConfig is what Uploads need.
type UploadsConfig struct {
	Library *Library
	// PublicURL is the service's address, below which uploads are found again.
	PublicURL string
	// Expiry is how long an upload may be left before it is taken away.
	Expiry time.Duration
	Log    *slog.Logger
}

// Uploads answers /assets and what is below. POST takes a file as it comes, or
// begins an upload after the tus protocol, where the header Tus-Resumable says
// so; that goes on at the address that it gets. Whoever calls it has to be an
// editor: others must not get here.
type Uploads struct {
	config     UploadsConfig
	unfinished *unfinished
	resumable  *resumable
}

// NewUploads makes the handler.
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

// Expire takes away the uploads that were left.
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

// post takes a file as it comes. Its name is in Content-Disposition and not in
// the address, which proxies write down.
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
	_ = control.SetWriteDeadline(time.Time{}) // the file's bytes have theirs; then it is our turn
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

// get tells what an upload has become, to a client that missed it.
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

// send says what is known of an asset, and how documents name it.
func (u *Uploads) send(w http.ResponseWriter, status int, asset *content.Asset) {
	body, err := json.Marshal(struct {
		*content.Asset
		URL locale.URL `json:"url"`
	}{asset, asset.ID.URL()})
	if err != nil {
		panic(err) // of texts and numbers: it can't be
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set(assetHeader, string(asset.ID))
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // a client that is gone doesn't mind
}

// refuse says why a file is not taken.
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

// expireEvery is how often uploads that were left are looked for.
const expireEvery = time.Hour

// KeepExpiring takes uploads away that were left, now and then, until the
// context is done.
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
