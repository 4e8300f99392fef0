package resolve

import (
	"context"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/graph/internal/model"
)

// ConferenceNextEdition returns the conference whose previous edition this one is, or nil if
// there is none for this reader.
func ConferenceNextEdition(ctx context.Context, c *catalog.Conference) (*catalog.Conference, error) {
	one := 1
	found, err := List[*catalog.Conference](ctx, Page{First: &one}, nil, model.ConferenceOrderStartDateAsc, By("previousEdition", c))
	if err != nil || len(found.Nodes()) == 0 {
		return nil, err
	}
	return found.Nodes()[0], nil
}

// MutationMoveConference stages that a conference moves by a number of days.
func MutationMoveConference(ctx context.Context, input model.MoveConferenceInput) (*model.MoveConferencePayload, error) {
	return staged(ctx, input.Reason, func(t *content.Transaction, o *outcome) (err error) {
		if err := ofKind[*catalog.Conference](input.ID); err != nil {
			return err
		}
		o.id = input.ID
		o.moved, err = catalog.MoveConference(t, input.ID, catalog.ConferenceMove{Days: input.Days, Publish: input.Publish}, value(input.ExpectedRevision))
		return err
	}, tellMoved)
}

// maxMoveWarnings is the maximum number of warnings of a move, which may have thousands of
// sessions.
const maxMoveWarnings = 100

// tellMoved completes the payload of a move.
func tellMoved(ctx context.Context, o *outcome, payload *model.MoveConferencePayload) error {
	var told content.Outcome[*catalog.Conference]
	if err := tellDocument(ctx, o, &told); err != nil {
		return err
	}
	*payload = model.MoveConferencePayload{
		Document: told.Document, Revision: told.Revision, Effects: told.Effects,
		UserErrors: pointers(told.UserErrors), Conflicts: pointers(told.Conflicts), Warnings: pointers(told.Warnings),
	}
	if o.moved == nil || len(told.UserErrors) > 0 {
		return nil
	}
	payload.Sessions, payload.Published = o.moved.Sessions, o.moved.Published
	if batch := OperationFrom(ctx).Editing.Batch; batch != nil {
		var warnings []content.Problem
		for _, p := range batch.Warnings {
			if o.moved.Has(p.Document) && len(warnings) < maxMoveWarnings {
				warnings = append(warnings, p)
			}
		}
		payload.Warnings = pointers(warnings)
	}
	return nil
}

// HelplineLanguage returns the language of a helpline's texts.
func HelplineLanguage(_ context.Context, h *content.Helpline) (locale.Language, error) {
	return h.Name.Language(), nil
}
