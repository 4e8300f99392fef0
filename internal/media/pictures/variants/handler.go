package variants

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"golang.org/x/sync/singleflight"

	"lectern/content"
	"lectern/internal/media/pictures"
	"lectern/internal/response"
)

// Original is an open uploaded picture.
type Original interface {
	io.ReaderAt
	io.Closer
}

// Options configure a Handler.
type Options struct {
	Dir    string // the directory of the cache, with no other files
	Signer *pictures.Signer
	// Open opens the picture of an asset. It returns CodeNotFound if there is none.
	Open func(ctx context.Context, id content.AssetID) (file Original, size int64, err error)
	// Shows reports whether the actor of a request's context may see an asset, and returns the
	// title of the document with it.
	Shows func(ctx context.Context, id content.AssetID) (title string, ok bool, err error)
	// Disposition returns the header Content-Disposition for a file of a type and a document's
	// title.
	Disposition func(mimeType, title string) string
	Log         *slog.Logger

	AtOnce   int   // the number of variants generated concurrently; each may need pictures.MaxMemory
	Waiting  int   // the maximum number of waiting requests
	MaxBytes int64 // the maximum size of the cache
}

const (
	// patience is the maximum waiting time of a request.
	patience = 10 * time.Second
	// attempts is the number of attempts to generate a variant while pictures are being
	// removed.
	attempts = 3
)

var errBusy = errors.New("variants: too many are being generated")

// Handler serves GET and HEAD of the paths that a pictures.Signer returns. A path without a
// valid signature, a missing picture and one that the reader may not see are the same 404.
type Handler struct {
	Options
	shelf  *shelf
	making singleflight.Group
	turns  chan struct{}
	queue  chan struct{} // of running and waiting requests
}

// New opens the directory, and creates it if it is missing.
func New(o Options) (*Handler, error) {
	if o.AtOnce < 1 || o.Waiting < 0 {
		return nil, fmt.Errorf("variants: invalid limits: %d at once and %d waiting", o.AtOnce, o.Waiting)
	}
	shelf, err := openShelf(o.Dir, o.MaxBytes)
	if err != nil {
		return nil, fmt.Errorf("variants: opening %s: %w", o.Dir, err)
	}
	return &Handler{Options: o, shelf: shelf, turns: make(chan struct{}, o.AtOnce), queue: make(chan struct{}, o.AtOnce+o.Waiting)}, nil
}

// Forget removes all variants of a picture. Call it when the picture itself is removed. A
// variant that is being generated meanwhile is not cached either.
func (h *Handler) Forget(id content.AssetID) error { return h.shelf.forget(id.Digits()) }

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, spec, ok := h.Signer.Parse(r.URL.Path)
	if !ok {
		h.fail(w, r, errNoVariant())
		return
	}
	title, ok, err := h.Shows(r.Context(), id)
	if err == nil && !ok {
		err = errNoVariant()
	}
	if err != nil {
		h.fail(w, r, err)
		return
	}
	file, err := h.file(r.Context(), id, spec)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()
	if err != nil {
		h.fail(w, r, err)
		return
	}
	head := w.Header()
	head.Set("Cache-Control", response.ImmutableFile)
	if r.Header.Get("Authorization") != "" {
		head.Set("Cache-Control", response.Private)
	}
	head.Set("Content-Disposition", h.Disposition(spec.Format.MIMEType(), title))
	head.Set("Content-Security-Policy", response.FilePolicy)
	head.Set("Content-Type", spec.Format.MIMEType())
	head.Set("Cross-Origin-Resource-Policy", "cross-origin") // pages of the website embed it in <img>
	head.Set("ETag", fmt.Sprintf(`"%s-%s-%x"`, id.Digits()[:16], spec, info.ModTime().UnixNano()))
	head.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", time.Time{}, file)
}

func errNoVariant() error { return content.Errorf(content.CodeNotFound, "There is no such file.") }

// fail sends an error.
func (h *Handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case content.IsNotFound(err):
		response.Refuse(w, r, content.CodeNotFound, "There is no such file.")
	case errors.Is(err, errBusy):
		response.Refuse(w, r, response.CodeBusy, "Too many pictures are being generated. Try again later.")
	case r.Context().Err() != nil: // the client is gone
	default:
		response.Fail(w, r, err, h.Log, "a variant of a picture can't be served")
	}
}

// file opens a variant, and generates it if it is missing. Concurrent requests for the same
// variant wait for one generation, which continues when they leave.
func (h *Handler) file(ctx context.Context, id content.AssetID, spec pictures.Spec) (*os.File, error) {
	n := name{id.Digits(), spec.String()}
	for range attempts {
		if f, ok := h.shelf.open(n); ok {
			return f, nil
		}
		made := h.making.DoChan(n.picture+"/"+n.variant, func() (any, error) {
			return nil, h.make(context.WithoutCancel(ctx), n, id, spec)
		})
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case result := <-made:
			if result.Err != nil {
				return nil, result.Err
			}
		}
	}
	return nil, errBusy // each time it was removed before it could be opened
}

// make waits for its turn, generates a variant and caches it.
func (h *Handler) make(ctx context.Context, n name, id content.AssetID, spec pictures.Spec) (err error) {
	select {
	case h.queue <- struct{}{}:
	default:
		return errBusy
	}
	defer func() { <-h.queue }()
	tooLong := time.NewTimer(patience)
	defer tooLong.Stop()
	select {
	case h.turns <- struct{}{}:
	case <-tooLong.C:
		return errBusy
	}
	defer func() { <-h.turns }()
	defer func() { // a panic in singleflight's goroutine would end the program
		if p := recover(); p != nil {
			err = fmt.Errorf("variants: making %s of %s: panic: %v", n.variant, id, p)
		}
	}()
	if h.shelf.has(n) { // generated since the lookup
		return nil
	}
	since := h.shelf.since()
	original, size, err := h.Open(ctx, id)
	if err != nil {
		return err
	}
	defer func() { _ = original.Close() }() // only read
	// The picture is read more than once, and may be remote.
	file := make([]byte, size)
	if n, err := original.ReadAt(file, 0); n < len(file) {
		return fmt.Errorf("variants: reading %s: %w", id, err)
	}
	data, err := pictures.Make(bytes.NewReader(file), size, spec)
	if err != nil {
		return fmt.Errorf("variants: making %s of %s: %w", n.variant, id, err)
	}
	_, err = h.shelf.put(n, data, since)
	return err
}
