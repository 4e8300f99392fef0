package media

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/locale"
	"lectern/internal/response"
)

// Shows reports whether the actor of a request's context may see an asset: whether a visible
// document has it, and that document's title. An asset that is visible without a document has
// no title.
type Shows func(ctx context.Context, id content.AssetID) (title string, ok bool, err error)

// maxRanges is the maximum number of ranges in a request. Players request one or two.
const maxRanges = 16

// Files serves GET and HEAD of {file} below /media/, such as /media/2cf2….jpg, with the bytes
// of assets or ranges of them. A file that does not exist and one that the reader may not see
// are the same 404.
type Files struct {
	Library *Library
	Shows   Shows
	Log     *slog.Logger
}

func (f *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	asset, title, err := f.find(r)
	switch {
	case content.IsNotFound(err):
		response.Refuse(w, r, content.CodeNotFound, "There is no such file.")
		return
	case err != nil:
		f.fail(w, r, err)
		return
	}
	file, err := f.Library.Open(r.Context(), asset.ID)
	if err != nil {
		f.fail(w, r, err)
		return
	}
	defer func() { _ = file.Close() }() // only read
	h := w.Header()
	h.Set("Cache-Control", response.ImmutableFile)
	h.Set("Content-Disposition", Disposition(asset.MIMEType, title))
	h.Set("Content-Security-Policy", response.FilePolicy)
	h.Set("Content-Type", contentType(asset))
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // pages of the website embed it in <img> and <audio>
	h.Set("ETag", `"`+asset.ID.Digits()+`"`)
	checked := &readable{ReaderAt: file, failed: func(err error) {
		f.Log.ErrorContext(r.Context(), "a file of the media can't be read", "asset", asset.ID, "error", err)
	}}
	http.ServeContent(patient(w), bounded(r), "", time.Time{}, io.NewSectionReader(checked, 0, asset.Bytes))
}

// find returns the requested asset if the reader may see it.
func (f *Files) find(r *http.Request) (_ *content.Asset, title string, err error) {
	name := r.PathValue("file")
	id, err := content.AssetOfDigits(name[:min(len(name), locale.AssetDigits)])
	if err != nil {
		return nil, "", errNoFile()
	}
	title, ok, err := f.Shows(r.Context(), id)
	if err != nil {
		return nil, "", err
	}
	if !ok {
		return nil, "", errNoFile()
	}
	asset, err := f.Library.Asset(id)
	if err != nil {
		return nil, "", err
	}
	if name[locale.AssetDigits:] != extension(asset.MIMEType) {
		return nil, "", errNoFile()
	}
	return asset, title, nil
}

func (f *Files) fail(w http.ResponseWriter, r *http.Request, err error) {
	response.Fail(w, r, err, f.Log, "a file of the media can't be served")
}

func contentType(asset *content.Asset) string {
	if strings.HasPrefix(asset.MIMEType, "text/") {
		return asset.MIMEType + "; charset=utf-8"
	}
	return asset.MIMEType
}

// bounded removes the header Range if it has too many ranges: each costs a seek, or a request
// to S3. Ignoring it is allowed (RFC 9110, 14.2).
func bounded(r *http.Request) *http.Request {
	if strings.Count(r.Header.Get("Range"), ",") < maxRanges {
		return r
	}
	whole := r.WithContext(r.Context())
	whole.Header = r.Header.Clone()
	whole.Header.Del("Range")
	return whole
}

// readable logs failed reads, which http.ServeContent does not: the client gets an incomplete
// response.
type readable struct {
	io.ReaderAt
	failed func(error)
}

func (r *readable) ReadAt(p []byte, at int64) (int, error) {
	n, err := r.ReaderAt.ReadAt(p, at)
	if err != nil && !isEOF(err) {
		r.failed(err)
	}
	return n, err
}
