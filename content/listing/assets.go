package listing

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"lectern/content"
	"lectern/content/locale"
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

// NamedAssets returns the assets that any version in the log refers to, including drafts and
// former versions. Other uploaded files are no longer needed, such as a portrait of an erased
// person. It reads the whole log.
func NamedAssets(ctx context.Context, store content.Store) (map[content.AssetID]bool, error) {
	named := map[content.AssetID]bool{}
	const page = 100
	for from, more := content.Revision(0), true; more; {
		// One snapshot per page, so that none stays open for long.
		snapshot, err := store.Snapshot(ctx)
		if err != nil {
			return nil, err
		}
		sets, err := snapshot.Changes(from, page)
		if err := errors.Join(err, snapshot.Close()); err != nil {
			return nil, err
		}
		for _, set := range sets {
			for _, b := range set.Documents {
				EachStoredAsset(b, func(id content.AssetID) { named[id] = true })
			}
			from = set.Revision
		}
		more = len(sets) == page
	}
	return named, nil
}

// storedAsset matches an asset anywhere in a stored version, also in a text.
var storedAsset = regexp.MustCompile(locale.AssetScheme + "[0-9a-f]{" + strconv.Itoa(locale.AssetDigits) + "}")

// EachStoredAsset visits the assets in an encoded version, also in its texts.
func EachStoredAsset(encoded []byte, do func(content.AssetID)) {
	for _, u := range storedAsset.FindAll(encoded, -1) {
		if id, ok := content.AssetIn(locale.URL(u)); ok {
			do(id)
		}
	}
}
