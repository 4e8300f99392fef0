//go:build browser

package e2e_test

import (
	"io/fs"
	"regexp"
	"testing"

	"lectern/playground"
)

// maxFirstPaint is the maximum size of what the playground loads before it shows anything, in
// compressed bytes: without the editors and the forms, which are loaded later.
const maxFirstPaint = 400 << 10

var loaded = regexp.MustCompile(`(?:src|href)="/playground/(assets/[^"]+)"`)

// TestPlaygroundIsSmall adds up the files in the page's head.
func TestPlaygroundIsSmall(t *testing.T) {
	t.Parallel()
	files := playground.Files()
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		t.Fatalf("the playground is not built, run make playground: %v", err)
	}
	total, found := int64(0), loaded.FindAllSubmatch(index, -1)
	for _, match := range found {
		info, err := fs.Stat(files, string(match[1])+".gz")
		if err != nil { // too small for compression
			info, err = fs.Stat(files, string(match[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	t.Logf("%d files, %d KiB", len(found), total>>10)
	if len(found) < 2 || total > maxFirstPaint {
		t.Errorf("the page loads %d files with %d bytes before it shows anything, want at most %d", len(found), total, maxFirstPaint)
	}
}
