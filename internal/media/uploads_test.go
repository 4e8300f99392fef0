package media

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/content"
	"lectern/internal/response/responsetest"
)

// uploading returns a handler of uploads as the service mounts it, with its log.
func uploading(t *testing.T, l *Library) (http.Handler, *Uploads, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	u, err := NewUploads(UploadsConfig{Library: l, PublicURL: "http://service", Expiry: time.Hour, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/assets", u)
	mux.Handle("/assets/uploads/{upload}", u)
	return mux, u, &log
}

// send sends a body; header is pairs of name and value.
func send(h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestUploadOfPictureThatIsNotTaken: the response tells the uploader what to do.
func TestUploadOfPictureThatIsNotTaken(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	o.Formats = DefaultFormats()
	h, _, _ := uploading(t, open(t, o))
	for file, says := range map[string]string{
		"8BPS\x00\x01":             "BAD_INPUT This is a Photoshop file. Export it",
		"\x00\x00\x00\x0cJXL \r\n": "BAD_INPUT Most browsers can't show this kind of JPEG.",
		"\x00\x00\x00\x18ftypheis\x00\x00\x00\x00mif1heis": "BAD_INPUT This is a HEIC picture",
	} {
		if w := send(h, "POST", "/assets", file); w.Code != 400 || !strings.HasPrefix(responsetest.Problem(w), says) {
			t.Errorf("%q: %d %s", file, w.Code, w.Body)
		}
	}
}

// TestUploadOfLongCaptions: --media-captions-bytes is the only bound of their size.
func TestUploadOfLongCaptions(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	o.Formats, o.Limits.Captions = DefaultFormats(), 2<<20
	h, _, _ := uploading(t, open(t, o))
	long := "WEBVTT\n\n00:00.000 --> 00:01.000\nHej.\n\nNOTE " + strings.Repeat("x", 1<<20) + "\n"
	if w := send(h, "POST", "/assets", long); w.Code != 201 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := send(h, "POST", "/assets", long+strings.Repeat("x", 1<<20)); w.Code != 413 {
		t.Errorf("above the bound: %d %s", w.Code, w.Body)
	}
}

func TestUpload(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	o.Limits.Image = 100
	l := open(t, o)
	h, _, log := uploading(t, l)
	tests := []struct {
		name, query, disposition, body string
		status                         int
		says                           string
	}{
		{"a picture", "", `attachment; filename*=UTF-8''hemmelig%20%C3%A6.png`, png("one") + "META", 201, `"name":"hemmelig æ.png"`},
		{"without a name", "", "", vtt, 201, `"kind":"CAPTIONS"`},
		{"of its kind", "?kind=DOCUMENT", "", pdf(""), 201, `"mimeType":"application/pdf"`},
		{"of another kind", "?kind=IMAGE", "", pdf(""), 400, "BAD_INPUT The file must be of kind IMAGE but is of kind DOCUMENT."},
		{"of no kind", "?kind=hemmelig", "", pdf(""), 400, "BAD_INPUT Unknown kind."},
		{"empty", "", "", "", 400, "BAD_INPUT The file is empty."},
		{"a drawing", "", "", `<svg xmlns="http://www.w3.org/2000/svg"/>`, 415, "UNSUPPORTED_MEDIA_TYPE This is an HTML, SVG or XML file"},
		{"too large", "", "", png(strings.Repeat("x", 100)), 413, "TOO_LARGE The file is too large: at most 100 bytes"},
		{"damaged", "", "attachment; filename=hemmelig.png", png("BAD"), 400, "BAD_INPUT The picture is damaged."},
		{"a bad header", "", "hemmelig; x=", png(""), 400, "BAD_INPUT The header"},
	}
	for _, test := range tests {
		w := send(h, "POST", "/assets"+test.query, test.body, "Content-Disposition", test.disposition)
		if w.Code != test.status || !strings.Contains(responsetest.Problem(w), test.says) || w.Code != 201 && strings.Contains(w.Body.String(), "hemmelig") {
			t.Errorf("%s: %d %s", test.name, w.Code, w.Body)
		}
		if w.Code != 201 {
			continue
		}
		var answer struct {
			ID  content.AssetID
			URL string
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.URL != string(answer.ID.URL()) || w.Header().Get(assetHeader) != string(answer.ID) {
			t.Errorf("%s: %v %s", test.name, err, w.Body)
		}
		if _, err := l.Asset(answer.ID); err != nil {
			t.Error(err)
		}
	}
	for _, method := range []string{"GET", "PUT", "PATCH", "DELETE"} {
		if w := send(h, method, "/assets", ""); w.Code != 405 || w.Header().Get("Allow") == "" {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
	if strings.Contains(log.String(), "hemmelig") {
		t.Errorf("a name is logged: %s", log)
	}
	if got := listing(t, l); len(got) != 6 || spooled(t, l) != 0 {
		t.Errorf("%v, %d being received", got, spooled(t, l))
	}
}

// begin begins an upload, and returns its path.
func begin(t *testing.T, h http.Handler, size int, meta map[string]string) string {
	t.Helper()
	var pairs []string
	for name, value := range meta {
		pairs = append(pairs, name+" "+base64.StdEncoding.EncodeToString([]byte(value)))
	}
	w := send(h, "POST", "/assets", "", "Tus-Resumable", "1.0.0", "Upload-Length", strconv.Itoa(size), "Upload-Metadata", strings.Join(pairs, ","))
	path, ok := strings.CutPrefix(w.Header().Get("Location"), "http://service")
	if w.Code != 201 || !ok || w.Header().Get(assetHeader) != "" {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	return path
}

func patch(h http.Handler, path string, offset int, piece string) *httptest.ResponseRecorder {
	return send(h, "PATCH", path, piece, "Tus-Resumable", "1.0.0", "Upload-Offset", strconv.Itoa(offset), "Content-Type", "application/offset+octet-stream")
}

// offset returns how much of an upload is stored.
func offset(t *testing.T, h http.Handler, path string) int {
	t.Helper()
	w := send(h, "HEAD", path, "", "Tus-Resumable", "1.0.0")
	n, err := strconv.Atoi(w.Header().Get("Upload-Offset"))
	if err != nil || w.Code != 200 || w.Body.Len() > 0 {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	return n
}

func TestResumableUpload(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, o Options) {
		l := open(t, o)
		h, _, _ := uploading(t, l)
		film := mp4("a film in pieces")
		path := begin(t, h, len(film), map[string]string{"filename": "hemmelig.mp4", "kind": "VIDEO", "filetype": "text/html"})
		if w := patch(h, path, 0, film[:10]); w.Code != 204 || w.Header().Get("Upload-Offset") != "10" || w.Header().Get("Tus-Resumable") != "1.0.0" {
			t.Errorf("%d %v", w.Code, w.Header())
		}
		if w := patch(h, path, 5, film[5:]); w.Code != 409 || !strings.HasPrefix(responsetest.Problem(w), "CONFLICT The tus protocol: mismatched offset.") {
			t.Errorf("of another place: %d %s", w.Code, w.Body)
		}
		if w := send(h, "GET", path, ""); w.Code != 404 {
			t.Errorf("not finished: %d", w.Code)
		}
		if offset(t, h, path) != 10 || len(listing(t, l)) != 0 {
			t.Errorf("%d are in, and %v", offset(t, h, path), listing(t, l))
		}
		// The service is restarted in between.
		l = open(t, o)
		h, u, log := uploading(t, l)
		w := patch(h, path, 10, film[10:])
		id := content.AssetID(w.Header().Get(assetHeader))
		asset, err := l.Asset(id)
		if w.Code != 204 || err != nil || asset.Kind != content.AssetVideo || asset.Name != "hemmelig.mp4" || bytesOf(t, l, asset) != film {
			t.Fatalf("%d %v %+v", w.Code, err, asset)
		}
		// A client that missed the response asks for the offset, and for the result.
		if head := send(h, "HEAD", path, "", "Tus-Resumable", "1.0.0"); offset(t, h, path) != len(film) || head.Header().Get(assetHeader) != string(id) {
			t.Errorf("%v", head.Header())
		}
		if w := send(h, "GET", path, ""); w.Code != 200 || !strings.Contains(w.Body.String(), string(id)) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if w := patch(h, path, len(film), ""); w.Code != 204 || w.Header().Get(assetHeader) != string(id) {
			t.Errorf("%d %v", w.Code, w.Header())
		}
		if w := send(h, "DELETE", path, "", "Tus-Resumable", "1.0.0"); w.Code != 204 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if _, err := l.Asset(id); err != nil {
			t.Errorf("the asset went with its upload: %v", err)
		}
		if w := send(h, "HEAD", path, "", "Tus-Resumable", "1.0.0"); w.Code != 404 {
			t.Errorf("%d", w.Code)
		}
		// In one request, which also begins the upload.
		w = send(h, "POST", "/assets", png("at once"), "Tus-Resumable", "1.0.0", "Upload-Length", strconv.Itoa(len(png("at once"))), "Content-Type", "application/offset+octet-stream")
		if w.Code != 201 || w.Header().Get(assetHeader) == "" {
			t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
		}
		if w := send(h, "OPTIONS", "/assets", ""); w.Code != 200 || w.Header().Get("Tus-Version") != "1.0.0" || w.Header().Get("Tus-Extension") != "creation,creation-with-upload,termination" || w.Header().Get("Tus-Max-Size") != "5000000000" {
			t.Errorf("%d %v", w.Code, w.Header())
		}
		if err := u.Expire(time.Now().Add(2 * time.Hour)); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(u.unfinished.dir); err != nil || len(left) != 0 {
			t.Errorf("%v %v", left, err)
		}
		if strings.Contains(log.String(), "hemmelig") {
			t.Errorf("a name is logged: %s", log)
		}
	})
}

func TestResumableRefuses(t *testing.T) {
	t.Parallel()
	l := open(t, options(t.TempDir()))
	h, u, _ := uploading(t, l)
	create := func(header ...string) *httptest.ResponseRecorder {
		return send(h, "POST", "/assets", "", append([]string{"Tus-Resumable", "1.0.0"}, header...)...)
	}
	kind := func(kind string) string { return "kind " + base64.StdEncoding.EncodeToString([]byte(kind)) }
	for name, test := range map[string]struct {
		answer *httptest.ResponseRecorder
		status int
		says   string
	}{
		"no length":     {create(), 400, "BAD_INPUT The tus protocol"},
		"a length open": {create("Upload-Defer-Length", "1"), 501, "NOT_IMPLEMENTED"},
		"empty":         {create("Upload-Length", "0"), 400, "BAD_INPUT The file is empty."},
		"too large":     {create("Upload-Length", "6000000000"), 413, "TOO_LARGE"},
		"for its kind":  {create("Upload-Length", "1000001", "Upload-Metadata", kind("CAPTIONS")), 413, "TOO_LARGE The file is too large: at most 1000000 bytes"},
		"no kind":       {create("Upload-Length", "1", "Upload-Metadata", kind("x")), 400, "BAD_INPUT Unknown kind."},
		"version":       {send(h, "POST", "/assets", "", "Tus-Resumable", "2.0.0", "Upload-Length", "1"), 412, "PRECONDITION_FAILED"},
		"unknown":       {patch(h, "/assets/uploads/"+strings.Repeat("0", 32), 0, "x"), 404, "NOT_FOUND"},
		"a way out":     {patch(h, "/assets/uploads/..%2f..%2fmedia.key", 0, "x"), 404, "NOT_FOUND"},
		"overridden":    {create("Upload-Length", "0", "X-HTTP-Method-Override", "DELETE"), 400, "BAD_INPUT The file is empty."},
		"method":        {send(h, "PUT", "/assets/uploads/x", ""), 405, "METHOD_NOT_ALLOWED"},
	} {
		if test.answer.Code != test.status || !strings.HasPrefix(responsetest.Problem(test.answer), test.says) {
			t.Errorf("%s: %d %s", name, test.answer.Code, test.answer.Body)
		}
	}
	bad := png("BAD")
	path := begin(t, h, len(bad), nil)
	if w := patch(h, path, 0, bad); w.Code != 400 || !strings.HasPrefix(responsetest.Problem(w), "BAD_INPUT The picture is damaged.") {
		t.Errorf("damaged: %d %s", w.Code, w.Body)
	}
	if w := send(h, "HEAD", path, "", "Tus-Resumable", "1.0.0"); w.Code != 404 {
		t.Errorf("what was refused is still there: %d", w.Code)
	}
	if left, err := os.ReadDir(u.unfinished.dir); err != nil || len(left) != 0 || spooled(t, l) != 0 {
		t.Errorf("left: %v %v", left, err)
	}
}

// failing are Blobs that fail on demand.
type failing struct {
	Blobs
	err  error
	only string // the only folder in which they fail
}

func (f *failing) Put(ctx context.Context, name, path string) error {
	if f.err != nil && strings.HasPrefix(name, f.only) {
		return &os.PathError{Op: "write", Path: path, Err: f.err}
	}
	return f.Blobs.Put(ctx, name, path)
}

// After a fault of the service the upload stays, and its last byte is sent again.
func TestServiceAtFault(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	l := open(t, o)
	blobs := &failing{Blobs: l.blobs}
	l.blobs = blobs
	h, _, log := uploading(t, l)
	film := mp4("film")
	path := begin(t, h, len(film), map[string]string{"filename": "hemmelig.mp4"})
	for i, test := range []struct {
		err    error
		only   string
		status int
		says   string
	}{
		{errors.New("a fault"), filesFolder, 500, "INTERNAL Internal error."},
		{syscall.ENOSPC, filesFolder, 507, "INSUFFICIENT_STORAGE The service has not enough storage"},
		{syscall.ENOSPC, recordsFolder, 507, "INSUFFICIENT_STORAGE The service has not enough storage"},
	} {
		blobs.err, blobs.only = test.err, test.only
		from := max(0, len(film)-1) * min(i, 1)
		if w := patch(h, path, from, film[from:]); w.Code != test.status || !strings.HasPrefix(responsetest.Problem(w), test.says) || w.Header().Get("Content-Length") != "" {
			t.Errorf("%+v: %d %v %s", test, w.Code, w.Header(), w.Body)
		}
		if got := offset(t, h, path); got != len(film)-1 {
			t.Errorf("%d are in", got)
		}
		if w := send(h, "POST", "/assets", film); w.Code != test.status || !strings.HasPrefix(responsetest.Problem(w), test.says) {
			t.Errorf("%+v at once: %d %s", test, w.Code, w.Body)
		}
		if assets, err := l.List("", 9); err != nil || len(assets) != 0 || spooled(t, l) != 0 {
			t.Errorf("%v %v, and %d being received", assets, err, spooled(t, l))
		}
	}
	blobs.err = nil
	if w := patch(h, path, len(film)-1, film[len(film)-1:]); w.Code != 204 || w.Header().Get(assetHeader) == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if strings.Contains(log.String(), "hemmelig") || strings.Count(log.String(), "level=ERROR") != 6 {
		t.Errorf("the log: %s", log)
	}
}
