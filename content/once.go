package content

import (
	"errors"
	"time"

	"lectern/content/internal/outcome"
)

// Once makes an edit happen at most once under an idempotency key of its actor, for a week. The
// record is part of the change's batch, and has hashes instead of the actor's name, the key and
// the request.
type Once struct {
	key, request outcome.Digest
	// Encode returns what a later response to the same request needs, when the change is made.
	// It must contain no texts of documents.
	Encode func() ([]byte, error)
	// Found is set by Edit if the same request has already run. Then nothing else is run.
	Found *MutationOutcome
}

// MutationOutcome is the record of an edit that ran under an idempotency key.
type MutationOutcome struct {
	Revision  Revision  // of its change
	Time      time.Time // of its change
	ExpiresAt time.Time // when it expires
	Data      []byte    // as Once.Encode returned it
}

// NewOnce returns the identity of a request under an actor's key. Keys belong to the actor's
// name, which is what the history shows.
func NewOnce(actor Actor, key string, request []byte) *Once {
	return &Once{key: outcome.KeyOf(actor.Name, key), request: outcome.RequestOf(key, request)}
}

// OutcomeOf returns the record of an edit by the view's actor under an idempotency key: nil if
// nothing was saved under it, or too long ago. It requires the role editor, and a view of the
// present (otherwise CodeBadInput).
func OutcomeOf(v *View, key string, now time.Time) (*MutationOutcome, error) {
	if err := v.actor.Require(RoleEditor); err != nil {
		return nil, err
	}
	if v.shifted {
		return nil, Errorf(CodeBadInput, "Outcomes are known for now only.").At("at")
	}
	r, err := outcome.Find(outcomesIn(v.snapshot), outcome.KeyOf(v.actor.Name, key))
	return kept(r, now), damagedOutcome(err)
}

// CountOutcomes returns the number of keys in the space Outcomes that belong to a readable
// record: a store that has others is damaged.
func CountOutcomes(s Snapshot) (int, error) {
	n, err := outcome.Count(outcomesIn(s), uint64(s.Revision()))
	return n, damagedOutcome(err)
}

func damagedOutcome(err error) error {
	if err == nil || CodeOf(err) != CodeInternal {
		return err
	}
	return Wrap(CodeCorrupt, err, "The outcome of an operation with an idempotency key can't be read.")
}

func outcomesIn(s Snapshot) outcome.Scan {
	return func(from, to string, limit int) ([]string, error) {
		return s.Scan(nil, Outcomes, from, to, false, limit)
	}
}

// kept returns a record that is still valid, or nil.
func kept(r *outcome.Record, now time.Time) *MutationOutcome {
	if r == nil || !now.Before(r.Expires()) {
		return nil
	}
	return &MutationOutcome{Revision(r.Revision), r.Time, r.Expires(), r.Data}
}

// find looks up whether the edit has already run. It is CodeKeyReused if another one has.
func (o *Once) find(base Snapshot, now time.Time) error {
	r, err := outcome.Find(outcomesIn(base), o.key)
	if err != nil {
		return damagedOutcome(err)
	}
	if o.Found = kept(r, now); o.Found != nil && r.Request != o.request {
		o.Found = nil
		return Errorf(CodeKeyReused, "This Idempotency-Key was used with another request. Use a new key for each new edit, and the same key only to repeat the same request.")
	}
	return nil
}

// keep adds the record of the edit to its batch, and removes some that have expired.
func (b *Batch) keep(base Snapshot, once *Once) (err error) {
	var r *outcome.Record
	if once != nil {
		r = &outcome.Record{Key: once.key, Request: once.request, Revision: uint64(b.Revision), Time: b.Time}
		if r.Data, err = once.Encode(); err != nil {
			return err
		}
	}
	b.Put[Outcomes], b.Delete[Outcomes], err = outcome.Write(outcomesIn(base), r, b.Time)
	if errors.Is(err, outcome.ErrTooLarge) {
		return Wrap(CodeTooLarge, err, "The outcome of the operation is too large for an Idempotency-Key. Split the operation.")
	}
	return damagedOutcome(err)
}
