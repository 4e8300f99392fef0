package resolve

import (
	"bytes"
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/content/picture"
	"lectern/graph/internal/model"
)

// MaxUpload is the maximum size of a file in a mutation, in bytes. The request has it as
// base64, in memory.
const MaxUpload = 1 << 20

var errNoLibrary = errors.New("graph: no library of files is configured")

// QueryAsset returns a file by its id, or nil if there is none for this reader.
func QueryAsset(ctx context.Context, id content.ID) (*content.Asset, error) {
	of, err := content.ParseAssetID(string(id))
	if err != nil {
		return nil, nil // an id of no file
	}
	return assetOf(ctx, of)
}

// assetOf returns a file, or nil if there is none for this reader.
func assetOf(ctx context.Context, of content.AssetID) (*content.Asset, error) {
	if OperationFrom(ctx).Actor.May(content.RoleEditor) {
		return draftAsset(ctx, of.URL())
	}
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return found(view, of.URL())
}

// draftAsset returns the uploaded file at a draft's URL, or nil if the URL is of another file.
func draftAsset(ctx context.Context, u locale.URL) (*content.Asset, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	return found(view, u)
}

// AudioDraftAsset returns the uploaded file of a recording, or nil if its URL is of another
// file.
func AudioDraftAsset(ctx context.Context, a *catalog.Audio) (*content.Asset, error) {
	return draftAsset(ctx, a.URL)
}

// SourceDraftAsset returns the uploaded file of a video source, or nil if its URL is of
// another file.
func SourceDraftAsset(ctx context.Context, s *catalog.Source) (*content.Asset, error) {
	return draftAsset(ctx, s.URL)
}

// ImageDraftImage returns a draft's picture as readers get it.
func ImageDraftImage(ctx context.Context, i *content.Image) (*content.Image, error) {
	return Picture(ctx, i.URL)
}

// AssetURL returns the URL of a file.
func AssetURL(ctx context.Context, a *content.Asset) (locale.URL, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return "", err
	}
	return content.AssetURL(view, a.ID), nil
}

// AssetImage returns a file as a picture, or nil if it is not one.
func AssetImage(ctx context.Context, a *content.Asset) (*content.Image, error) {
	if a.Kind != content.AssetImage {
		return nil, nil
	}
	return Picture(ctx, a.ID.URL())
}

// AssetUses returns the documents that use a file and are visible to this reader.
func AssetUses(ctx context.Context, a *content.Asset) ([]content.Document, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return listing.AssetUses(view, a.ID)
}

// AssetDraftUses returns the documents that use a file, as editors see them.
func AssetDraftUses(ctx context.Context, a *content.Asset) ([]content.Document, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	return listing.AssetUses(view, a.ID)
}

func found(view *content.View, u locale.URL) (*content.Asset, error) {
	id, ok := content.AssetIn(u)
	if !ok {
		return nil, nil
	}
	a, err := listing.ReadAsset(view, id)
	if content.IsNotFound(err) {
		return nil, nil
	}
	return a, err
}

// QueryAssets returns a page of all files.
func QueryAssets(ctx context.Context, first int, after *string) (*listing.AssetConnection, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	library := OperationFrom(ctx).Library
	if library == nil {
		return nil, errNoLibrary
	}
	return listing.UploadedAssets(view, library, first, given(after))
}

// Picture returns the picture at a URL, or nil.
func Picture(ctx context.Context, u locale.URL) (*content.Image, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return content.ImageAt(view, u), nil
}

// ImageVariants returns a picture in other sizes.
func ImageVariants(ctx context.Context, image *content.Image, widths []int, shape picture.Shape, fit picture.Fit, format picture.Format) ([]*content.ImageVariant, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return content.ImageVariants(view, image, widths, content.Variant{Shape: shape, Fit: fit, Format: format})
}

// MutationUploadAsset stores a file. The file is stored before the transaction commits, so
// that a document of the same operation can refer to it. If the transaction fails, nothing
// refers to the file, and it is removed as unused files are.
func MutationUploadAsset(ctx context.Context, input model.UploadAssetInput) (*model.UploadAssetPayload, error) {
	op := OperationFrom(ctx)
	return staged(ctx, graphql.Omittable[*string]{}, func(_ *content.Transaction, o *outcome) (err error) {
		if op.Library == nil {
			return errNoLibrary
		}
		if len(input.Data) > MaxUpload {
			return o.refuseFile(content.FileTooLarge, MaxUpload)
		}
		if op.Editing.DryRun {
			return nil
		}
		o.asset, err = op.Library.Add(content.AssetUpload{Name: input.Name, Kind: value(input.Kind)}, bytes.NewReader(input.Data))
		var domain *content.Error
		if errors.As(err, &domain) && domain.Code == content.CodeBadInput {
			return o.refuseFile(content.BadFile, domain.Message)
		}
		return err
	}, tellUploaded)
}

// tellUploaded completes the payload of an upload.
func tellUploaded(ctx context.Context, o *outcome, payload *model.UploadAssetPayload) (err error) {
	e := OperationFrom(ctx).Editing
	if payload.UserErrors = pointers(o.userErrors(e)); len(payload.UserErrors) > 0 {
		return nil
	}
	payload.Asset = o.asset
	if e.found != nil && o.asset != nil {
		payload.Asset, err = draftAsset(ctx, o.asset.ID.URL())
	}
	return err
}

// refuseFile reports why a file is refused.
func (o *outcome) refuseFile(code content.ProblemCode, why any) error {
	o.problems = []content.Problem{content.UploadProblem("data", code, why)}
	return nil
}
