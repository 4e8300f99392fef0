package resolve

import (
	"context"

	"lectern/content"
	"lectern/graph/internal/model"
)

// MutationReorderAppearances stages another order of people.
func MutationReorderAppearances(ctx context.Context, input model.ReorderAppearancesInput) (*content.Outcome[content.Document], error) {
	return act[content.Document](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return t.ReorderAppearances(input.ID, input.Order, value(input.ExpectedRevision))
	})
}

// MutationMoveSession stages another time or place of a session.
func MutationMoveSession(ctx context.Context, input model.MoveSessionInput) (*content.Outcome[*content.Session], error) {
	return act[*content.Session](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		to := patchOf(input)
		for _, name := range []string{"id", "expectedRevision", "reason"} {
			delete(to, name)
		}
		return t.MoveSession(input.ID, to, value(input.ExpectedRevision))
	})
}

// MutationAddTimelineEntry stages another step of a proposal.
func MutationAddTimelineEntry(ctx context.Context, input model.AddTimelineEntryInput) (*content.Outcome[*content.PolicyProposal], error) {
	return act[*content.PolicyProposal](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return t.AddTimelineEntry(input.ID, patchOf(input.Entry), OperationFrom(ctx).Writes, value(input.ExpectedRevision))
	})
}

// MutationAddMeasure stages another measure of a proposal.
func MutationAddMeasure(ctx context.Context, input model.AddMeasureInput) (*content.Outcome[*content.PolicyProposal], error) {
	return act[*content.PolicyProposal](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return t.AddMeasure(input.ID, patchOf(input.Measure), OperationFrom(ctx).Writes, value(input.ExpectedRevision))
	})
}

// MutationAddCaptions stages captions of a video as text.
func MutationAddCaptions(ctx context.Context, input model.AddCaptionsInput) (*content.Outcome[*content.Video], error) {
	return act[*content.Video](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return t.AddCaptions(input.ID, content.Captions{Language: input.Language, Kind: input.Kind, Text: input.Text}, value(input.ExpectedRevision))
	})
}

// MutationPlanNextEdition stages the draft of a conference's next edition.
func MutationPlanNextEdition(ctx context.Context, input model.PlanNextEditionInput) (*content.Outcome[*content.Conference], error) {
	return act[*content.Conference](ctx, input.Reason, func(t *content.Transaction, o *outcome) (err error) {
		o.created = true
		o.id, err = t.PlanNextEdition(input.ID, content.NextEdition{Year: value(input.Year), StartDate: value(input.StartDate), Sessions: input.Sessions})
		return err
	})
}
