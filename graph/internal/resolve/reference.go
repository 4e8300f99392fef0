package resolve

import (
	"context"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
)

// Reference is the document that another refers to: nil where there is none,
// and where it is not for this reader.
func Reference[D content.Document](ctx context.Context, id content.ID) (none D, err error) {
	if id == "" {
		return none, nil
	}
	view, err := ViewFrom(ctx)
	if err != nil {
		return none, err
	}
	doc, err := content.Get[D](view, id)
	if content.IsNotFound(err) {
		return none, nil
	}
	return doc, err
}

// References are the documents that another refers to, without those that are
// not for this reader.
func References[D content.Document](ctx context.Context, ids []content.ID) ([]D, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	documents := make([]D, 0, len(ids))
	for _, id := range ids {
		switch d, err := content.Get[D](view, id); {
		case err == nil:
			documents = append(documents, d)
		case !content.IsNotFound(err):
			return nil, err
		}
	}
	return documents, nil
}

// BySlug is the document of a type that has a slug or was public under it: nil
// where there is none that is for this reader.
func BySlug[D content.Document](ctx context.Context, slug string) (none D, err error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return none, err
	}
	d, err := view.BySlug(kindOf[D](), slug)
	if content.IsNotFound(err) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	return d.(D), nil
}

// QueryNode is the document of an id, whatever its type: nil where there is none
// that is for this reader.
func QueryNode(ctx context.Context, id content.ID) (content.Node, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	d, err := view.Get(id)
	if content.IsNotFound(err) {
		return nil, nil
	}
	return d, err
}

// QueryNodes are the documents of several ids, in their order, with nil where there
// is none.
func QueryNodes(ctx context.Context, ids []content.ID) ([]content.Node, error) {
	if len(ids) > listing.MaxPage {
		return nil, content.Errorf(content.CodeBadInput, "At most %d ids are allowed at once.", listing.MaxPage).At("ids")
	}
	found := make([]content.Node, len(ids))
	for i, id := range ids {
		d, err := QueryNode(ctx, id)
		if err != nil {
			return nil, err
		}
		found[i] = d
	}
	return found, nil
}

// DocumentContentNotice is what a reader is told before a media item.
func DocumentContentNotice(ctx context.Context, d content.Document) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	notice, err := catalog.ContentNotice(view, d)
	text := notice.String()
	return &text, err
}

// DocumentHelpline is where a reader of a media item finds help.
func DocumentHelpline(ctx context.Context, d content.Document) (*catalog.Helpline, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.HelplineOf(view, d)
}

// Shown are the items of a list whose person is for this reader.
func Shown[T any](ctx context.Context, items []T, person func(*T) content.ID) ([]*T, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.Shown(view, items, person)
}
