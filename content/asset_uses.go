package content

import (
	"slices"

	"lectern/content/locale"
)

// UsesOfAsset lists the documents of a kind that use an asset.
var UsesOfAsset = Index{"asset", "updatedAt"}

// AssetAttribute has the assets of a document. Every kind with a field for files has it.
var AssetAttribute = Attribute{Name: "asset", Of: func(d Document) []Key {
	ids := AssetsOf(d)
	keys := make([]Key, len(ids))
	for i, id := range ids {
		keys[i] = StringKey(id)
	}
	return keys
}}

// AssetsOf returns the assets of a stored document, without duplicates.
func AssetsOf(d Document) []AssetID { return nowhere.assetsOf(d) }

// assetsOf is AssetsOf for a document that may also have URLs of the service.
func (s *Site) assetsOf(d Document) (ids []AssetID) {
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

// ShowsAsset reports whether this reader may see a file: whether a document of the view shows
// it. A hidden document, or a picture of somebody who no longer consents to it, shows nothing.
func ShowsAsset(v *View, id AssetID) (bool, error) {
	_, ok, err := TitleOfAsset(v, id)
	return ok, err
}

// TitleOfAsset is ShowsAsset, with the title of the first such document in the view.
func TitleOfAsset(v *View, id AssetID) (title string, ok bool, err error) {
	shown, err := v.usesOf(id, 1)
	if len(shown) == 0 {
		return "", false, err
	}
	return KindOf(shown[0]).Title(shown[0]).String(), true, nil
}

// maxAssetUses is the maximum number of listed uses of an asset.
const maxAssetUses = 100

// AssetUses lists the documents of the view that use a file, up to 100, grouped by kind, the
// longest unchanged first. In Drafts it includes documents whose published version uses it,
// though their draft has another.
func AssetUses(v *View, id AssetID) ([]Document, error) { return v.usesOf(id, maxAssetUses) }

// usesOf returns up to limit documents of the view that use a file.
func (v *View) usesOf(id AssetID, limit int) (uses []Document, err error) {
	spaces := []Space{v.space}
	if v.whole {
		spaces = []Space{DraftIndex, PublicIndex}
	}
	seen := map[ID]bool{}
	for _, kind := range kinds {
		if kind.Attribute(UsesOfAsset.By) == nil {
			continue
		}
		prefix := indexPrefix(kind, UsesOfAsset, "", StringKey(id))
		for _, space := range spaces {
			keys, err := v.scan(nil, space, Range{prefix, keyAfter(prefix)}, false, maxAssetUses)
			if err != nil {
				return nil, err
			}
			for _, key := range keys {
				d, err := v.Get(KeyID(key))
				if err != nil && !IsNotFound(err) {
					return nil, err
				}
				// The index has the stored content; the view decides what is shown of it.
				shown := err == nil && (v.whole || slices.Contains(v.site.assetsOf(d), id))
				if shown && !seen[d.Base().ID] {
					seen[d.Base().ID] = true
					uses = append(uses, d)
				}
				if len(uses) == limit {
					return uses, nil
				}
			}
		}
	}
	return uses, nil
}

// ReadAsset returns the metadata of a file for this reader: CodeNotFound if there is none, or
// if nothing in the view shows it. Drafts has every file, with its original name, which may
// identify a person.
func ReadAsset(v *View, id AssetID) (*Asset, error) {
	missing := Errorf(CodeNotFound, "There is no such file.")
	if _, err := ParseAssetID(string(id)); err != nil {
		return nil, missing
	}
	if !v.whole {
		switch shown, err := ShowsAsset(v, id); {
		case err != nil:
			return nil, err
		case !shown:
			return nil, missing
		}
	}
	a, err := v.site.asset(id.URL())
	if err != nil {
		return nil, err
	}
	if a == nil {
		return nil, missing
	}
	if !v.whole {
		nameless := *a
		nameless.Name = ""
		return &nameless, nil
	}
	return a, nil
}

// AssetURL returns the URL of a file that the view has shown.
func AssetURL(v *View, id AssetID) locale.URL {
	address, _ := v.site.public(id.URL())
	return address
}
