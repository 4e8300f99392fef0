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

// Original is an uploaded picture that is open.
type Original interface {
	io.ReaderAt
	io.Closer
}

// Options say what a Handler makes variants of, for whom, and how many.
type Options struct {
	Dir    string // where they are kept, and nothing else is
	Signer *pictures.Signer
	// Open opens the picture of an asset: CodeNotFound where there is none.
	Open func(ctx context.Context, id content.AssetID) (file Original, size int64, err error)
	// Shows tells whether whoever makes the request of a context may see an asset,
	// and the title of the document that they see it in.
	Shows func(ctx context.Context, id content.AssetID) (title string, ok bool, err error)
	// Disposition is the header Content-Disposition for a file of a type, after a
	// document's title.
	Disposition func(mimeType, title string) string
	Log         *slog.Logger

	AtOnce   int   // how many are made at the same time; each may take pictures.MaxMemory
	Waiting  int   // how many others may wait for that
	MaxBytes int64 // of all that are kept
}

const (
	// patience is how long a request waits for its turn.
	patience = 10 * time.Second
	// attempts are those to make a variant, when pictures are forgotten meanwhile.
	attempts = 3
)

var errBusy = errors.New("variants: too many are being generated")

// Handler answers GET and HEAD of the paths that a pictures.Signer makes. What was
// not signed, what is not there and what the reader may not see is the same 404.
type Handler struct {
	Options
	shelf  *shelf
	making singleflight.Group
	turns  chan struct{}
	queue  chan struct{} // of those that are made, and of those that wait
}

// New opens the directory, and makes it where it is missing.
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

// Forget takes all variants of a picture away: to be called when the picture itself
// is gone. One that is being made at the time is not kept either.
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
	head.Set("Cross-Origin-Resource-Policy", "cross-origin") // pages of the website have it in <img>
	head.Set("ETag", fmt.Sprintf(`"%s-%s-%x"`, id.Digits()[:16], spec, info.ModTime().UnixNano()))
	head.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", time.Time{}, file)
}

func errNoVariant() error { return content.Errorf(content.CodeNotFound, "There is no such file.") }

// fail answers with what went wrong.
func (h *Handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case content.IsNotFound(err):
		response.Refuse(w, r, content.CodeNotFound, "There is no such file.")
	case errors.Is(err, errBusy):
		response.Refuse(w, r, response.CodeBusy, "Too many pictures are being generated. Try again later.")
	case r.Context().Err() != nil: // nobody is there to be answered
	default:
		response.Fail(w, r, err, h.Log, "a variant of a picture can't be served")
	}
}

// file opens a variant, and has it made where it isn't there. All who ask for the
// same one at a time wait for the same making, which goes on when they leave.
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
	return nil, errBusy // each time it was taken away again before it could be opened
}

// make waits for its turn, makes a variant and keeps it.
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
	defer func() { // a goroutine of singleflight's would take the program down
		if p := recover(); p != nil {
			err = fmt.Errorf("variants: making %s of %s: panic: %v", n.variant, id, p)
		}
	}()
	if h.shelf.has(n) { // made since it was looked for
		return nil
	}
	since := h.shelf.since()
	original, size, err := h.Open(ctx, id)
	if err != nil {
		return err
	}
	defer func() { _ = original.Close() }() // only read
	// It is gone through more than once, and may come from far away.
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
