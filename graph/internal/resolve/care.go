package resolve

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/graph/internal/model"
)

// MutationWithdrawConsent stages that a person takes consents back.
func MutationWithdrawConsent(ctx context.Context, input model.WithdrawConsentInput) (*content.Outcome[*catalog.Speaker], error) {
	return act[*catalog.Speaker](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		if err := ofKind[*catalog.Speaker](input.ID); err != nil {
			return err
		}
		o.id = input.ID
		if to := input.To.Value(); to != nil {
			return catalog.WithdrawConsent(t, input.ID, to)
		}
		return catalog.WithdrawAllConsents(t, input.ID)
	})
}

// MutationRecordConsent stages that a person consents to something.
func MutationRecordConsent(ctx context.Context, input model.RecordConsentInput) (*content.Outcome[*catalog.Speaker], error) {
	return act[*catalog.Speaker](ctx, graphql.OmittableOf(&input.Reason), func(t *content.Transaction, o *outcome) error {
		if err := ofKind[*catalog.Speaker](input.ID); err != nil {
			return err
		}
		o.id = input.ID
		return catalog.RecordConsent(t, input.ID, catalog.Consent{
			To: input.To, Scope: input.Scope, GivenOn: input.GivenOn, ExpiresOn: value(input.ExpiresOn),
		}, input.Reason)
	})
}

// MutationShowPhoto stages that a person can't be recognised in a photo.
func MutationShowPhoto(ctx context.Context, input model.ShowPhotoInput) (*content.Outcome[*catalog.Photo], error) {
	return act[*catalog.Photo](ctx, graphql.OmittableOf(&input.Reason), func(t *content.Transaction, o *outcome) error {
		if err := ofKind[*catalog.Photo](input.ID); err != nil {
			return err
		}
		o.id = input.ID
		return catalog.ShowPhoto(t, input.ID, input.Speaker, input.Reason)
	})
}

// MutationHideSpeaker stages that readers no longer see a person.
func MutationHideSpeaker(ctx context.Context, input model.PublishInput) (*content.Outcome[*catalog.Speaker], error) {
	return onSpeaker(ctx, input, catalog.HideSpeaker)
}

// MutationShowSpeaker stages that a person is no longer hidden.
func MutationShowSpeaker(ctx context.Context, input model.PublishInput) (*content.Outcome[*catalog.Speaker], error) {
	return onSpeaker(ctx, input, catalog.ShowSpeaker)
}

// onSpeaker stages an action on a speaker.
func onSpeaker(ctx context.Context, input model.PublishInput, action func(*content.Transaction, content.ID) error) (*content.Outcome[*catalog.Speaker], error) {
	return act[*catalog.Speaker](ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		if err := ofKind[*catalog.Speaker](input.ID); err != nil {
			return err
		}
		o.id = input.ID
		if err := t.Expect(input.ID, value(input.ExpectedRevision)); err != nil {
			return err
		}
		return action(t, input.ID)
	})
}

// MutationEraseSpeaker stages that a person is erased.
func MutationEraseSpeaker(ctx context.Context, input model.EraseSpeakerInput) (*model.ErasePayload, error) {
	return staged(ctx, input.Reason, func(t *content.Transaction, o *outcome) (err error) {
		if err := ofKind[*catalog.Speaker](input.ID); err != nil {
			return err
		}
		o.id = input.ID
		o.receipt, err = catalog.Erase(ctx, t, input.ID)
		return err
	}, tellErased)
}

// tellErased fills in the payload of an erasure.
func tellErased(ctx context.Context, o *outcome, payload *model.ErasePayload) (err error) {
	e := OperationFrom(ctx).Editing
	if payload.UserErrors = pointers(o.userErrors(e)); len(payload.UserErrors) > 0 {
		return nil
	}
	receipt := *o.receipt
	switch {
	case e.DryRun:
		receipt.Revision = 0
	case e.found != nil:
		if err := OperationFrom(ctx).Actor.Require(content.RoleAdmin); err != nil {
			return err
		}
		view, err := draftsFrom(ctx)
		if err != nil {
			return err
		}
		if receipt, err = receipt.Titled(view); err != nil {
			return err
		}
	}
	payload.Receipt = &receipt
	payload.Reach, err = erasedReach(ctx, &receipt)
	return err
}

// UnrecognisableSpeaker returns the id of the person of a statement.
func UnrecognisableSpeaker(_ context.Context, o *catalog.Unrecognisable) (content.ID, error) {
	return o.SpeakerID, nil
}

// MutationRemoveWords stages that words are removed from everything that was ever written.
func MutationRemoveWords(ctx context.Context, input model.RemoveWordsInput) (*model.RemoveWordsPayload, error) {
	library := OperationFrom(ctx).Library
	return staged(ctx, input.Reason, func(t *content.Transaction, o *outcome) error {
		words, err := catalog.ParseWords(input.Words)
		if err != nil {
			return atInput(err, "words")
		}
		o.removed, err = catalog.RemoveWords(ctx, t, words, library)
		return err
	}, tellRemoved)
}

// tellRemoved completes the payload of a removal of words.
func tellRemoved(ctx context.Context, o *outcome, payload *model.RemoveWordsPayload) (err error) {
	e := OperationFrom(ctx).Editing
	if payload.UserErrors = pointers(o.userErrors(e)); len(payload.UserErrors) > 0 {
		return nil
	}
	receipt := *o.removed
	switch {
	case e.DryRun:
		receipt.Revision = 0
	case e.found != nil:
		if err := OperationFrom(ctx).Actor.Require(content.RoleAdmin); err != nil {
			return err
		}
	}
	payload.Receipt = &receipt
	if len(receipt.Places)+len(receipt.Files)+len(receipt.Renamed) > 0 {
		payload.Reach, err = removedReach(ctx, &receipt)
	}
	return err
}

// atInput sets the field of the input that an error is about.
func atInput(err error, field string) error {
	var domain *content.Error
	if errors.As(err, &domain) && domain.Code == content.CodeBadInput {
		return domain.At("input", field)
	}
	return err
}
