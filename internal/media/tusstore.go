package media

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	tus "github.com/tus/tusd/v2/pkg/handler"

	"lectern/content"
)

// The names of what a client may say of an upload (Upload-Metadata).
const (
	metaName = "filename"
	metaKind = "kind"
)

// tusStore is what tusd keeps uploads in. It leaves errors of the library where
// the response finds them, and lets the library take its time.
type tusStore struct{ *unfinished }

var (
	_ tus.DataStore           = tusStore{}
	_ tus.TerminaterDataStore = tusStore{}
)

// NewUpload begins one.
func (s tusStore) NewUpload(ctx context.Context, info tus.FileInfo) (tus.Upload, error) {
	one, err := s.begin(uploadState{
		Size: info.Size, Name: baseName(info.MetaData[metaName]), Kind: content.AssetKind(info.MetaData[metaKind]),
	})
	if err != nil {
		return nil, failed(ctx, err)
	}
	return tusUpload{one}, nil
}

// GetUpload finds one.
func (s tusStore) GetUpload(ctx context.Context, id string) (tus.Upload, error) {
	one, err := s.get(id)
	if content.IsNotFound(err) {
		return nil, tus.ErrNotFound
	}
	if err != nil {
		return nil, failed(ctx, err)
	}
	exchangeOf(ctx).asset = one.state.Asset
	return tusUpload{one}, nil
}

// AsTerminatableUpload is for DELETE.
func (tusStore) AsTerminatableUpload(one tus.Upload) tus.TerminatableUpload { return one.(tusUpload) }

// tusUpload is one that tusd works on.
type tusUpload struct{ *upload }

// GetInfo says how far it is.
func (u tusUpload) GetInfo(context.Context) (tus.FileInfo, error) {
	meta := tus.MetaData{}
	if u.state.Name != "" {
		meta[metaName] = u.state.Name
	}
	if u.state.Kind != "" {
		meta[metaKind] = string(u.state.Kind)
	}
	return tus.FileInfo{ID: u.id, Size: u.state.Size, Offset: u.offset(), MetaData: meta}, nil
}

// WriteChunk takes the next bytes.
func (u tusUpload) WriteChunk(ctx context.Context, offset int64, src io.Reader) (int64, error) {
	n, err := u.write(offset, src)
	return n, failed(ctx, err)
}

// GetReader is for what is not offered here: reading back.
func (tusUpload) GetReader(context.Context) (io.ReadCloser, error) { return nil, tus.ErrNotFound }

// FinishUpload takes the file into the library, however long that takes, and
// whether its client waits or not.
func (u tusUpload) FinishUpload(ctx context.Context) error {
	e := exchangeOf(ctx)
	_ = e.control.SetWriteDeadline(time.Time{}) // where there is none, none is needed
	defer func() { _ = e.control.SetWriteDeadline(time.Now().Add(patience)) }()
	err := u.finish(context.WithoutCancel(ctx))
	e.asset = u.state.Asset
	return failed(ctx, err)
}

// Terminate takes an upload away that its client gives up. An asset that it has
// become stays.
func (u tusUpload) Terminate(context.Context) error { return u.remove() }

// exchange is a request for tusd, and what came of it.
type exchange struct {
	control *http.ResponseController
	body    *endable
	err     error           // of the library, where the upload failed there
	asset   content.AssetID // that the upload is, where it is finished
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange { return ctx.Value(exchangeKey{}).(*exchange) }

// failed keeps an error of the library for the response, and is what tusd is told
// of it: any of its own would be shown to the client.
func failed(ctx context.Context, err error) error {
	if err == nil || errors.As(err, new(tus.Error)) {
		return err
	}
	exchangeOf(ctx).err = err
	return tus.NewError("ERR_LIBRARY", "", http.StatusInternalServerError)
}
