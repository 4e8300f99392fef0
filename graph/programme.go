package graph

import (
	"context"

	"lectern/content"
	"lectern/graph/internal/model"
)

// reorderAppearances stages another order of people.
func reorderAppearances(ctx context.Context, input model.ReorderAppearancesInput) (*content.Outcome[content.Document], error) {
	return act[content.Document](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return content.ReorderAppearances(t, input.ID, input.Order, value(input.ExpectedRevision))
	})
}

// moveSession stages another time or place of a session.
func moveSession(ctx context.Context, input model.MoveSessionInput) (*content.Outcome[*content.Session], error) {
	return act[*content.Session](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		to := patchOf(input)
		for _, name := range []string{"id", "expectedRevision", "reason"} {
			delete(to, name)
		}
		return content.MoveSession(t, input.ID, to, value(input.ExpectedRevision))
	})
}

// addTimelineEntry stages another step of a proposal.
func addTimelineEntry(ctx context.Context, input model.AddTimelineEntryInput) (*content.Outcome[*content.PolicyProposal], error) {
	return act[*content.PolicyProposal](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return content.AddTimelineEntry(t, input.ID, patchOf(input.Entry), operationFrom(ctx).writes, value(input.ExpectedRevision))
	})
}

// addMeasure stages another measure of a proposal.
func addMeasure(ctx context.Context, input model.AddMeasureInput) (*content.Outcome[*content.PolicyProposal], error) {
	return act[*content.PolicyProposal](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return content.AddMeasure(t, input.ID, patchOf(input.Measure), operationFrom(ctx).writes, value(input.ExpectedRevision))
	})
}

// addCaptions stages captions of a video as text.
func addCaptions(ctx context.Context, input model.AddCaptionsInput) (*content.Outcome[*content.Video], error) {
	return act[*content.Video](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		o.id = input.ID
		return content.AddCaptions(t, input.ID, content.Captions{Language: input.Language, Kind: input.Kind, Text: input.Text}, value(input.ExpectedRevision))
	})
}

// planNextEdition stages the draft of a conference's next edition.
func planNextEdition(ctx context.Context, input model.PlanNextEditionInput) (*content.Outcome[*content.Conference], error) {
	return act[*content.Conference](ctx, input.Reason, func(t *content.Transaction, o *outcome) (err error) {
		o.created = true
		o.id, err = content.PlanNextEdition(t, input.ID, content.NextEdition{Year: value(input.Year), StartDate: value(input.StartDate), Sessions: input.Sessions})
		return err
	})
}
