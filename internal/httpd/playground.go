package httpd

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/locale"
	"lectern/internal/response"
	"lectern/internal/response/page"
)

// playgroundPolicy allows the playground to run the service's own scripts, and to send
// requests to the service. Its editor writes style elements, so inline styles are allowed;
// docs/decisions/playground.md has the details.
const playgroundPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// playgroundIndex is the page itself. The names of the other files contain a hash of their
// content.
const playgroundIndex = "index.html"

//go:embed unbuilt.html
var unbuiltSource string

var unbuiltPage = page.MustParse("unbuilt", unbuiltSource, nil)

// unbuilt explains how to build the playground.
func unbuilt(w http.ResponseWriter, r *http.Request) {
	page.SetHeaders(w.Header(), page.Policy)
	_, _ = w.Write(unbuiltPage.Render(struct{ Language locale.Language }{response.Language(r)}))
}

// newPlayground serves the editors' page below /playground. If its files are missing, the page
// explains how to build them.
func newPlayground(files fs.FS) (http.Handler, error) {
	index, err := fs.ReadFile(files, playgroundIndex)
	if errors.Is(err, fs.ErrNotExist) {
		return http.HandlerFunc(unbuilt), nil
	}
	if err != nil {
		return nil, fmt.Errorf("httpd: the playground: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/playground", staticPage(playgroundPolicy, index))
	mux.Handle("/playground/{$}", http.RedirectHandler("/playground", http.StatusPermanentRedirect))
	mux.HandleFunc("/playground/{file...}", func(w http.ResponseWriter, r *http.Request) {
		if err := serveAsset(w, r, files, r.PathValue("file")); err != nil {
			response.Refuse(w, r, content.CodeNotFound, "The playground has no such file.")
		}
	})
	return mux, nil
}

// staticPage serves a page that does not change while the program runs, with a policy for what
// it may load.
func staticPage(policy string, body []byte) http.Handler {
	next := static("text/html; charset=utf-8", body)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page.SetHeaders(w.Header(), policy)
		next.ServeHTTP(w, r)
	})
}

// serveAsset serves a file whose content never changes under its name. Most files are stored
// only compressed.
func serveAsset(w http.ResponseWriter, r *http.Request, files fs.FS, name string) error {
	if name == playgroundIndex || strings.HasSuffix(name, ".gz") {
		return fs.ErrNotExist
	}
	var body io.ReadSeeker
	f, err := openAsset(files, name)
	packed := err != nil
	if packed {
		f, err = openAsset(files, name+".gz")
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	body = f
	h := w.Header()
	switch {
	case packed && response.AcceptsGzip(r.Header):
		h.Set("Content-Encoding", "gzip")
	case packed:
		if body, err = unpacked(f); err != nil {
			return err
		}
	}
	h.Set("Cache-Control", response.Immutable)
	h.Set("Content-Security-Policy", playgroundPolicy) // a worker follows the policy of its own file
	h.Set("Content-Type", assetType(name))
	h.Add("Vary", "Accept-Encoding")
	http.ServeContent(w, r, "", time.Time{}, body)
	return nil
}

// unpacked decompresses a file in memory.
func unpacked(f io.Reader) (io.ReadSeeker, error) {
	r, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	return bytes.NewReader(b), err
}

type asset interface {
	fs.File
	io.Seeker
}

func openAsset(files fs.FS, name string) (asset, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		if a, ok := f.(asset); ok {
			return a, nil
		}
	}
	return nil, errors.Join(fs.ErrNotExist, f.Close())
}

// assetType does not depend on the machine: package mime would use the machine's own table.
func assetType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".ttf", ".woff", ".woff2":
		return "font/" + ext[1:]
	}
	return "application/octet-stream"
}
