package resolve

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/content/schedule"
	"lectern/graph/internal/model"
)

// Create stages a new document.
func Create[D content.Document](ctx context.Context, fields any, reason graphql.Omittable[*string]) (*content.Outcome[D], error) {
	return act[D](ctx, reason, func(t *content.Transaction, o *outcome) (err error) {
		o.created = true
		o.id, err = t.Create(kindOf[D](), patchOf(fields), OperationFrom(ctx).Writes)
		return err
	})
}

// Edit is the input of an update of any type, field by field.
type Edit struct {
	ID               content.ID
	Fields           any // a generated input
	ExpectedRevision graphql.Omittable[*content.Revision]
	MergeDisjoint    bool
	RemoveLanguages  graphql.Omittable[[]locale.Language]
	Reason           graphql.Omittable[*string]
}

// Update stages a change of a document.
func Update[D content.Document](ctx context.Context, e Edit) (*content.Outcome[D], error) {
	return act[D](ctx, e.Reason, func(t *content.Transaction, o *outcome) (err error) {
		if err := ofKind[D](e.ID); err != nil {
			return err
		}
		o.id = e.ID
		o.merged, err = t.Update(content.DraftEdit{
			ID: e.ID, Fields: patchOf(e.Fields), Language: OperationFrom(ctx).Writes,
			RemoveLanguages: e.RemoveLanguages.Value(), Expected: value(e.ExpectedRevision), MergeDisjoint: e.MergeDisjoint,
		})
		return err
	})
}

// ofKind returns an error if an id is of another type than the action requires.
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

// MutationPublish stages the publication of a document's draft.
func MutationPublish(ctx context.Context, input model.PublishInput) (*content.Outcome[content.Document], error) {
	return onDocument(ctx, input, (*content.Transaction).Publish)
}

// MutationUnpublish stages the withdrawal of a document from readers.
func MutationUnpublish(ctx context.Context, input model.PublishInput) (*content.Outcome[content.Document], error) {
	return onDocument(ctx, input, (*content.Transaction).Unpublish)
}

// MutationArchive stages the archiving of a document.
func MutationArchive(ctx context.Context, input model.PublishInput) (*content.Outcome[content.Document], error) {
	return onDocument(ctx, input, (*content.Transaction).Archive)
}

// MutationDiscardDraft stages that a document's draft is discarded.
func MutationDiscardDraft(ctx context.Context, input model.PublishInput) (*content.Outcome[content.Document], error) {
	return onDocument(ctx, input, content.DiscardDraft)
}

// MutationCancelSchedule stages the removal of a document's planned steps.
func MutationCancelSchedule(ctx context.Context, input model.PublishInput) (*content.Outcome[content.Document], error) {
	return onDocument(ctx, input, schedule.Cancel)
}

// MutationCancelStep stages the removal of one step.
func MutationCancelStep(ctx context.Context, input model.CancelStepInput) (*content.Outcome[content.Document], error) {
	return act[content.Document](ctx, input.Reason, func(t *content.Transaction, o *outcome) (err error) {
		o.id, err = schedule.CancelStep(t, content.NodeID(input.ID))
		return err
	})
}

// MutationSchedulePublish stages the publication of a draft at an instant.
func MutationSchedulePublish(ctx context.Context, input model.ScheduleInput) (*content.Outcome[content.Document], error) {
	return planStep(ctx, input, schedule.Publish)
}

// MutationScheduleUnpublish stages the withdrawal of a document from readers at an instant.
func MutationScheduleUnpublish(ctx context.Context, input model.ScheduleInput) (*content.Outcome[content.Document], error) {
	return planStep(ctx, input, schedule.Unpublish)
}

// planStep stages a step at an instant.
func planStep(ctx context.Context, input model.ScheduleInput, action func(*content.Transaction, content.ID, time.Time) error) (*content.Outcome[content.Document], error) {
	return onDocument(ctx, model.PublishInput{ID: input.ID, ExpectedRevision: input.ExpectedRevision, Reason: input.Reason},
		func(t *content.Transaction, id content.ID) error { return action(t, id, input.At) })
}

// MutationRestoreVersion stages an earlier version as the draft.
func MutationRestoreVersion(ctx context.Context, input model.RestoreVersionInput) (*content.Outcome[content.Document], error) {
	return act[content.Document](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		if expected := value(input.ExpectedRevision); expected != 0 {
			if err := t.Expect(input.ID, expected); err != nil {
				return err
			}
		}
		return t.Restore(input.ID, input.Revision) // also for discarded ones, which are not found otherwise
	})
}

// MutationConfirmTranslation stages the confirmation of a translation.
func MutationConfirmTranslation(ctx context.Context, input model.ConfirmTranslationInput) (*content.Outcome[content.Document], error) {
	return onDocument(ctx, model.PublishInput{ID: input.ID, ExpectedRevision: input.ExpectedRevision, Reason: input.Reason},
		func(t *content.Transaction, id content.ID) error {
			return content.ConfirmTranslation(t, id, input.Language)
		})
}

// MutationDuplicate stages a copy of a document.
func MutationDuplicate(ctx context.Context, input model.PublishInput) (*content.Outcome[content.Document], error) {
	return act[content.Document](ctx, input.Reason, func(t *content.Transaction, o *outcome) (err error) {
		if err := t.Expect(input.ID, value(input.ExpectedRevision)); err != nil {
			return err
		}
		o.id, err = catalog.Duplicate(t, input.ID)
		return err
	})
}
