package content

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

const assetCursor = "asset"

// UploadedAssets is a page of all files that were uploaded, the newest first,
// for a view of Drafts.
func UploadedAssets(v *View, library AssetLibrary, first int, after *string) (*Feed[*Asset], error) {
	if !v.whole {
		return nil, Errorf(CodeForbidden, "Only editors see this.")
	}
	if first < 1 || first > MaxPage {
		return nil, Errorf(CodeBadInput, "first must be from 1 to %d.", MaxPage).At("first")
	}
	from, err := assetPlace(after)
	if err != nil {
		return nil, err
	}
	assets, err := library.List(from, first+1)
	if IsNotFound(err) {
		return nil, errAssetCursor()
	}
	if err != nil {
		return nil, err
	}
	page := &Feed[*Asset]{next: len(assets) > first, later: after != nil}
	for _, a := range assets[:min(first, len(assets))] {
		digits, _ := hex.DecodeString(a.ID.Digits()) // of an id that the library made
		page.add(a, base64.RawURLEncoding.EncodeToString(append([]byte(assetCursor), digits...)))
	}
	return page, nil
}

func errAssetCursor() error {
	return Errorf(CodeBadCursor, "This cursor is not of a list of files.").At("after")
}

// assetPlace is the file that a cursor stands after; none where it is nil.
func assetPlace(after *string) (AssetID, error) {
	if after == nil {
		return "", nil
	}
	b, err := base64.RawURLEncoding.DecodeString(*after)
	digits, ok := strings.CutPrefix(string(b), assetCursor)
	if err != nil || !ok || len(digits) != 32 {
		return "", errAssetCursor()
	}
	return NewAssetID([32]byte([]byte(digits))), nil
}
