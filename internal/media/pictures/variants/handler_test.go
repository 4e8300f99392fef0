package variants_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"lectern/content"
	"lectern/internal/media/pictures"
	"lectern/internal/media/pictures/variants"
	"lectern/internal/response/responsetest"
)

// world has pictures, readers and a handler of their variants.
type world struct {
	*testing.T
	handler *variants.Handler
	signer  *pictures.Signer
	dir     string
	log     bytes.Buffer

	mu       sync.Mutex
	pictures map[content.AssetID][]byte
	hidden   map[content.AssetID]bool
	opened   atomic.Int64
	open     atomic.Int64             // now
	most     atomic.Int64             // the maximum at a time
	opening  func(id content.AssetID) // called in Open; nil for nothing
}

func newWorld(t *testing.T, change func(*variants.Options)) *world {
	t.Helper()
	signer, err := pictures.NewSigner(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, signer: signer, dir: t.TempDir(), pictures: map[content.AssetID][]byte{}, hidden: map[content.AssetID]bool{}}
	w.start(change)
	return w
}

// start creates a handler on the directory, as the program does at its start.
func (w *world) start(change func(*variants.Options)) {
	w.Helper()
	o := variants.Options{
		Dir: w.dir, Signer: w.signer, AtOnce: 2, Waiting: 100, MaxBytes: 1 << 20,
		Open: w.openPicture,
		Shows: func(_ context.Context, id content.AssetID) (string, bool, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			return "Rød grød", !w.hidden[id], nil
		},
		Disposition: func(mimeType, title string) string { return "inline; of=" + mimeType + "; after=" + title },
		Log:         slog.New(slog.NewTextHandler(&w.log, nil)),
	}
	if change != nil {
		change(&o)
	}
	h, err := variants.New(o)
	if err != nil {
		w.Fatal(err)
	}
	w.handler = h
}

type openPicture struct {
	*bytes.Reader
	close func()
}

func (p openPicture) Close() error { p.close(); return nil }

func (w *world) openPicture(_ context.Context, id content.AssetID) (variants.Original, int64, error) {
	w.opened.Add(1)
	n := w.open.Add(1)
	for most := w.most.Load(); n > most && !w.most.CompareAndSwap(most, n); most = w.most.Load() {
	}
	if w.opening != nil {
		w.opening(id)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	file, ok := w.pictures[id]
	if !ok {
		w.open.Add(-1)
		return nil, 0, content.Errorf(content.CodeNotFound, "none")
	}
	return openPicture{bytes.NewReader(file), func() { w.open.Add(-1) }}, int64(len(file)), nil
}

// add adds a picture of 64 × 32 of a colour.
func (w *world) add(red uint8) content.AssetID {
	w.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 64, 32))
	for i := range 64 * 32 {
		m.Set(i%64, i/64, color.NRGBA{red, uint8(i), 0, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		w.Fatal(err)
	}
	return w.addFile(b.Bytes())
}

func (w *world) addFile(file []byte) content.AssetID {
	id := content.NewAssetID(sha256.Sum256(file))
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pictures[id] = file
	return id
}

func spec(width int) pictures.Spec {
	return pictures.Spec{Width: width, Fit: pictures.Contain, Format: pictures.PNG}
}

func (w *world) get(path string, header ...string) *httptest.ResponseRecorder {
	return w.do(context.Background(), http.MethodGet, path, header...)
}

func (w *world) do(ctx context.Context, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	return recorder
}

// files returns the variants in the directory, and their total size.
func (w *world) files() (names []string, size int64) {
	w.Helper()
	err := filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		names, size = append(names, d.Name()), size+info.Size()
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
	return names, size
}

func TestServes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	id := w.add(1)
	path := w.signer.Path(id, spec(32))
	got := w.get(path)
	m, err := png.Decode(bytes.NewReader(got.Body.Bytes()))
	if got.Code != 200 || err != nil || m.Bounds() != image.Rect(0, 0, 32, 16) {
		t.Fatalf("got %d, %v", got.Code, err)
	}
	for header, want := range map[string]string{
		"Content-Type": "image/png", "Cache-Control": "public, max-age=31536000, s-maxage=5, immutable", "X-Content-Type-Options": "nosniff",
		"Content-Disposition": "inline; of=image/png; after=Rød grød", "Cross-Origin-Resource-Policy": "cross-origin", "Content-Length": fmt.Sprint(got.Body.Len()),
	} {
		if got.Header().Get(header) != want {
			t.Errorf("%s is %q", header, got.Header().Get(header))
		}
	}
	tag := got.Header().Get("ETag")
	if again := w.get(path, "If-None-Match", tag); again.Code != 304 || tag == "" || again.Header().Get("Cache-Control") == "" {
		t.Errorf("revalidated with %s: %d", tag, again.Code)
	}
	if part := w.get(path, "Range", "bytes=1-3"); part.Code != 206 || part.Body.String() != "PNG" {
		t.Errorf("a part: %d", part.Code)
	}
	if head := w.do(context.Background(), http.MethodHead, path); head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("Content-Length") != fmt.Sprint(got.Body.Len()) {
		t.Errorf("HEAD: %d, %v", head.Code, head.Header())
	}
	if private := w.get(path, "Authorization", "Bearer x"); private.Header().Get("Cache-Control") != "private, no-store" {
		t.Errorf("by a credential: %v", private.Header())
	}
	for format, kind := range map[pictures.Format]string{pictures.JPEG: "image/jpeg", pictures.WebP: "image/webp"} {
		got := w.get(w.signer.Path(id, pictures.Spec{Width: 20, Height: 20, Fit: pictures.Cover, Format: format}))
		if got.Code != 200 || got.Header().Get("Content-Type") != kind || http.DetectContentType(got.Body.Bytes()) != kind {
			t.Errorf("%s: %d, %v", format, got.Code, got.Header())
		}
	}
	if n := w.opened.Load(); n != 3 {
		t.Errorf("the picture was opened %d times for three variants", n)
	}
}

// TestNotFound: all missing pictures have the same response, and cost nothing.
func TestNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	id, hidden := w.add(1), w.add(2)
	if w.get(w.signer.Path(hidden, spec(8))).Code != 200 {
		t.Fatal("it isn't shown at first")
	}
	w.hidden[hidden] = true
	before := w.opened.Load()
	path := w.signer.Path(id, spec(16))
	for name, path := range map[string]string{
		"hidden and kept": w.signer.Path(hidden, spec(8)), "hidden": w.signer.Path(hidden, spec(9)),
		"larger than signed": strings.Replace(path, "-16x", "-17x", 1), "of another": strings.Replace(path, string(id)[6:], string(hidden)[6:], 1),
		"unsigned": "/media/" + string(id)[6:] + "/16x-contain.png", "nothing": "/media/", "elsewhere": "/media/" + string(id)[6:] + "/../../" + filepath.Base(path),
	} {
		got := w.get(path)
		if got.Code != 404 || responsetest.Problem(got) != "NOT_FOUND There is no such file." || got.Header().Get("Cache-Control") != "no-store" || got.Header().Get("ETag") != "" {
			t.Errorf("%s: %d %s %v", name, got.Code, got.Body, got.Header())
		}
	}
	if w.opened.Load() != before {
		t.Error("a picture was opened")
	}
	gone := content.NewAssetID([32]byte{9})
	if got := w.get(w.signer.Path(gone, spec(16))); got.Code != 404 || responsetest.Problem(got) != "NOT_FOUND There is no such file." {
		t.Errorf("gone: %d %s", got.Code, got.Body)
	}
}

// TestMadeOnce: simultaneous requests for the same variant share one generation.
func TestMadeOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *variants.Options) { o.AtOnce, o.Waiting = 1, 0 })
	path := w.signer.Path(w.add(1), spec(16))
	release := make(chan struct{})
	w.opening = func(content.AssetID) { <-release }
	const readers = 20
	codes := make(chan int, readers)
	var asked sync.WaitGroup
	for range readers {
		asked.Add(1)
		go func() {
			asked.Done()
			codes <- w.get(path).Code
		}()
	}
	asked.Wait()
	close(release)
	for range readers {
		if code := <-codes; code != 200 {
			t.Errorf("got %d", code)
		}
	}
	if n := w.opened.Load(); n != 1 {
		t.Errorf("it was generated %d times", n)
	}
}

// TestBusy: a limited number is generated simultaneously, a limited number waits, and the next
// is refused with Retry-After.
func TestBusy(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *variants.Options) { o.AtOnce, o.Waiting = 1, 1 })
	id := w.add(1)
	release, opened := make(chan struct{}), make(chan struct{}, 2)
	w.opening = func(content.AssetID) { opened <- struct{}{}; <-release }
	codes := make(chan int, 2)
	go func() { codes <- w.get(w.signer.Path(id, spec(10))).Code }()
	<-opened // the first is being generated
	answers := make(chan *httptest.ResponseRecorder, 2)
	for _, width := range []int{11, 12} { // one of these waits
		go func() { answers <- w.get(w.signer.Path(id, spec(width))) }()
	}
	refused := <-answers
	if refused.Code != 503 || refused.Header().Get("Retry-After") != "5" || !strings.HasPrefix(responsetest.Problem(refused), "BUSY ") {
		t.Errorf("got %d %s %v", refused.Code, refused.Body, refused.Header())
	}
	close(release)
	if code, waited := <-codes, <-answers; code != 200 || waited.Code != 200 {
		t.Errorf("those before got %d and %d", code, waited.Code)
	}
}

func TestAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	id := w.add(1)
	var all sync.WaitGroup
	for width := range 30 {
		all.Add(1)
		go func() {
			defer all.Done()
			if code := w.get(w.signer.Path(id, spec(width+1))).Code; code != 200 {
				t.Errorf("got %d", code)
			}
		}()
	}
	all.Wait()
	if most := w.most.Load(); most > 2 {
		t.Errorf("%d were generated at the same time", most)
	}
}

// TestReaderLeaves: a variant is generated and cached even if the reader has left.
func TestReaderLeaves(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	path := w.signer.Path(w.add(1), spec(16))
	release, opened := make(chan struct{}), make(chan struct{}, 1)
	w.opening = func(content.AssetID) { opened <- struct{}{}; <-release }
	ctx, leave := context.WithCancel(context.Background())
	left := make(chan *httptest.ResponseRecorder)
	go func() { left <- w.do(ctx, http.MethodGet, path) }()
	<-opened
	leave()
	if got := <-left; got.Body.Len() != 0 {
		t.Errorf("got %s", got.Body)
	}
	close(release)
	if got := w.get(path); got.Code != 200 || w.opened.Load() != 1 {
		t.Errorf("the next got %d, after %d generations", got.Code, w.opened.Load())
	}
}

// TestForget: nothing is left of a picture, nor of a variant that was being generated.
func TestForget(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	id, other := w.add(1), w.add(2)
	for _, width := range []int{8, 16} {
		w.get(w.signer.Path(id, spec(width)))
		w.get(w.signer.Path(other, spec(width)))
	}
	release, opened := make(chan struct{}), make(chan struct{}, 4)
	w.opening = func(content.AssetID) { opened <- struct{}{}; <-release }
	got := make(chan *httptest.ResponseRecorder)
	go func() { got <- w.get(w.signer.Path(id, spec(32))) }()
	<-opened
	file := w.pictures[id]
	close(release) // Open continues with what it has, and Make may, too
	w.mu.Lock()
	delete(w.pictures, id)
	w.mu.Unlock()
	if err := w.handler.Forget(id); err != nil {
		t.Fatal(err)
	}
	<-got // either the old or the new response; the test is about what is left
	if names, _ := w.files(); len(names) != 2 {
		t.Errorf("there are %v", names)
	}
	if _, err := os.Stat(filepath.Join(w.dir, string(id)[6:])); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its folder: %v", err)
	}
	if code := w.get(w.signer.Path(id, spec(8))).Code; code != 404 {
		t.Errorf("a kept one: %d", code)
	}
	w.addFile(file) // it is uploaded again
	if code := w.get(w.signer.Path(id, spec(8))).Code; code != 200 {
		t.Errorf("uploaded anew: %d", code)
	}
}

// TestForgetWhileMaking: the picture had already been read when it is forgotten.
func TestForgetWhileMaking(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	id := w.add(1)
	first := true
	w.opening = func(id content.AssetID) {
		if first {
			first = false
			if err := w.handler.Forget(id); err != nil {
				t.Error(err)
			}
			return
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.pictures, id)
	}
	if got := w.get(w.signer.Path(id, spec(8))); got.Code != 404 {
		t.Errorf("got %d", got.Code)
	}
	if names, _ := w.files(); len(names) != 0 {
		t.Errorf("there are %v", names)
	}
}
