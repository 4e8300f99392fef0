package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/internal/response/responsetest"
)

// served returns a handler of files as the service mounts it. It shows the files in titles.
func served(l *Library, titles map[content.AssetID]string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/media/{file}", &Files{Library: l, Log: slog.New(slog.DiscardHandler), Shows: func(_ context.Context, id content.AssetID) (string, bool, error) {
		title, ok := titles[id]
		if title == "broken" {
			return "", false, errors.New("the view is broken")
		}
		if title == "late" {
			return "", false, content.Errorf(content.CodeTimeout, "The operation took too long.")
		}
		return title, ok, nil
	}})
	return mux
}

// get requests a path; header is pairs of name and value.
func get(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestFiles(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, o Options) {
		l := open(t, o)
		film, hidden, captions, document := add(t, l, "Jytte Hansen.mp4", mp4("0123456789")), add(t, l, "", mp4("hidden")), add(t, l, "", vtt), add(t, l, "", pdf(""))
		h := served(l, map[content.AssetID]string{film.ID: "Optagelse: æ, ø og å", captions.ID: "Undertekster", document.ID: `Program "2021"`})
		path := "/media/" + film.ID.Digits() + ".mp4"
		all := mp4("0123456789")
		etag := `"` + film.ID.Digits() + `"`
		last := len(all) - 1
		tests := []struct {
			name, method string
			header       []string
			status       int
			body, ranged string
		}{
			{"all", "GET", nil, 200, all, ""},
			{"head", "HEAD", nil, 200, "", ""},
			{"first", "GET", []string{"Range", "bytes=0-3"}, 206, all[:4], fmt.Sprintf("bytes 0-3/%d", len(all))},
			{"from", "GET", []string{"Range", "bytes=12-"}, 206, all[12:], fmt.Sprintf("bytes 12-%d/%d", last, len(all))},
			{"suffix", "GET", []string{"Range", "bytes=-5"}, 206, all[len(all)-5:], fmt.Sprintf("bytes %d-%d/%d", len(all)-5, last, len(all))},
			{"beyond", "GET", []string{"Range", "bytes=9999-"}, 416, "", fmt.Sprintf("bytes */%d", len(all))},
			{"nonsense", "GET", []string{"Range", "bytes=x"}, 416, "", ""},
			{"head of a range", "HEAD", []string{"Range", "bytes=0-3"}, 206, "", fmt.Sprintf("bytes 0-3/%d", len(all))},
			{"too many", "GET", []string{"Range", "bytes=0-0" + strings.Repeat(",2-2", maxRanges)}, 200, all, ""},
			{"known", "GET", []string{"If-None-Match", etag}, 304, "", ""},
			{"other", "GET", []string{"If-None-Match", `"x"`}, 200, all, ""},
			{"range of this", "GET", []string{"Range", "bytes=0-0", "If-Range", etag}, 206, all[:1], fmt.Sprintf("bytes 0-0/%d", len(all))},
			{"range of another", "GET", []string{"Range", "bytes=0-0", "If-Range", `"x"`}, 200, all, ""},
		}
		for _, test := range tests {
			w := get(h, test.method, path, test.header...)
			header := w.Header()
			if w.Code != test.status || w.Code != 416 && w.Body.String() != test.body || header.Get("Content-Range") != test.ranged {
				t.Errorf("%s: %d %q %v", test.name, w.Code, w.Body, header)
			}
			if w.Code == 416 {
				continue
			}
			if header.Get("Etag") != etag || header.Get("Cache-Control") != "public, max-age=31536000, s-maxage=5, immutable" {
				t.Errorf("%s: %v", test.name, header)
			}
			if w.Code != 304 && (header.Get("Accept-Ranges") != "bytes" || header.Get("Content-Type") != "video/mp4" || header.Get("Cross-Origin-Resource-Policy") != "cross-origin") {
				t.Errorf("%s: %v", test.name, header)
			}
		}
		w := get(h, "GET", path, "Range", "bytes=0-1,4-7,-2")
		kind, parameters, err := mime.ParseMediaType(w.Header().Get("Content-Type"))
		if err != nil || kind != "multipart/byteranges" || w.Code != 206 {
			t.Fatalf("%d %v %v", w.Code, w.Header(), err)
		}
		parts := multipart.NewReader(w.Body, parameters["boundary"])
		for _, want := range []string{all[:2], all[4:8], all[last-1:]} {
			part, err := parts.NextPart()
			if err != nil {
				t.Fatal(err)
			}
			if b, err := io.ReadAll(part); err != nil || string(b) != want {
				t.Errorf("%q %v, want %q", b, err, want)
			}
		}
		for file, want := range map[string]string{
			path: `inline; filename="Optagelse- ae, oe og aa.mp4"; filename*=UTF-8''Optagelse-%20%C3%A6%2C%20%C3%B8%20og%20%C3%A5.mp4`,
			"/media/" + captions.ID.Digits() + ".vtt": `inline; filename="Undertekster.vtt"`,
			"/media/" + document.ID.Digits() + ".pdf": `attachment; filename="Program -2021.pdf"`,
		} {
			w := get(h, "GET", file)
			if got := w.Header().Get("Content-Disposition"); w.Code != 200 || got != want {
				t.Errorf("%s: %d %s", file, w.Code, got)
			}
			if !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") {
				t.Errorf("%v", w.Header())
			}
		}
		if got := get(h, "GET", "/media/"+captions.ID.Digits()+".vtt").Header().Get("Content-Type"); got != "text/vtt; charset=utf-8" {
			t.Errorf("captions are %s", got)
		}
		none := get(h, "GET", "/media/"+strings.Repeat("0", 64)+".mp4")
		for _, file := range []string{
			hidden.ID.Digits() + ".mp4", film.ID.Digits() + ".mp3", film.ID.Digits(), film.ID.Digits() + ".mp4.", strings.ToUpper(film.ID.Digits()) + ".mp4",
			"x", "..%2fmedia.key", "%2e%2e", film.ID.Digits() + "%2f.mp4", "records", "%00",
		} {
			w := get(h, "GET", "/media/"+file)
			if w.Code != 404 || responsetest.Problem(w) != responsetest.Problem(none) {
				t.Errorf("%s: %d %s", file, w.Code, w.Body)
			}
			for name, values := range w.Header() {
				if fmt.Sprint(none.Header()[name]) != fmt.Sprint(values) {
					t.Errorf("%s: %s is %v", file, name, values)
				}
			}
		}
		for _, path := range []string{"/media/", "/media", "/media/" + film.ID.Digits() + ".mp4/x"} {
			if w := get(h, "GET", path); w.Code != 404 {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
	})
}

// A file that can't be read is not a 404, and the response does not give the cause.
func TestFilesThatFail(t *testing.T) {
	t.Parallel()
	l := open(t, options(t.TempDir()))
	lost, broken := add(t, l, "", mp4("lost")), add(t, l, "", mp4("broken"))
	h := served(l, map[content.AssetID]string{lost.ID: "", broken.ID: "broken"})
	if err := os.Remove(filepath.Join(l.options.Dir, fileName(lost.ID))); err != nil {
		t.Fatal(err)
	}
	for _, asset := range []*content.Asset{lost, broken} {
		w := get(h, "GET", "/media/"+asset.ID.Digits()+".mp4")
		if w.Code != 500 || w.Header().Get("Cache-Control") != "no-store" || !strings.HasPrefix(responsetest.Problem(w), "INTERNAL Internal error.") {
			t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
		}
	}
}

// A timeout can be retried, and is not logged as a fault.
func TestFilesThatTakeTooLong(t *testing.T) {
	t.Parallel()
	l := open(t, options(t.TempDir()))
	late := add(t, l, "", mp4("late"))
	w := get(served(l, map[content.AssetID]string{late.ID: "late"}), "GET", "/media/"+late.ID.Digits()+".mp4")
	if w.Code != 503 || w.Header().Get("Retry-After") != "1" || !strings.HasPrefix(responsetest.Problem(w), "TIMEOUT ") {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

const gigabyte = 1 << 30

// zeros is a gigabyte of zeros.
type zeros struct{}

func (zeros) ReadAt(p []byte, at int64) (int, error) {
	clear(p)
	return int(min(int64(len(p)), gigabyte-at)), nil
}

func (zeros) Close() error { return nil }

// counted counts the written bytes, and discards them.
type counted struct {
	header http.Header
	status int
	bytes  int64
}

func (c *counted) Header() http.Header               { return c.header }
func (c *counted) WriteHeader(status int)            { c.status = status }
func (c *counted) Write(p []byte) (n int, err error) { c.bytes += int64(len(p)); return len(p), nil }

// A gigabyte, or a part of it, takes no more memory than a small file.
func TestAGigabyteCostsNoMemory(t *testing.T) {
	// Not parallel: it measures memory.
	dir := t.TempDir()
	l := open(t, options(dir))
	film := add(t, l, "", mp4("film"))
	large := *film
	large.Bytes = gigabyte
	l.assets[film.ID] = &large
	h := served(l, map[content.AssetID]string{film.ID: ""})
	ask := func(ranged string, status int, bytes int64) {
		t.Helper()
		r := httptest.NewRequest("GET", "/media/"+film.ID.Digits()+".mp4", nil)
		if ranged != "" {
			r.Header.Set("Range", ranged)
		}
		w := &counted{header: http.Header{}}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		h.ServeHTTP(w, r)
		runtime.ReadMemStats(&after)
		if w.status != status || w.bytes < bytes || w.bytes > bytes+2000 {
			t.Errorf("%s: %d, %d bytes", ranged, w.status, w.bytes)
		}
		if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
			t.Errorf("%s: %d bytes of memory", ranged, got)
		}
	}
	sparsely := filepath.Join(dir, filepath.FromSlash(fileName(film.ID)))
	if err := os.Truncate(sparsely, gigabyte); err != nil {
		t.Fatal(err)
	}
	ask("", 200, gigabyte)
	ask("bytes=1000000000-1000000009", 206, 10)
	ask("bytes=0-9,-10", 206, 20)
}

// The same from S3, with simulated responses of the store: a gigabyte is read in windows, and a
// small range with one request.
func TestAGigabyteFromS3(t *testing.T) {
	// Not parallel: it measures memory.
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			return
		}
		asked++
		http.ServeContent(w, r, "", time.Unix(1, 0), io.NewSectionReader(zeros{}, 0, gigabyte))
	}))
	defer server.Close()
	blobs, err := NewS3(t.Context(), S3{Endpoint: server.URL, Bucket: "media", PathStyle: true, Region: "x", AccessKey: "k", SecretKey: "s"})
	if err != nil {
		t.Fatal(err)
	}
	l := open(t, options(t.TempDir()))
	film := add(t, l, "", mp4("film"))
	large := *film
	large.Bytes = gigabyte
	l.assets[film.ID], l.blobs = &large, blobs
	h := served(l, map[content.AssetID]string{film.ID: ""})
	for ranged, windows := range map[string]int{"bytes=1000000000-1000000009": 1, "bytes=0-99999999": 100_000_000/s3Window + 1, "bytes=0-9,-10": 2} {
		asked = 0
		r := httptest.NewRequest("GET", "/media/"+film.ID.Digits()+".mp4", nil)
		r.Header.Set("Range", ranged)
		w := &counted{header: http.Header{}}
		var most uint64
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		h.ServeHTTP(w, r)
		runtime.GC()
		runtime.ReadMemStats(&after)
		if most = after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc); most > 4<<20 {
			t.Errorf("%s: %d bytes are held", ranged, most)
		}
		if w.status != 206 || asked != windows {
			t.Errorf("%s: %d, %d bytes, %d requests, want %d", ranged, w.status, w.bytes, asked, windows)
		}
	}
}

// FuzzRange requests any range of a file: the response is the whole file, the range in its
// header, or a refusal.
func FuzzRange(f *testing.F) {
	for _, seed := range []string{"bytes=0-1", "bytes=-3", "bytes=2-", "bytes=0-0,4-7,-1", "bytes=9-2", "bytes= 1 - 2 ", "bytes=,", "items=1-2", "bytes=18446744073709551615-", "bytes=-0"} {
		f.Add(seed, "")
	}
	f.Add("bytes=0-1", `"x"`)
	dir := f.TempDir()
	l, err := Open(f.Context(), options(dir))
	if err != nil {
		f.Fatal(err)
	}
	defer l.Close()
	all := mp4("0123456789")
	film, err := l.Add(content.AssetUpload{}, strings.NewReader(all))
	if err != nil {
		f.Fatal(err)
	}
	h := served(l, map[content.AssetID]string{film.ID: ""})
	f.Fuzz(func(t *testing.T, ranged, ifRange string) {
		w := get(h, "GET", "/media/"+film.ID.Digits()+".mp4", "Range", ranged, "If-Range", ifRange)
		var from, to, size int
		switch n, _ := fmt.Sscanf(w.Header().Get("Content-Range"), "bytes %d-%d/%d", &from, &to, &size); {
		case w.Code == 200 && w.Body.String() == all:
		case w.Code == 416:
		case w.Code == 206 && strings.HasPrefix(w.Header().Get("Content-Type"), "multipart/byteranges"):
		case w.Code == 206 && n == 3 && size == len(all) && w.Body.String() == all[from:to+1]:
		default:
			t.Errorf("%q: %d %v %q", ranged, w.Code, w.Header(), w.Body)
		}
	})
}
