package resolve

import (
	"context"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/graph/internal/exec"
)

// OfOthers reports whether a field without pages depends on other documents than the
// references of its own: nextEdition, which is stored in the other document, and texts that
// contain names and times of referenced documents.
func OfOthers(field string) bool {
	return field == "nextEdition" || field == "jsonLd" || field == "openGraph"
}

// ByClock reports whether a field depends on the clock, without a change.
func ByClock(object, field string) bool { return object == "LiveStream" && field == "url" }

// QuerySync returns a page of a sync. Its language is that of the operation.
func QuerySync(ctx context.Context, after *string, first int, types []content.DocumentType, _ *locale.Language) (*listing.SyncPage, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	for _, selected := range exec.SelectionsOf(ctx) {
		if err := checkKeptUp(selected); err != nil {
			return nil, err
		}
	}
	kinds := make([]*content.Kind, len(types))
	for i, t := range types {
		kinds[i] = t.Kind()
	}
	return listing.ReadSync(view, listing.SyncQuery{After: after, First: first, Kinds: kinds})
}

// checkKeptUp refuses a sync with fields that it can't keep up to date: a list of other
// documents, or more than the id of a referenced document. Changes of those would never reach
// the app.
func checkKeptUp(sync ast.SelectionSet) error {
	for document := range exec.FieldsAt(sync, "entries", "document") {
		if err := keptUp(document.SelectionSet, false); err != nil {
			return err
		}
	}
	return nil
}

// keptUp checks the fields of a document, or of a referenced one.
func keptUp(set ast.SelectionSet, referredTo bool) error {
	for f := range exec.Fields(set) {
		refusal := ""
		switch {
		case strings.HasPrefix(f.Name, "__"):
			continue
		case referredTo && f.Name != "id":
			refusal = "In a sync, select only the id of a referenced document. Its other fields are in its own entry."
		case OfOthers(f.Name), f.Definition.Arguments.ForName("first") != nil:
			refusal = "A sync can't keep this field up to date. Derive it from the references of other documents."
		case ByClock(f.ObjectDefinition.Name, f.Name):
			refusal = "In a sync, this field can't change by the clock. Query it outside the sync when it opens."
		}
		if refusal != "" {
			return content.Errorf(content.CodeBadInput, "%s", refusal).At("entries", "document", f.Name)
		}
		if err := keptUp(f.SelectionSet, referredTo || isNode(f)); err != nil {
			return err
		}
	}
	return nil
}

// isNode reports whether a field returns documents.
func isNode(f *ast.Field) bool {
	for below := range exec.Fields(f.SelectionSet) {
		if on := below.ObjectDefinition; on != nil && (on.Name == "Node" || slices.Contains(on.Interfaces, "Node")) {
			return true
		}
	}
	return false
}

// QueryProgrammeChanges returns the changes in a conference's programme since an instant or a
// revision, or nil if there is no such conference for this reader.
func QueryProgrammeChanges(ctx context.Context, conference content.ID, since catalog.ProgrammeSince) ([]*catalog.ProgrammeChange, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	changes, err := catalog.ProgrammeChanges(view, conference, since)
	if content.IsNotFound(err) {
		return nil, nil
	}
	return changes, err
}
