package cli_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// stored returns a store with the seed's topics, and files to add to it.
func stored(t *testing.T) (data, captions, drawing string) {
	t.Helper()
	dir := t.TempDir()
	data, captions, drawing = filepath.Join(dir, "data"), filepath.Join(dir, "da.vtt"), filepath.Join(dir, "drawing.svg")
	for path, text := range map[string]string{captions: "WEBVTT\n\n00:00.000 --> 00:01.000\nHej.\n", drawing: "<svg/>"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if code, _, errs := run(t, "import", "--data="+data, filepath.Join("..", "..", "data", "seed", "topics")); code != 0 {
		t.Fatalf("import: %d %s", code, errs)
	}
	return data, captions, drawing
}

func TestAssets(t *testing.T) {
	t.Parallel()
	backend := s3mem.New()
	if err := backend.CreateBucket("media"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	defer server.Close()
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for where, flags := range map[string][]string{
		"disk": nil,
		"S3":   {"--s3-endpoint=" + server.URL, "--s3-bucket=media", "--s3-region=x", "--s3-access-key=k", "--s3-secret-file=" + secret, "--s3-path-style"},
	} {
		t.Run(where, func(t *testing.T) {
			data, captions, drawing := stored(t)
			do := func(code int, says string, args ...string) string {
				t.Helper()
				got, out, errs := run(t, append(append(args, "--data="+data), flags...)...)
				if got != code || !strings.Contains(out+errs, says) || strings.Contains(out+errs, "s3cret") {
					t.Errorf("%v: %d %s%s", args, got, out, errs)
				}
				return out
			}
			id, url, _ := strings.Cut(strings.TrimSpace(do(0, "asset:", "assets", "add", captions)), " ")
			if strings.TrimPrefix(id, "asset_") != strings.TrimPrefix(url, "asset:") {
				t.Errorf("%s and %s", id, url)
			}
			do(3, "drawing.svg: This is an HTML, SVG or XML file", "assets", "add", drawing)
			do(3, "kind IMAGE but is of kind CAPTIONS", "assets", "add", "--kind=IMAGE", captions)
			do(0, "CAPTIONS  text/vtt  43 ", "assets", "list")
			do(0, `"name":"da.vtt"`, "assets", "list", "--json")
			do(0, "1 asset, 43 bytes", "verify")
			do(0, "Deleted 0 files", "assets", "gc")
			do(0, "Would delete 1 file with 43 bytes.", "assets", "gc", "--grace=0s", "--dry-run")
			if where == "disk" {
				file := filepath.Join(data, "media", "files", strings.TrimPrefix(id, "asset_"))
				if err := os.WriteFile(file, []byte(strings.Repeat("x", 43)), 0o600); err != nil {
					t.Fatal(err)
				}
				do(3, "its content differs", "verify")
			}
		})
	}
}

// A file that any version refers to stays, whatever the later versions.
func TestAssetsThatVersionsName(t *testing.T) {
	t.Parallel()
	data, captions, _ := stored(t)
	code, out, errs := run(t, "assets", "add", "--data="+data, captions)
	if code != 0 {
		t.Fatal(errs)
	}
	_, url, _ := strings.Cut(strings.TrimSpace(out), " ")
	topic := filepath.Join(t.TempDir(), "topic.yaml")
	for _, description := range []string{"See " + url, "No more."} {
		text := "id: topic_01M8149T00R0VFC8BPG0EB61RV\nslug: stalking\nname:\n  da: Stalking\ndescription:\n  da: " + description + "\n"
		if err := os.WriteFile(topic, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out, errs := run(t, "import", "--data="+data, topic); code != 0 {
			t.Fatalf("import: %d %s%s", code, out, errs)
		}
	}
	if code, out, errs := run(t, "assets", "gc", "--data="+data, "--grace=0s"); code != 0 || !strings.Contains(out, "Deleted 0 files") {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if err := os.Remove(filepath.Join(data, "media", "files", strings.TrimPrefix(url, "asset:"))); err != nil {
		t.Fatal(err)
	}
	if code, out, _ := run(t, "verify", "--data="+data); code != 3 || !strings.Contains(out, "its file is missing") {
		t.Errorf("%d %s", code, out)
	}
}
