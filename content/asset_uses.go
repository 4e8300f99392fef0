package content

import (
	"slices"

	"lectern/content/locale"
)

// UsesOfAsset lists the documents of a kind that use an asset.
var UsesOfAsset = Index{"asset", "updatedAt"}

// AssetAttribute has the assets of a document. Every kind with a field for files has it.
var AssetAttribute = Attribute{Name: "asset", Of: func(d Document) []Key {
	var keys []Key
	for _, id := range AssetsOf(d) {
		keys = append(keys, StringKey(id))
	}
	return keys
}}

// AssetsOf returns the assets of a stored document, without duplicates.
func AssetsOf(d Document) []AssetID { return nowhere.AssetsOf(d) }

// AssetsOf is AssetsOf for a document that may also have URLs of the service.
func (s *Site) AssetsOf(d Document) (ids []AssetID) {
	EachField(d, func(f TreeField) {
		u, isURL := f.Value.Interface().(locale.URL)
		if !isURL {
			return
		}
		if id, ok := AssetIn(s.Stored(u)); ok && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	})
	return ids
}

// AssetURL returns the URL of a file that the view has shown.
func AssetURL(v *View, id AssetID) locale.URL {
	address, _ := v.site.public(id.URL())
	return address
}

// RangeOfUses is the range of the keys of the documents of a kind that use an asset: empty for a
// kind without files.
func RangeOfUses(kind *Kind, id AssetID) Range {
	if kind.Attribute(UsesOfAsset.By) == nil {
		return Range{}
	}
	prefix := indexPrefix(kind, UsesOfAsset, "", StringKey(id))
	return Range{prefix, keyAfter(prefix)}
}
