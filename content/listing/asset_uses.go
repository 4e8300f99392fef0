package listing

import (
	"slices"

	"lectern/content"
)

// ShowsAsset reports whether this reader may see a file: whether a document of the view shows
// it. A hidden document, or a picture of somebody who no longer consents to it, shows nothing.
func ShowsAsset(v *content.View, id content.AssetID) (bool, error) {
	_, ok, err := TitleOfAsset(v, id)
	return ok, err
}

// TitleOfAsset is ShowsAsset, with the title of the first such document in the view.
func TitleOfAsset(v *content.View, id content.AssetID) (title string, ok bool, err error) {
	shown, err := usesOf(v, id, 1)
	if len(shown) == 0 {
		return "", false, err
	}
	return content.KindOf(shown[0]).Title(shown[0]).String(), true, nil
}

// maxAssetUses is the maximum number of listed uses of an asset.
const maxAssetUses = 100

// AssetUses lists the documents of the view that use a file, up to 100, grouped by kind, the
// longest unchanged first. In Drafts it includes documents whose published version uses it,
// though their draft has another.
func AssetUses(v *content.View, id content.AssetID) ([]content.Document, error) {
	return usesOf(v, id, maxAssetUses)
}

// usesOf returns up to limit documents of the view that use a file.
func usesOf(v *content.View, id content.AssetID, limit int) (uses []content.Document, err error) {
	seen := map[content.ID]bool{}
	for _, kind := range content.Kinds() {
		r := content.RangeOfUses(kind, id)
		if r == (content.Range{}) {
			continue
		}
		keys, err := content.ScanCurrent(v, r, maxAssetUses)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			d, err := v.Get(content.KeyID(key))
			if err != nil && !content.IsNotFound(err) {
				return nil, err
			}
			// The index has the stored content; the view decides what is shown of it.
			shown := err == nil && (v.Whole() || slices.Contains(v.Site().AssetsOf(d), id))
			if shown && !seen[d.Base().ID] {
				seen[d.Base().ID] = true
				uses = append(uses, d)
			}
			if len(uses) == limit {
				return uses, nil
			}
		}
	}
	return uses, nil
}

// ReadAsset returns the metadata of a file for this reader: CodeNotFound if there is none, or
// if nothing in the view shows it. Drafts has every file, with its original name, which may
// identify a person.
func ReadAsset(v *content.View, id content.AssetID) (*content.Asset, error) {
	missing := content.Errorf(content.CodeNotFound, "There is no such file.")
	if _, err := content.ParseAssetID(string(id)); err != nil {
		return nil, missing
	}
	if !v.Whole() {
		switch shown, err := ShowsAsset(v, id); {
		case err != nil:
			return nil, err
		case !shown:
			return nil, missing
		}
	}
	if v.Site().Assets == nil {
		return nil, missing
	}
	a, err := v.Site().Assets.Asset(id)
	if content.IsNotFound(err) {
		return nil, missing
	}
	if err != nil {
		return nil, err
	}
	if !v.Whole() {
		nameless := *a
		nameless.Name = ""
		return &nameless, nil
	}
	return a, nil
}
