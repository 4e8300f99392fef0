package graph

import (
	"slices"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
)

// TestSearchTypes: each kind can be searched by its name, and each field of a passage has one.
func TestSearchTypes(t *testing.T) {
	t.Parallel()
	values := func(enum string) (names []string) {
		for _, v := range schemaTypes()[enum].EnumValues {
			names = append(names, v.Name)
		}
		return names
	}
	types := values("SearchType")
	for _, kind := range catalog.Kinds() {
		if !slices.Contains(types, string(kind.Type())) {
			t.Errorf("SearchType lacks %s", kind.Type())
		}
	}
	if len(types) != len(catalog.Kinds()) {
		t.Errorf("SearchType has %v", types)
	}
	for _, name := range values("SearchField") {
		if !content.SearchField(name).Valid() {
			t.Errorf("SearchField has %s, which is none", name)
		}
	}
}
