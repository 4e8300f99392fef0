package jsonld

import (
	"encoding/json"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/internal/feed/feedtest"
)

// TestWork: a document of a type without a vocabulary in schema.org has its name, its notice
// and its picture.
func TestWork(t *testing.T) {
	t.Parallel()
	v, err := content.OpenView(t.Context(), feedtest.World(t), content.ViewOptions{Site: feedtest.Site})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for _, kind := range catalog.Kinds() {
		ids, err := listing.IDs(v, listing.Query{Kind: kind, Order: "slug"})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			d, err := v.Get(id)
			if err != nil {
				t.Fatal(err)
			}
			r := &reader{view: v, outer: d.Base().Language}
			n, err := r.work(d)
			if err != nil {
				t.Fatal(err)
			}
			b, err := json.Marshal(n)
			if err != nil {
				t.Fatal(err)
			}
			var said struct{ Name, Description, Image string }
			if err := json.Unmarshal(b, &said); err != nil {
				t.Fatal(err)
			}
			notice, err := catalog.ContentNotice(v, d)
			if err != nil {
				t.Fatal(err)
			}
			picture, err := catalog.PictureOf(v, d)
			if err != nil {
				t.Fatal(err)
			}
			if said.Name != kind.Title(d).String() || !strings.HasPrefix(said.Description, notice.String()) || (picture != nil) != (said.Image != "") {
				t.Errorf("%s: %s", id, b)
			}
		}
	}
}
