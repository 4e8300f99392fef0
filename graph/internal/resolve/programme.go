package resolve

import (
	"context"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/graph/internal/model"
)

// MutationReorderAppearances stages a new order of people.
func MutationReorderAppearances(ctx context.Context, input model.ReorderAppearancesInput) (*content.Outcome[content.Document], error) {
	return act[content.Document](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return catalog.ReorderAppearances(t, input.ID, input.Order, value(input.ExpectedRevision))
	})
}

// MutationMoveSession stages a new time or place of a session.
func MutationMoveSession(ctx context.Context, input model.MoveSessionInput) (*content.Outcome[*catalog.Session], error) {
	return act[*catalog.Session](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		to := patchOf(input)
		for _, name := range []string{"id", "expectedRevision", "reason"} {
			delete(to, name)
		}
		return catalog.MoveSession(t, input.ID, to, value(input.ExpectedRevision))
	})
}

// MutationAddTimelineEntry stages a new step of a proposal.
func MutationAddTimelineEntry(ctx context.Context, input model.AddTimelineEntryInput) (*content.Outcome[*catalog.PolicyProposal], error) {
	return act[*catalog.PolicyProposal](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return catalog.AddTimelineEntry(t, input.ID, patchOf(input.Entry), OperationFrom(ctx).Writes, value(input.ExpectedRevision))
	})
}

// MutationAddMeasure stages a new measure of a proposal.
func MutationAddMeasure(ctx context.Context, input model.AddMeasureInput) (*content.Outcome[*catalog.PolicyProposal], error) {
	return act[*catalog.PolicyProposal](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return catalog.AddMeasure(t, input.ID, patchOf(input.Measure), OperationFrom(ctx).Writes, value(input.ExpectedRevision))
	})
}

// MutationAddCaptions stages captions of a video as text.
func MutationAddCaptions(ctx context.Context, input model.AddCaptionsInput) (*content.Outcome[*catalog.Video], error) {
	return act[*catalog.Video](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return catalog.AddCaptions(t, input.ID, catalog.Captions{Language: input.Language, Kind: input.Kind, Text: input.Text}, value(input.ExpectedRevision))
	})
}

// MutationPlanNextEdition stages the draft of a conference's next edition.
func MutationPlanNextEdition(ctx context.Context, input model.PlanNextEditionInput) (*content.Outcome[*catalog.Conference], error) {
	return act[*catalog.Conference](ctx, input.Reason, func(t *content.Transaction, o *outcome) (err error) {
		o.created = true
		o.id, err = catalog.PlanNextEdition(t, input.ID, catalog.NextEdition{Year: value(input.Year), StartDate: value(input.StartDate), Sessions: input.Sessions})
		return err
	})
}
