package graph

import (
	"bytes"
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
	"lectern/graph/internal/model"
)

// MaxUpload bounds the files that a mutation takes in: it has them in memory, and
// as base64 in the body of a request.
const MaxUpload = 1 << 20

var errNoLibrary = errors.New("graph: there is nothing that keeps files")

// asset is a file by its id: nil where there is none that is for
// this reader.
func asset(ctx context.Context, id content.ID) (*content.Asset, error) {
	of, err := content.ParseAssetID(string(id))
	if err != nil {
		return nil, nil // an id of no file
	}
	if ActorFrom(ctx).May(content.RoleEditor) {
		return draftAsset(ctx, of.URL())
	}
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return found(view, of.URL())
}

// draftAsset is the file that a draft has at an address: nil where it is another
// one.
func draftAsset(ctx context.Context, u content.URL) (*content.Asset, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	return found(view, u)
}

func found(view *content.View, u content.URL) (*content.Asset, error) {
	id, ok := u.Asset()
	if !ok {
		return nil, nil
	}
	a, err := view.Asset(id)
	if content.IsNotFound(err) {
		return nil, nil
	}
	return a, err
}

// assets is a page of all files.
func assets(ctx context.Context, first int, after *string) (*content.AssetConnection, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	library := operationFrom(ctx).library
	if library == nil {
		return nil, errNoLibrary
	}
	return content.UploadedAssets(view, library, first, given(after))
}

// picture is the one at an address; nil where there is none.
func picture(ctx context.Context, u content.URL) (*content.Image, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return view.Image(u), nil
}

// variant is the address of a picture in another size or format.
func variant(ctx context.Context, image *content.Image, width, height *int, fit content.ImageFit, format *content.ImageFormat) (content.URL, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return "", err
	}
	v := content.Variant{}
	for _, side := range []struct {
		name string
		of   *int
		to   *int
	}{{"width", width, &v.Width}, {"height", height, &v.Height}} {
		if side.of == nil {
			continue
		}
		if *side.of < 1 {
			return "", content.Errorf(content.CodeBadInput, "A picture has at least 1 pixel on each side.").At(side.name)
		}
		*side.to = *side.of
	}
	if format != nil {
		v.Format = *format
	}
	if v != (content.Variant{}) { // how it fits is of no matter to the picture as it is
		v.Fit = fit
	}
	return view.ImageURL(image, v)
}

// uploadAsset takes a file in. It is kept before anything that the operation
// writes, so that a document of the same operation can name it; where nothing of
// that is kept, nothing names the file, and it goes as such files do.
func uploadAsset(ctx context.Context, input model.UploadAssetInput) (*model.UploadAssetPayload, error) {
	op := operationFrom(ctx)
	return staged(ctx, graphql.Omittable[*string]{}, func(_ *content.Transaction, o *outcome) (err error) {
		if op.library == nil {
			return errNoLibrary
		}
		if len(input.Data) > MaxUpload {
			return o.refuseFile(content.FileTooLarge, MaxUpload)
		}
		if op.editing.dryRun {
			return nil
		}
		o.asset, err = op.library.Add(content.AssetUpload{Name: input.Name, Kind: value(input.Kind)}, bytes.NewReader(input.Data))
		var domain *content.Error
		if errors.As(err, &domain) && domain.Code == content.CodeBadInput {
			return o.refuseFile(content.BadFile, domain.Message)
		}
		return err
	}, func(_ context.Context, o *outcome, payload *model.UploadAssetPayload) error {
		if payload.UserErrors = pointers(o.userErrors(op.editing)); len(payload.UserErrors) == 0 {
			payload.Asset = o.asset
		}
		return nil
	})
}

// refuseFile takes note of why a file can't be taken.
func (o *outcome) refuseFile(code content.ProblemCode, why any) error {
	o.problems = []content.Problem{content.UploadProblem("data", code, why)}
	return nil
}
