package catalog

import (
	"runtime"
	"testing"

	"lectern/content"
	"lectern/content/locale"
)

// TestWeigh compares the computed memory of versions with the real one, once they are served in
// each language.
func TestWeigh(t *testing.T) {
	// Not parallel: it measures memory.
	all := realistic()
	for _, d := range examples() {
		all["example "+content.KindOf(d).Name] = d
	}
	for name, d := range all {
		encoded, err := content.Encode(d)
		if err != nil {
			t.Fatal(err)
		}
		const n = 500
		kept := make([]*content.Stored, n)
		before := heapInUse()
		for i := range kept {
			if kept[i], err = content.Decode(encoded, 1); err != nil {
				t.Fatal(err)
			}
			kept[i].References()
			for _, l := range locale.Languages() {
				kept[i].In(locale.Preferences(l), testSite, content.State{})
			}
		}
		took := int(heapInUse()-before) / n
		if says := kept[0].Weigh(); says < took*9/10 || says > took*13/10 {
			t.Errorf("%s takes %d bytes, and says %d", name, took, says)
		}
		runtime.KeepAlive(kept)
	}
}

func heapInUse() uint64 {
	runtime.GC()
	runtime.GC() // sweep the garbage of the first
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
