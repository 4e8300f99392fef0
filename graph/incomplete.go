package graph

import (
	"context"
	"slices"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/content/listing"
	"lectern/graph/internal/exec"
	"lectern/graph/internal/resolve"
)

// In a preview, a draft may lack data that readers are promised. An incomplete draft in a list
// or behind a reference is left out, as it is for readers until it is published; if only a
// nullable part of it is incomplete, only that part is. The response names the draft in its
// extensions. A draft that is requested by itself is an error.

// maxIncomplete is the maximum number of drafts that a response names, since each needs a
// validation.
const maxIncomplete = listing.MaxPage

// incompleteDraft is one of extensions.incompleteDrafts.
type incompleteDraft struct {
	ID       content.ID `json:"id"`
	Type     string     `json:"type"`  // its name in the schema
	Title    *string    `json:"title"` // in the best of the operation's languages; nil if it has none
	Problems []problem  `json:"problems"`
}

// leaveOut reports whether a null in a non-null field comes from an incomplete draft that can
// be left out, and records the draft.
func (op *operation) leaveOut(_ context.Context, f *exec.Failure) bool {
	d := documentOf(f)
	if d == nil {
		return false
	}
	alone := f.Parents[len(f.Parents)-1] == any(d) // from a root field
	known := slices.ContainsFunc(op.incomplete, func(other content.Document) bool { return other.Base().ID == d.Base().ID })
	if !known && len(op.incomplete) < maxIncomplete {
		op.incomplete = append(op.incomplete, d)
	}
	return !alone
}

// documentOf returns the innermost document that contains a field, or nil.
func documentOf(f *exec.Failure) content.Document {
	for _, parent := range f.Parents {
		if d, ok := parent.(content.Document); ok {
			return d
		}
	}
	return nil
}

// describeIncomplete describes what the drafts of a preview lack. It returns an error if it
// could not check all of them.
func describeIncomplete(ctx context.Context, op *operation) (all []incompleteDraft, err error) {
	for _, d := range op.incomplete {
		lacks, err := lacking(ctx, &op.Operation, d.Base().ID)
		if err != nil {
			return all, err
		}
		described := incompleteDraft{ID: d.Base().ID, Type: resolve.TypeName(content.KindOf(d)), Problems: lacks}
		if title := content.KindOf(d).Title(d).String(); title != "" {
			described.Title = &title
		}
		all = append(all, described)
	}
	return all, nil
}

// lacking returns the problems that prevent publishing a draft.
func lacking(ctx context.Context, op *resolve.Operation, id content.ID) ([]problem, error) {
	found, err := content.DraftProblems(op.View, id, op.Now)
	if err != nil {
		return nil, err
	}
	return problems(ctx, slices.DeleteFunc(found, func(p content.Problem) bool { return p.Warning })), nil
}

// incompleteError returns an error for a draft that is requested by itself.
func (h *Handler) incompleteError(ctx context.Context, op *resolve.Operation, d content.Document, field string) *gqlerror.Error {
	lacks, err := lacking(ctx, op, d.Base().ID)
	if err != nil {
		return h.translateAt(ctx, err, field)
	}
	shown := newError(codeIncompleteDraft, "The draft is too incomplete to be shown as readers would see it.")
	shown.Extensions["document"] = string(d.Base().ID)
	shown.Extensions["problems"] = lacks
	return shown
}
