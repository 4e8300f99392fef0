package listing

import (
	"encoding/base64"
	"encoding/hex"
	"strings"

	"lectern/content"
)

const assetCursor = "asset"

// UploadedAssets returns a page of all uploaded files, the newest first, for a view of Drafts.
func UploadedAssets(v *content.View, library content.AssetLibrary, first int, after *string) (*Feed[*content.Asset], error) {
	if err := checkWhole(v); err != nil {
		return nil, err
	}
	if err := checkFirst(first); err != nil {
		return nil, err
	}
	from, err := assetPlace(after)
	if err != nil {
		return nil, err
	}
	assets, err := library.List(from, first+1)
	if content.IsNotFound(err) {
		return nil, errAssetCursor()
	}
	if err != nil {
		return nil, err
	}
	page := &Feed[*content.Asset]{next: len(assets) > first, later: after != nil}
	for _, a := range assets[:min(first, len(assets))] {
		digits, _ := hex.DecodeString(a.ID.Digits()) // always valid in an id of the library
		page.add(a, base64.RawURLEncoding.EncodeToString(append([]byte(assetCursor), digits...)))
	}
	return page, nil
}

func errAssetCursor() error {
	return content.Errorf(content.CodeBadCursor, "This cursor is not from the list of files. Use the cursors of its pages.").At("after")
}

// assetPlace returns the file of a cursor; "" for nil.
func assetPlace(after *string) (content.AssetID, error) {
	if after == nil {
		return "", nil
	}
	b, err := base64.RawURLEncoding.DecodeString(*after)
	digits, ok := strings.CutPrefix(string(b), assetCursor)
	if err != nil || !ok || len(digits) != 32 {
		return "", errAssetCursor()
	}
	return content.NewAssetID([32]byte([]byte(digits))), nil
}
