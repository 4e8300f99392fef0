package resolve

import (
	"context"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
)

// Reference returns the document that another refers to, or nil if there is none or this
// reader may not see it.
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

// References returns the documents that another refers to, without those that this reader may
// not see.
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

// BySlug returns the document of a type that has a slug or was public under it, or nil if
// there is none for this reader.
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

// QueryNode returns a document of any type by its id, or nil if there is none for this reader.
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

// QueryNodes returns the documents of several ids in their order, with nil for absent ones.
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

// DocumentContentNotice returns the notice that precedes a media item.
func DocumentContentNotice(ctx context.Context, d content.Document) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	notice, err := catalog.ContentNotice(view, d)
	text := notice.String()
	return &text, err
}

// DocumentHelpline returns the helpline that is shown with a media item.
func DocumentHelpline(ctx context.Context, d content.Document) (*catalog.Helpline, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.HelplineOf(view, d)
}

// Shown returns the items of a list whose person is visible to this reader.
func Shown[T any](ctx context.Context, items []T, person func(*T) content.ID) ([]*T, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.Shown(view, items, person)
}
