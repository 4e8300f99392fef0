package graph

import (
	"context"
	"reflect"

	"lectern/content"
	"lectern/graph/internal/model"
)

// draftsFrom is the operation's view for editors: UNAUTHENTICATED or FORBIDDEN
// for others.
func draftsFrom(ctx context.Context) (*content.View, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return view.Drafts()
}

// draft is a document as editors see it, by its id: nil where there is none.
func draft[D content.Document](ctx context.Context, id content.ID) (none D, err error) {
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

// draftBy is draft by an id or by a slug.
func draftBy[D content.Document](ctx context.Context, id *content.ID, slug *string) (none D, err error) {
	switch {
	case (id == nil) == (slug == nil):
		return none, content.Errorf(content.CodeBadInput, "Give either an id or a slug.").At("id")
	case id != nil:
		return draft[D](ctx, *id)
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

// drafts are those that another document refers to.
func drafts[D content.Document](ctx context.Context, ids []content.ID) ([]D, error) {
	documents := make([]D, 0, len(ids))
	for _, id := range ids {
		d, err := draft[D](ctx, id)
		if err != nil {
			return nil, err
		}
		if content.Document(d) != content.Document(*new(D)) {
			documents = append(documents, d)
		}
	}
	return documents, nil
}

// draftList is list for editors.
func draftList[D content.Document, Order ~string](ctx context.Context, p page, filter any, order Order, to ...relation) (*content.Connection[D], error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	return listIn[D](ctx, view, p, filter, order, to...)
}

// draftVersion is a document as a change left it: nil where that did not touch
// it.
func draftVersion[D content.Document](ctx context.Context, d D, r content.Revision) (none D, err error) {
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

// publishing is where a document stands. In the answer to a dry run it is where
// it would.
func publishing(ctx context.Context, d content.Document) (*content.PublishingStatus, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	return view.Publishing(d.Base().ID)
}

// draftProblems is what publishing a document now would report.
func draftProblems(ctx context.Context, d content.Document) ([]*content.Problem, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	found, err := view.ProblemsOf(d, operationFrom(ctx).now)
	return pointers(found), err
}

// history is a page of a document's versions.
func history(ctx context.Context, d content.Document, first int, after *string) (*content.VersionConnection, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	return view.History(d.Base().ID, first, given(after))
}

// changes is a page of the log.
func changes(ctx context.Context, first int, after *string, filter *model.ChangeFilter) (*content.ChangeConnection, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	var f content.LogFilter
	if filter != nil {
		f = content.LogFilter{
			Document: value(filter.Document), Actor: value(filter.Actor),
			Since: value(filter.Since), Until: value(filter.Until), Actions: filter.Actions.Value(),
		}
	}
	return view.Log(first, given(after), f)
}

// versions are what a change did to each document.
func versions(ctx context.Context, c *content.Change) ([]*content.Version, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	return view.Versions(c), nil
}

// value is what an optional field of an input has; the zero value where the
// client gave none.
func value[T any](field interface{ Value() *T }) (v T) {
	if p := field.Value(); p != nil {
		v = *p
	}
	return v
}

// permissions are what each role adds to those before it.
var permissions = map[content.Role][]model.Permission{
	content.RoleReader:    {model.PermissionRead},
	content.RolePreviewer: {model.PermissionPreview},
	content.RoleEditor:    {model.PermissionEdit},
	content.RolePublisher: {model.PermissionPublish},
	content.RoleAdmin:     {model.PermissionErase},
}

// viewer is who asks.
func viewer(ctx context.Context) *model.Viewer {
	actor := ActorFrom(ctx)
	v := &model.Viewer{Role: actor.Role}
	if actor.Name != "" {
		v.Name = &actor.Name
	}
	for _, role := range content.Roles() {
		if actor.May(role) {
			v.Permissions = append(v.Permissions, permissions[role]...)
		}
	}
	return v
}

// pointers are those to the items of a list, as generated types have them.
func pointers[T any](items []T) []*T {
	out := make([]*T, len(items))
	for i := range items {
		out[i] = &items[i]
	}
	return out
}

// scheduled is a page of what is planned, or of what was missed.
func scheduled(ctx context.Context, first int, after *string, missed bool) (*content.ScheduledConnection, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	if missed {
		return content.Missed(view, first, given(after))
	}
	return content.Scheduled(view, first, given(after))
}

// translations is a page of what needs a language.
func translations(ctx context.Context, needing content.Language, types []string, first int, after *string) (*content.TranslationTaskConnection, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	of := make([]*content.Kind, len(types))
	for i, name := range types {
		if of[i] = kindOfType(name); of[i] == nil {
			return nil, content.Errorf(content.CodeBadInput, "There is no type of documents of this name; __typename has those that there are.").At("types")
		}
	}
	return content.TranslationsNeeding(view, needing, of, first, given(after))
}

// typeName is the name in the schema of the type of a kind's documents.
func typeName(k *content.Kind) string { return reflect.TypeOf(k.New()).Elem().Name() }

// kindOfType is the kind of a type in the schema, nil where it is none of a
// document.
func kindOfType(name string) *content.Kind {
	for _, kind := range content.Kinds() {
		if typeName(kind) == name {
			return kind
		}
	}
	return nil
}
