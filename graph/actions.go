package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
	"lectern/content/locale"
	"lectern/graph/internal/model"
)

// create stages a new document.
func create[D content.Document](ctx context.Context, fields any, reason graphql.Omittable[*string]) (*content.Outcome[D], error) {
	return act[D](ctx, reason, func(t *content.Transaction, o *outcome) (err error) {
		o.created = true
		o.id, err = t.Create(kindOf[D](), patchOf(fields), operationFrom(ctx).writes)
		return err
	})
}

// edit is what an update asks for, whatever the type.
type edit struct {
	id              content.ID
	fields          any
	expected        graphql.Omittable[*content.Revision]
	mergeDisjoint   bool
	removeLanguages graphql.Omittable[[]locale.Language]
	reason          graphql.Omittable[*string]
}

// update stages a change of a document.
func update[D content.Document](ctx context.Context, e edit) (*content.Outcome[D], error) {
	return act[D](ctx, e.reason, func(t *content.Transaction, o *outcome) (err error) {
		if err := ofKind[D](e.id); err != nil {
			return err
		}
		o.id = e.id
		o.merged, err = t.Update(content.DraftEdit{
			ID: e.id, Fields: patchOf(e.fields), Language: operationFrom(ctx).writes,
			RemoveLanguages: e.removeLanguages.Value(), Expected: value(e.expected), MergeDisjoint: e.mergeDisjoint,
		})
		return err
	})
}

// ofKind is an error where an id is of another type than an action is for.
func ofKind[D content.Document](id content.ID) error {
	if kind := kindOf[D](); id.Kind() != kind {
		return content.Errorf(content.CodeBadInput, "This is not the id of a document of type %s.", kind.Name).At("input", "id")
	}
	return nil
}

// onDocument stages an action on a document of any type.
func onDocument(ctx context.Context, input model.PublishInput, action func(*content.Transaction, content.ID) error) (*content.Outcome[content.Document], error) {
	return act[content.Document](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		if err := t.Expect(input.ID, value(input.ExpectedRevision)); err != nil {
			return err
		}
		return action(t, input.ID)
	})
}

// schedule stages that something is to happen at an instant.
func schedule(ctx context.Context, input model.ScheduleInput, action func(*content.Transaction, content.ID, time.Time) error) (*content.Outcome[content.Document], error) {
	return onDocument(ctx, model.PublishInput{ID: input.ID, ExpectedRevision: input.ExpectedRevision, Reason: input.Reason},
		func(t *content.Transaction, id content.ID) error { return action(t, id, input.At) })
}

// restoreVersion stages that a former version is the draft again.
func restoreVersion(ctx context.Context, input model.RestoreVersionInput) (*content.Outcome[content.Document], error) {
	return onDocument(ctx, model.PublishInput{ID: input.ID, ExpectedRevision: input.ExpectedRevision, Reason: input.Reason},
		func(t *content.Transaction, id content.ID) error { return t.Restore(id, input.Revision) })
}

// confirmTranslation stages that a translation still holds.
func confirmTranslation(ctx context.Context, input model.ConfirmTranslationInput) (*content.Outcome[content.Document], error) {
	return onDocument(ctx, model.PublishInput{ID: input.ID, ExpectedRevision: input.ExpectedRevision, Reason: input.Reason},
		func(t *content.Transaction, id content.ID) error {
			return content.ConfirmTranslation(t, id, input.Language)
		})
}

// duplicate stages a copy of a document.
func duplicate(ctx context.Context, input model.PublishInput) (*content.Outcome[content.Document], error) {
	return act[content.Document](ctx, input.Reason, func(t *content.Transaction, o *outcome) (err error) {
		if err := t.Expect(input.ID, value(input.ExpectedRevision)); err != nil {
			return err
		}
		o.id, err = t.Duplicate(input.ID)
		return err
	})
}
