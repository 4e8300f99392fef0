package archtest

import (
	"os"
	"regexp"
	"testing"
)

// pins are the modules on whose internals our code relies, beyond their documentation. Before
// an upgrade, review what reliance names.
var pins = []struct{ module, version, reliance string }{
	{"go.etcd.io/bbolt", "v1.5.0", "the layout of pages and the free list (internal/store/pages.go, purge.go), and that a commit which failed leaves the file as it was or as it should be (writer.go)"},
	{"github.com/blevesearch/bleve/v2", "v2.6.3", "segments read directly (internal/search/postings.go, columns.go), and when files are removed (generations.go)"},
	{"github.com/blevesearch/zapx/v17", "v17.2.5", "the segments that bleve writes: postings lists that have OrInto and refer to the mapped file (internal/search/postings.go), and the names of files (generation.go)"},
	{"github.com/blevesearch/snowballstem", "v0.9.0", "the stems of the words in the index: if they change, raise version in internal/search/generation.go, so that indexes are rebuilt"},
	{"github.com/99designs/gqlgen", "v0.17.98", "the fields of codegen.Data, the imports that templates.Render keeps, and the binder's Marshal and Unmarshal pairs (graph/internal/execgen)"},
	{"github.com/vektah/gqlparser/v2", "v2.5.64", "what documents take in memory (graph/document_cache.go), and what its validation leaves to us: the coercion of variables (graph/internal/exec), halves of surrogate pairs and the cost of merging fields (graph/internal/limit)"},
	{"golang.org/x/text", "v0.43.0", "collation keys: another version gives others, and each index of names is rebuilt at the first start (content/key.go)"},
}

// TestPins fails if one of these modules has a version that was not reviewed.
func TestPins(t *testing.T) {
	t.Parallel()
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, pin := range pins {
		found := regexp.MustCompile(`(?m)^\s*(?:require )?` + regexp.QuoteMeta(pin.module) + ` (v\S+)`).FindSubmatch(mod)
		switch {
		case found == nil:
			t.Errorf("go.mod no longer has %s: remove it from pins", pin.module)
		case string(found[1]) != pin.version:
			t.Errorf("%s is %s and was %s. We rely on %s. Look at its changes, run make test, make fault and make test-reference, and then write the new version in pins.", pin.module, found[1], pin.version, pin.reliance)
		}
	}
}
