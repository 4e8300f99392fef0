package media

import (
	"bufio"
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"lectern/content"
	"lectern/content/locale"
)

// fakePicture cleans a file that begins as a PNG: it removes everything from the word META on,
// and refuses files with the word BAD.
func fakePicture(to io.Writer, file io.ReaderAt, size int64) (content.Asset, error) {
	b, err := io.ReadAll(io.NewSectionReader(file, 0, size))
	if err != nil {
		return content.Asset{}, err
	}
	if bytes.Contains(b, []byte("BAD")) {
		return content.Asset{}, content.Errorf(content.CodeBadInput, "The picture is damaged.")
	}
	b, _, _ = bytes.Cut(b, []byte("META"))
	_, err = to.Write(b)
	return content.Asset{Kind: content.AssetImage, MIMEType: "image/png", Width: 3, Height: 2}, err
}

// fakeRecording accepts files that begin as an MP4, unchanged.
func fakeRecording(to io.Writer, file io.ReaderAt, size int64) (content.Asset, error) {
	_, err := io.Copy(to, io.NewSectionReader(file, 0, size))
	return content.Asset{Kind: content.AssetVideo, MIMEType: "video/mp4", Duration: locale.Duration(time.Second)}, err
}

func png(text string) string { return "\x89PNG\r\n\x1a\n" + text }
func mp4(text string) string { return "\x00\x00\x00\x18ftypisom" + text }

const vtt = "WEBVTT\n\n00:00.000 --> 00:01.000\nVelkommen.\n"

func pdf(text string) string { return "%PDF-1.7\n" + text + "\n%%EOF\n" }

func options(dir string) Options {
	formats := DefaultFormats()
	formats.Pictures, formats.Recordings = fakePicture, fakeRecording
	return Options{Dir: dir, Formats: formats, Limits: DefaultLimits(), Now: time.Now, Log: slog.New(slog.DiscardHandler)}
}

// open opens a library, which is verified and closed at the end of the test.
func open(t *testing.T, o Options) *Library {
	t.Helper()
	l, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// bucket starts an S3 store with a bucket.
func bucket(t *testing.T) S3 {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("media"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(unchunked(gofakes3.New(backend, gofakes3.WithIntegrityCheck(true)).Server()))
	t.Cleanup(server.Close)
	return S3{Endpoint: server.URL, Bucket: "media", Prefix: "lectern/test", PathStyle: true, Region: "eu-north-1", AccessKey: "key", SecretKey: "secret"}
}

// unchunked decodes bodies that are signed in chunks, as S3 does for all requests; gofakes3
// does not do so for parts of an upload.
func unchunked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Amz-Content-Sha256") == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" {
			in := bufio.NewReader(r.Body)
			var out bytes.Buffer
			for {
				line, err := in.ReadString('\n')
				size, _, _ := strings.Cut(line, ";")
				n, bad := strconv.ParseInt(size, 16, 64)
				if err != nil || bad != nil {
					http.Error(w, "not in pieces", http.StatusBadRequest)
					return
				}
				if n == 0 {
					break
				}
				if _, err := io.CopyN(&out, in, n); err != nil {
					http.Error(w, err.Error(), http.StatusBadRequest)
					return
				}
				_, _ = in.Discard(len("\r\n"))
			}
			r.Body, r.ContentLength = io.NopCloser(&out), int64(out.Len())
			r.Header.Set("Content-Length", strconv.Itoa(out.Len()))
			r.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
			r.Header.Del("Content-Encoding")
		}
		next.ServeHTTP(w, r)
	})
}

// everyStore runs a test on each kind of Blobs.
func everyStore(t *testing.T, test func(t *testing.T, o Options)) {
	t.Run("disk", func(t *testing.T) { test(t, options(t.TempDir())) })
	t.Run("S3", func(t *testing.T) {
		blobs, err := NewS3(t.Context(), bucket(t))
		if err != nil {
			t.Fatal(err)
		}
		o := options(t.TempDir())
		o.Blobs = blobs
		test(t, o)
	})
}

func add(t *testing.T, l *Library, name, text string) *content.Asset {
	t.Helper()
	asset, err := l.Add(content.AssetUpload{Name: name}, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return asset
}

// bytesOf reads an asset.
func bytesOf(t *testing.T, l *Library, asset *content.Asset) string {
	t.Helper()
	f, err := l.Open(t.Context(), asset.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.NewSectionReader(f, 0, asset.Bytes+1))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// listing returns the names of the files in a library.
func listing(t *testing.T, l *Library) (names []string) {
	t.Helper()
	for _, folder := range []string{filesFolder, recordsFolder} {
		err := l.blobs.List(t.Context(), folder, func(e Entry) error {
			names = append(names, folder+"/"+e.Name)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}
