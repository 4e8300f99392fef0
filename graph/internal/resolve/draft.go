package resolve

import (
	"context"
	"reflect"

	"lectern/content"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/graph/internal/model"
)

// Draft returns a document by its id as editors see it, or nil.
func Draft[D content.Document](ctx context.Context, id content.ID) (none D, err error) {
	if id == "" {
		return none, nil
	}
	view, err := draftsFrom(ctx)
	if err != nil {
		return none, err
	}
	d, err := content.Get[D](view, id)
	if content.IsNotFound(err) {
		return none, nil
	}
	return d, err
}

// DraftBy is Draft by an id or by a slug.
func DraftBy[D content.Document](ctx context.Context, id *content.ID, slug *string) (none D, err error) {
	switch {
	case (id == nil) == (slug == nil):
		return none, content.Errorf(content.CodeBadInput, "Give either an id or a slug.").At("id")
	case id != nil:
		return Draft[D](ctx, *id)
	}
	view, err := draftsFrom(ctx)
	if err != nil {
		return none, err
	}
	d, err := view.BySlug(kindOf[D](), *slug)
	if content.IsNotFound(err) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	return d.(D), nil
}

// Drafts returns the documents that another document refers to.
func Drafts[D content.Document](ctx context.Context, ids []content.ID) ([]D, error) {
	documents := make([]D, 0, len(ids))
	for _, id := range ids {
		d, err := Draft[D](ctx, id)
		if err != nil {
			return nil, err
		}
		if content.Document(d) != content.Document(*new(D)) {
			documents = append(documents, d)
		}
	}
	return documents, nil
}

// DraftList is List for editors.
func DraftList[D content.Document, Order ~string](ctx context.Context, p Page, filter any, order Order, to ...Relation) (*listing.Connection[D], error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	return listIn[D](ctx, view, p, filter, order, to...)
}

// DraftsIn is DraftList for the documents in a state; nil means any but archived.
func DraftsIn[D content.Document, Order ~string](ctx context.Context, p Page, filter any, order Order, state *content.DraftState) (*listing.Connection[D], error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	spec := func() listing.Spec {
		s := specOf[D](filter, order, "")
		if state != nil {
			s.State = *state
		}
		return s
	}
	return pageOf[D](ctx, view, p, "", spec)
}

// DraftVersion returns a document as a change left it, or nil if the change did not affect it.
func DraftVersion[D content.Document](ctx context.Context, d D, r content.Revision) (none D, err error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return none, err
	}
	version, err := view.Version(d.Base().ID, r)
	if content.IsNotFound(err) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	return version.(D), nil
}

// draftAt returns a document as a change left it, or as it is now for revision 0; nil if there
// is none.
func draftAt(ctx context.Context, id content.ID, r content.Revision) (content.Document, error) {
	d, err := Draft[content.Document](ctx, id)
	if d == nil || err != nil || r == 0 {
		return d, err
	}
	return DraftVersion(ctx, d, r)
}

// DraftID returns a draft's own id, which is not that of the document as readers see it.
func DraftID(_ context.Context, d content.Document) (content.NodeID, error) {
	return content.DraftID(d), nil
}

// DraftDocumentID returns the id of a draft's document.
func DraftDocumentID(_ context.Context, d content.Document) (content.ID, error) {
	return d.Base().ID, nil
}

// DraftTranslationStatus returns the status of a document's texts in the other languages.
func DraftTranslationStatus(_ context.Context, d content.Document) ([]*content.TranslationStatus, error) {
	return content.Translations(d), nil
}

// DraftPublishing returns the publishing status of a document. In a dry run, it is the status
// that the document would have.
func DraftPublishing(ctx context.Context, d content.Document) (*content.PublishingStatus, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	return content.PublishingOf(view, d.Base().ID)
}

// DraftProblems returns what publishing a document now would report.
func DraftProblems(ctx context.Context, d content.Document) ([]*content.Problem, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	found, err := content.PublishingProblems(view, d, OperationFrom(ctx).Now)
	return pointers(found), err
}

// DraftHistory returns a page of a document's versions.
func DraftHistory(ctx context.Context, d content.Document, first int, after *string) (*listing.VersionConnection, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	return listing.ReadHistory(view, d.Base().ID, first, given(after))
}

// QueryChanges returns a page of the log.
func QueryChanges(ctx context.Context, first int, after *string, filter *model.ChangeFilter) (*listing.ChangeConnection, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	var f listing.LogFilter
	if filter != nil {
		f = listing.LogFilter{
			Document: value(filter.Document), Actor: value(filter.Actor),
			Since: value(filter.Since), Until: value(filter.Until), Actions: filter.Actions.Value(),
		}
	}
	return listing.ReadLog(view, first, given(after), f)
}

// ChangeDocumentCount returns how many documents a change wrote.
func ChangeDocumentCount(_ context.Context, c *content.Change) (int, error) {
	return len(c.Entries), nil
}

// ChangeVersions returns what a change did to each document, up to a page of them: moving a
// conference writes thousands.
func ChangeVersions(ctx context.Context, c *content.Change) ([]*content.Version, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	versions := content.VersionsOf(view, c)
	return versions[:min(len(versions), listing.MaxPage)], nil
}

// value returns the value of an optional field of an input, or the zero value.
func value[T any](field interface{ Value() *T }) (v T) {
	if p := field.Value(); p != nil {
		v = *p
	}
	return v
}

// permissions has what each role may do in addition to the roles before it.
var permissions = map[content.Role][]model.Permission{
	content.RoleReader:    {model.PermissionRead},
	content.RolePreviewer: {model.PermissionPreview},
	content.RoleEditor:    {model.PermissionEdit},
	content.RolePublisher: {model.PermissionPublish},
	content.RoleAdmin:     {model.PermissionErase},
}

// QueryViewer returns the actor of the request.
func QueryViewer(ctx context.Context) (*model.Viewer, error) {
	actor := OperationFrom(ctx).Actor
	v := &model.Viewer{Role: actor.Role}
	if actor.Name != "" {
		v.Name = &actor.Name
	}
	for _, role := range content.Roles() {
		if actor.May(role) {
			v.Permissions = append(v.Permissions, permissions[role]...)
		}
	}
	return v, nil
}

// pointers returns pointers to the items of a list, as generated types have them.
func pointers[T any](items []T) []*T {
	out := make([]*T, len(items))
	for i := range items {
		out[i] = &items[i]
	}
	return out
}

// QueryScheduled returns a page of planned steps, or of missed ones.
func QueryScheduled(ctx context.Context, first int, after *string, missed bool) (*listing.ScheduledConnection, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	if missed {
		return listing.Missed(view, first, given(after))
	}
	return listing.Scheduled(view, first, given(after))
}

// QueryDraft returns a document of any type by its id as editors see it, or nil.
func QueryDraft(ctx context.Context, id content.ID) (content.Document, error) {
	return Draft[content.Document](ctx, id)
}

// ScheduledStepID returns the id of a step.
func ScheduledStepID(_ context.Context, step *content.ScheduledStep) (content.NodeID, error) {
	return step.NodeID(), nil
}

// ScheduledStepDocument returns the document of a step, as editors see it.
func ScheduledStepDocument(ctx context.Context, step *content.ScheduledStep) (content.Document, error) {
	return Draft[content.Document](ctx, step.DocumentID)
}

// QueryTranslations returns a page of the documents that lack a language.
func QueryTranslations(ctx context.Context, needing locale.Language, types []string, first int, after *string) (*listing.TranslationTaskConnection, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	of := make([]*content.Kind, len(types))
	for i, name := range types {
		if of[i] = kindOfType(name); of[i] == nil {
			return nil, content.Errorf(content.CodeBadInput, "There is no document type with this name. The names are those of __typename, such as Session.").At("types")
		}
	}
	return listing.TranslationsNeeding(view, needing, of, first, given(after))
}

// TypeName is the name in the schema of the type of a kind's documents.
func TypeName(k *content.Kind) string { return reflect.TypeOf(k.New()).Elem().Name() }

// kindOfType returns the kind of a document type in the schema, or nil for any other type.
func kindOfType(name string) *content.Kind {
	for _, kind := range content.Kinds() {
		if TypeName(kind) == name {
			return kind
		}
	}
	return nil
}
