package media

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/content"
	"lectern/content/caption"
)

func TestBlobs(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, o Options) {
		l := open(t, o)
		ctx, blobs := t.Context(), l.blobs
		put := func(name, text string) {
			t.Helper()
			f, err := l.spool.create()
			if err != nil {
				t.Fatal(err)
			}
			_, err = f.WriteString(text)
			if err = errors.Join(err, f.Close(), blobs.Put(ctx, name, f.Name())); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(f.Name()); err == nil {
				t.Error("the local file is still there")
			}
		}
		read := func(name string, at int64, n int) (string, error) {
			f, err := blobs.Open(ctx, name)
			if err != nil {
				return "", err
			}
			defer f.Close()
			b := make([]byte, n)
			n, err = f.ReadAt(b, at)
			return string(b[:n]), err
		}
		put("files/a", "one")
		put("files/b", "hello world")
		put("files/a", "another")
		for _, test := range []struct {
			name string
			at   int64
			n    int
			want string
			err  error
		}{
			{"files/a", 0, 7, "another", nil}, {"files/b", 6, 3, "wor", nil}, {"files/b", 6, 9, "world", io.EOF}, {"files/b", 11, 1, "", io.EOF}, {"files/b", 99, 1, "", io.EOF},
		} {
			if got, err := read(test.name, test.at, test.n); got != test.want || !errors.Is(err, test.err) {
				t.Errorf("%+v: %q %v", test, got, err)
			}
		}
		if _, err := read("files/c", 0, 1); !content.IsNotFound(err) {
			t.Errorf("there is none: %v", err)
		}
		if got := listing(t, l); len(got) != 2 || !slices.Contains(got, "files/a") {
			t.Errorf("%v", got)
		}
		stop := errors.New("stop")
		if err := blobs.List(ctx, filesFolder, func(Entry) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("an interrupted listing: %v", err)
		}
		if err := errors.Join(blobs.Remove(ctx, "files/a"), blobs.Remove(ctx, "files/a"), blobs.Remove(ctx, "files/b"), blobs.Sweep(ctx, time.Now())); err != nil {
			t.Error(err)
		}
		if got := listing(t, l); len(got) != 0 {
			t.Errorf("%v is left", got)
		}
	})
}

func TestLibrary(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, o Options) {
		now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
		o.Now = func() time.Time { now = now.Add(time.Second); return now }
		l := open(t, o)
		picture := add(t, l, `C:\fotos\gruppe.png`, png("one")+"META secret")
		want := &content.Asset{
			ID: content.NewAssetID(sha256.Sum256([]byte(png("one")))), Name: "gruppe.png", CreatedAt: now, Kind: content.AssetImage, MIMEType: "image/png", Bytes: 11, Width: 3, Height: 2,
		}
		if d := cmp.Diff(want, picture); d != "" {
			t.Error(d)
		}
		if got := bytesOf(t, l, picture); got != png("one") {
			t.Errorf("kept: %q", got)
		}
		again := add(t, l, "other.png", png("one"))
		if again != picture {
			t.Errorf("the same bytes: %+v", again)
		}
		captions, film, document := add(t, l, "da.vtt", vtt), add(t, l, "", mp4("film")), add(t, l, "p.pdf", pdf(""))
		page := func(l *Library, after content.AssetID, limit int) (ids []content.AssetID) {
			t.Helper()
			assets, err := l.List(after, limit)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range assets {
				ids = append(ids, a.ID)
			}
			return ids
		}
		reopened := open(t, o)
		for _, l := range []*Library{l, reopened} {
			if d := cmp.Diff([]content.AssetID{document.ID, film.ID, captions.ID, picture.ID}, page(l, "", 10)); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff([]content.AssetID{captions.ID}, page(l, film.ID, 1)); d != "" {
				t.Error(d)
			}
		}
		if got, err := reopened.Asset(picture.ID); err != nil || cmp.Diff(picture, got) != "" {
			t.Errorf("%v %s", err, cmp.Diff(picture, got))
		}
		if _, err := l.List("asset_x", 1); !content.IsNotFound(err) {
			t.Errorf("after none: %v", err)
		}
		late := add(t, l, "", mp4("late"))
		if got, err := reopened.Asset(late.ID); err != nil || page(reopened, "", 1)[0] != late.ID {
			t.Errorf("what another added: %v %v", got, err)
		}
		var removed []content.AssetID
		l.options.Removed = func(id content.AssetID) error { removed = append(removed, id); return nil }
		for _, a := range []*content.Asset{picture, captions, film, document, late} {
			if err := errors.Join(l.Remove(t.Context(), a.ID), l.Remove(t.Context(), a.ID)); err != nil {
				t.Error(err)
			}
			if _, err := l.Asset(a.ID); !content.IsNotFound(err) {
				t.Errorf("removed: %v", err)
			}
		}
		if got := listing(t, l); len(got) != 0 || len(removed) != 10 || len(page(l, "", 10)) != 0 {
			t.Errorf("%v is left, %d are told", got, len(removed))
		}
	})
}

func TestAddRefuses(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	o.Limits = Limits{Image: 20, Audio: 30, Video: 50, Captions: 100, Document: 60}
	l := open(t, o)
	broken := errors.New("the client is gone")
	tests := []struct {
		name string
		kind content.AssetKind
		file io.Reader
		code content.Code
		err  error
		says string
	}{
		{"empty", "", strings.NewReader(""), content.CodeBadInput, nil, "empty"},
		{"too large a picture", "", strings.NewReader(png(strings.Repeat("x", 13))), content.CodeBadInput, errTooLarge, "20 bytes"},
		{"endless", "", io.MultiReader(strings.NewReader(mp4("")), endless{}), content.CodeBadInput, errTooLarge, "50 bytes"},
		{"the wrong kind", content.AssetImage, strings.NewReader(mp4("")), content.CodeBadInput, nil, "kind IMAGE"},
		{"the wrong kind, found out late", content.AssetAudio, strings.NewReader(mp4("")), content.CodeBadInput, nil, "kind AUDIO but is of kind VIDEO"},
		{"no kind", "PAGE", strings.NewReader(mp4("")), content.CodeBadInput, nil, "DOCUMENT"},
		{"damaged", "", strings.NewReader(png("BAD")), content.CodeBadInput, nil, "damaged"},
		{"unknown", "", strings.NewReader("hello"), content.CodeBadInput, errFormat, "not recognised"},
		{"cut off early", "", io.MultiReader(strings.NewReader(png("x")), iotest.ErrReader(io.ErrUnexpectedEOF)), content.CodeInternal, io.ErrUnexpectedEOF, ""},
		{"cut off", "", io.MultiReader(strings.NewReader(png("x")), iotest.ErrReader(broken)), content.CodeInternal, broken, ""},
	}
	for _, test := range tests {
		_, err := l.Add(content.AssetUpload{Kind: test.kind, Name: "hemmelig.png"}, test.file)
		if content.CodeOf(err) != test.code || test.err != nil && !errors.Is(err, test.err) || err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "hemmelig") {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if got := listing(t, l); len(got) != 0 || spooled(t, l) != 0 {
		t.Errorf("left: %v, and %d on the way in", got, spooled(t, l))
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// spooled returns the number of files that are being received.
func spooled(t *testing.T, l *Library) int {
	t.Helper()
	entries, err := os.ReadDir(l.spool.dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries) - 1 // the lock
}

// Many concurrent calls add the same few files; each is stored once, complete.
func TestAddAtOnce(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, o Options) {
		l := open(t, o)
		var wait sync.WaitGroup
		for i := range 40 {
			wait.Go(func() {
				if _, err := l.Add(content.AssetUpload{}, strings.NewReader(png(fmt.Sprint(i%4)))); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if got := listing(t, l); len(got) != 8 {
			t.Errorf("%v", got)
		}
		checkWhole(t, l)
	})
}

type names map[content.AssetID]bool

func (n names) Named(context.Context) (map[content.AssetID]bool, error) {
	all := map[content.AssetID]bool{}
	for id := range n {
		all[id] = true
	}
	return all, nil
}

// checkWhole verifies a library; leftovers are allowed.
func checkWhole(t *testing.T, l *Library) Summary {
	t.Helper()
	summary, err := l.Verify(t.Context(), names{}, func(f Finding) {
		if !f.Leftover {
			t.Errorf("%s: %s", f.Where, f.Problem)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// TestCaptionsAreRead: the text of captions is read from their file, whatever its length, also
// after a restart.
func TestCaptionsAreRead(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, o Options) {
		file := "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nhej" + strings.Repeat(" & hej", 25_000) + "\n"
		kept := caption.Served(file)
		asset, err := open(t, o).Add(content.AssetUpload{}, strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		l := open(t, o)
		if said, err := l.Captions(asset.ID); err != nil || said != kept {
			t.Errorf("%d bytes, want %d: %v", len(said), len(kept), err)
		}
		if _, err := l.Captions(content.NewAssetID(sha256.Sum256(nil))); !content.IsNotFound(err) {
			t.Errorf("there is none: %v", err)
		}
	})
}

func TestVerify(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	l := open(t, o)
	good, flipped, short, bare, missing, badRecord := add(t, l, "", png("good")), add(t, l, "", png("flipped")), add(t, l, "", png("short")), add(t, l, "", png("bare")), add(t, l, "", png("missing")), add(t, l, "", png("record"))
	path := func(name string) string { return filepath.Join(o.Dir, filepath.FromSlash(name)) }
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(fileName(flipped.ID), png("fLipped"))
	write(fileName(short.ID), png("sh"))
	b, err := os.ReadFile(path(recordName(badRecord.ID)))
	if err != nil {
		t.Fatal(err)
	}
	write(recordName(badRecord.ID), strings.Replace(string(b), `"width":3`, `"width":4`, 1))
	if err := errors.Join(os.Remove(path(recordName(bare.ID))), os.Remove(path(fileName(missing.ID)))); err != nil {
		t.Fatal(err)
	}
	gone := content.NewAssetID([32]byte{1})
	found := map[string]string{}
	summary, err := l.Verify(t.Context(), names{good.ID: true, gone: true, badRecord.ID: true}, func(f Finding) { found[f.Where] = f.Problem })
	if err != nil {
		t.Fatal(err)
	}
	for where, says := range map[string]string{
		fileName(flipped.ID): "SHA-256", fileName(short.ID): "10 bytes", fileName(bare.ID): "no record",
		recordName(missing.ID): "missing", recordName(badRecord.ID): "checksum", string(gone): "documents refer",
	} {
		if !strings.Contains(found[where], says) {
			t.Errorf("%s: %q, want %q", where, found[where], says)
		}
		delete(found, where)
	}
	if len(found) != 0 || summary.Findings != 5 || summary.Leftovers != 1 || summary.Assets != 4 {
		t.Errorf("%+v, and %v", summary, found)
	}
	// A damaged record is not an asset, and the library opens. Uploads repair all of it.
	again := open(t, o)
	if _, err := again.Asset(badRecord.ID); content.CodeOf(err) != content.CodeCorrupt {
		t.Errorf("damaged: %v", err)
	}
	for _, text := range []string{"flipped", "short", "bare", "missing", "record"} {
		add(t, again, "", png(text))
	}
	if summary := checkWhole(t, again); summary.Assets != 6 || summary.Leftovers != 0 {
		t.Errorf("mended: %+v", summary)
	}
}

func TestCollect(t *testing.T) {
	t.Parallel()
	everyStore(t, func(t *testing.T, o Options) {
		l := open(t, o)
		named, old, bare := add(t, l, "", png("named")), add(t, l, "", png("old")), add(t, l, "", png("bare"))
		if err := l.blobs.Remove(t.Context(), recordName(bare.ID)); err != nil {
			t.Fatal(err)
		}
		l.forget(bare.ID)
		collect := func(before time.Time, dryRun bool) (gone []string) {
			t.Helper()
			err := l.Collect(t.Context(), Collection{Named: names{named.ID: true}, Before: before, DryRun: dryRun, Removed: func(name string, bytes int64, asset *content.Asset) {
				gone = append(gone, fmt.Sprintf("%s %d %t", name, bytes, asset != nil))
			}})
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(gone)
			return gone
		}
		if got := collect(time.Now().Add(-time.Hour), false); len(got) != 0 || len(listing(t, l)) != 5 {
			t.Errorf("within the grace: %v", got)
		}
		want := []string{fileName(old.ID) + " 11 true", fileName(bare.ID) + " 12 false"}
		slices.Sort(want)
		soon := time.Now().Add(2 * time.Second) // S3's times are in seconds
		if d := cmp.Diff(want, collect(soon, true)); d != "" || len(listing(t, l)) != 5 {
			t.Error("dry run", d)
		}
		if d := cmp.Diff(want, collect(soon, false)); d != "" {
			t.Error(d)
		}
		if got := listing(t, l); len(got) != 2 {
			t.Errorf("left: %v", got)
		}
		if _, err := l.Asset(old.ID); !content.IsNotFound(err) {
			t.Errorf("%v", err)
		}
		other := open(t, o)
		err := other.Collect(t.Context(), Collection{Named: names{}, Removed: func(string, int64, *content.Asset) {}})
		if content.CodeOf(err) != content.CodeConflict {
			t.Errorf("beside another: %v", err)
		}
	})
}

// Files that a previous process was receiving are deleted; those that another process is
// receiving stay.
func TestLeftoversGo(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	l := open(t, o)
	left := filepath.Join(o.Dir, incomingFolder, "ended")
	if err := errors.Join(os.Mkdir(left, 0o700), os.WriteFile(filepath.Join(left, "half"), []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	open(t, o)
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Error("it is still there")
	}
	add(t, l, "", png("on its way"))
}

func TestKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	keys := make([]string, 8)
	var wait sync.WaitGroup
	for i := range keys {
		wait.Go(func() {
			key, err := Key(dir)
			if err != nil {
				t.Error(err)
			}
			keys[i] = string(key)
		})
	}
	wait.Wait()
	if len(slices.Compact(keys)) != 1 || len(keys[0]) != keyBytes {
		t.Errorf("%x", keys)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v %v", entries, err)
	}
	if info, err := entries[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if err := os.WriteFile(filepath.Join(dir, KeyName), []byte("12"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Key(dir); content.CodeOf(err) != content.CodeCorrupt {
		t.Errorf("damaged: %v", err)
	}
}

// A large file is added in pieces.
func TestAddCostsNoMemory(t *testing.T) {
	// Not parallel: it measures memory.
	l := open(t, options(t.TempDir()))
	const size = 64 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	asset, err := l.Add(content.AssetUpload{}, io.MultiReader(strings.NewReader(mp4("")), io.LimitReader(endless{}, size)))
	runtime.ReadMemStats(&after)
	if err != nil || asset.Bytes <= size {
		t.Fatalf("%+v %v", asset, err)
	}
	if got := after.TotalAlloc - before.TotalAlloc; got > 2<<20 {
		t.Errorf("%d bytes of memory for %d", got, size)
	}
}
