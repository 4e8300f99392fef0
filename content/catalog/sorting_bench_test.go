package catalog_test

import (
	"fmt"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
)

// people returns a store with speakers.
func people(tb testing.TB, names ...string) *contenttest.Memory {
	store := contenttest.NewMemory()
	for len(names) > 0 {
		some := names[:min(len(names), content.MaxChangeDocuments)]
		names = names[len(some):]
		documents := make([]content.Document, len(some))
		for i, name := range some {
			s := contenttest.Speaker(fmt.Sprintf("%s %d", name, len(names)+i))
			s.Name, s.Slug = name, fmt.Sprintf("p%d", len(names)+i)
			documents[i] = s
		}
		contenttest.Publish(tb, store, documents...)
	}
	return store
}

func BenchmarkPageByName(b *testing.B) {
	names := make([]string, 1000)
	for i := range names {
		names[i] = fmt.Sprintf("%c%s Ågesen", 'A'+i%26, []string{"nna", "arl", "øren", "åse"}[i%4])
	}
	store := people(b, names...)
	first := 20
	for b.Loop() {
		view := contenttest.View(b, store, content.Anonymous, "en")
		page, err := listing.Read[*catalog.Speaker](view, listing.Query{Kind: content.KindNamed("speaker"), Order: "sortName", First: &first})
		if err != nil || len(page.Nodes()) != first {
			b.Fatal(err)
		}
		_ = view.Close()
	}
}

// BenchmarkDerive measures the keys for a write: those of the former and the new version.
func BenchmarkDerive(b *testing.B) {
	store := contenttest.NewMemory()
	contenttest.Publish(b, store, contenttest.Conference("Fagdag"), contenttest.Speaker("Anna"))
	session := contenttest.Session("Panel om fremtidens indsats", "Fagdag", 1, "Anna")
	n := 0
	for b.Loop() {
		n++
		s := content.Clone(session)
		s.Room = fmt.Sprint("Sal ", n)
		contenttest.Save(b, store, s)
	}
}
