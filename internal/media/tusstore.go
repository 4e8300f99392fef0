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

// Names in the client's Upload-Metadata.
const (
	metaName = "filename"
	metaKind = "kind"
)

// tusStore stores tusd's uploads. It hands errors of the library to the response, and suspends
// timeouts while the library works.
type tusStore struct{ *unfinished }

var (
	_ tus.DataStore           = tusStore{}
	_ tus.TerminaterDataStore = tusStore{}
)

// NewUpload creates an upload.
func (s tusStore) NewUpload(ctx context.Context, info tus.FileInfo) (tus.Upload, error) {
	one, err := s.begin(uploadState{
		Size: info.Size, Name: baseName(info.MetaData[metaName]), Kind: content.AssetKind(info.MetaData[metaKind]),
	})
	if err != nil {
		return nil, failed(ctx, err)
	}
	return tusUpload{one}, nil
}

// GetUpload returns an upload.
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

// tusUpload is an upload for tusd.
type tusUpload struct{ *upload }

// GetInfo returns the state of the upload.
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

// WriteChunk writes the next bytes.
func (u tusUpload) WriteChunk(ctx context.Context, offset int64, src io.Reader) (int64, error) {
	n, err := u.write(offset, src)
	return n, failed(ctx, err)
}

// GetReader is for reading back, which is not supported.
func (tusUpload) GetReader(context.Context) (io.ReadCloser, error) { return nil, tus.ErrNotFound }

// FinishUpload adds the file to the library, however long that takes, even if the client no
// longer waits.
func (u tusUpload) FinishUpload(ctx context.Context) error {
	e := exchangeOf(ctx)
	_ = e.control.SetWriteDeadline(time.Time{}) // a connection without deadlines needs none
	defer func() { _ = e.control.SetWriteDeadline(time.Now().Add(patience)) }()
	err := u.finish(context.WithoutCancel(ctx))
	e.asset = u.state.Asset
	return failed(ctx, err)
}

// Terminate removes an upload that its client cancels. Its asset remains if it is finished.
func (u tusUpload) Terminate(context.Context) error { return u.remove() }

// exchange is a request to tusd, with its outcome.
type exchange struct {
	control *http.ResponseController
	body    *endable
	err     error           // of the library, where the upload failed there
	asset   content.AssetID // the asset of a finished upload
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange { return ctx.Value(exchangeKey{}).(*exchange) }

// failed saves an error of the library for the response, and returns the error for tusd, which
// would show any other error to the client.
func failed(ctx context.Context, err error) error {
	if err == nil || errors.As(err, new(tus.Error)) {
		return err
	}
	exchangeOf(ctx).err = err
	return tus.NewError("ERR_LIBRARY", "", http.StatusInternalServerError)
}
