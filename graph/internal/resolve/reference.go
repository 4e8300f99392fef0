package resolve

import (
	"context"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/content/schedule"
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

// QueryNode returns the document, draft, file or scheduled step with an id, or nil if there is none for this
// reader.
func QueryNode(ctx context.Context, id content.NodeID) (content.Node, error) {
	if of, version, ok := id.Draft(); ok {
		return draftNode(ctx, of, version)
	}
	if of, err := content.ParseAssetID(string(id)); err == nil {
		return nodeOf(assetOf(ctx, of))
	}
	if of, ok := schedule.DocumentOf(id); ok {
		return stepNode(ctx, of, id)
	}
	return nodeOf(Reference[content.Document](ctx, id.Document()))
}

// stepNode returns a scheduled step of a document, or nil for readers.
func stepNode(ctx context.Context, of content.ID, id content.NodeID) (content.Node, error) {
	if !OperationFrom(ctx).Actor.May(content.RoleEditor) {
		return nil, nil
	}
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	status, err := content.PublishingOf(view, of)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, step := range status.Steps {
		if step.NodeID() == id {
			return step, nil
		}
	}
	return nil, nil
}

// draftNode returns a draft, or nil for readers.
func draftNode(ctx context.Context, of content.ID, version content.Revision) (content.Node, error) {
	if !OperationFrom(ctx).Actor.May(content.RoleEditor) {
		return nil, nil
	}
	d, err := draftAt(ctx, of, version)
	if d == nil || err != nil {
		return nil, err
	}
	return content.DraftNode{Document: d}, nil
}

// nodeOf returns a pointer as a Node that is nil if the pointer is.
func nodeOf[T interface {
	content.Node
	comparable
}](v T, err error) (content.Node, error) {
	var none T
	if v == none || err != nil {
		return nil, err
	}
	return v, nil
}

// QueryNodes is QueryNode for several ids, in their order.
func QueryNodes(ctx context.Context, ids []content.NodeID) ([]content.Node, error) {
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
func DocumentHelpline(ctx context.Context, d content.Document) (*content.Helpline, error) {
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
