package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/graph/internal/exec"
)

const syncField = "sync"

// ofOthers tells whether a field without pages says what stands in other documents: the one
// reference that stands in the document that it leads to, and what is told of the names and
// times of those that a document refers to.
func ofOthers(field string) bool {
	return field == "nextEdition" || field == "jsonLd" || field == "openGraph"
}

// syncPage is a page of a sync.
func syncPage(ctx context.Context, after *string, first int, types []content.DocumentType) (*content.SyncPage, error) {
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
	return view.Sync(content.SyncQuery{After: after, First: first, Kinds: kinds})
}

// programmeChanges is what happened to a conference's programme: nil where there is no
// such conference that is for this reader.
func programmeChanges(ctx context.Context, conference content.ID, since content.ProgrammeSince) ([]*content.ProgrammeChange, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	changes, err := view.ProgrammeChanges(conference, since)
	if content.IsNotFound(err) {
		return nil, nil
	}
	return changes, err
}

// checkKeptUp refuses a sync that asks for more of a document than sync keeps up: a list that
// others are in, or more than the id of what it refers to. The app would keep it, and never
// be told that it has changed.
func checkKeptUp(sync ast.SelectionSet) error {
	for document := range fieldsAt(sync, "entries", "document") {
		if err := keptUp(document.SelectionSet, false); err != nil {
			return err
		}
	}
	return nil
}

// fieldsAt are the fields at a path below a selection.
func fieldsAt(set ast.SelectionSet, path ...string) func(yield func(*ast.Field) bool) {
	return func(yield func(*ast.Field) bool) {
		for f := range fields(set) {
			switch {
			case f.Name != path[0]:
			case len(path) == 1:
				if !yield(f) {
					return
				}
			default:
				for below := range fieldsAt(f.SelectionSet, path[1:]...) {
					if !yield(below) {
						return
					}
				}
			}
		}
	}
}

// fields are the fields of a selection, those in fragments included.
func fields(set ast.SelectionSet) func(yield func(*ast.Field) bool) {
	return func(yield func(*ast.Field) bool) {
		for _, s := range set {
			below := ast.SelectionSet(nil)
			switch s := s.(type) {
			case *ast.Field:
				if !yield(s) {
					return
				}
			case *ast.InlineFragment:
				below = s.SelectionSet
			case *ast.FragmentSpread:
				below = s.Definition.SelectionSet
			}
			for f := range fields(below) {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// keptUp looks through the fields of a document, or of one that it refers to.
func keptUp(set ast.SelectionSet, referredTo bool) error {
	for f := range fields(set) {
		refusal := ""
		switch {
		case strings.HasPrefix(f.Name, "__"):
			continue
		case referredTo && f.Name != "id":
			refusal = "A sync gives the id of a document that is referred to; the rest is in its own entry."
		case ofOthers(f.Name), f.Definition.Arguments.ForName("first") != nil:
			refusal = "A sync does not keep this up: it is in other documents."
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

// isNode tells whether a field gives documents.
func isNode(f *ast.Field) bool {
	for below := range fields(f.SelectionSet) {
		if on := below.ObjectDefinition; on != nil && (on.Name == "Node" || slices.Contains(on.Interfaces, "Node")) {
			return true
		}
	}
	return false
}

// syncLanguage is the language that an operation's sync asks for, nil where it asks for none:
// it is that of the whole operation.
func syncLanguage(op *operation) (asked any, refusal *answer) {
	for f := range fieldsAt(op.definition.SelectionSet, syncField) {
		language := f.ArgumentMap(op.variables)["language"]
		if language == nil {
			continue
		}
		if asked != nil && !sameText(asked, language) {
			return nil, refuseLanguages()
		}
		asked = language
	}
	return asked, nil
}

// sameText tells whether two values are the same string: nothing else is a language, and
// lists and objects can't be compared.
func sameText(a, b any) bool {
	s, isText := a.(string)
	return isText && b == any(s)
}

func refuseLanguages() *answer {
	refusal := refuseAll(gqlerror.List{newError(string(content.CodeBadInput), "An operation has one language, and this one asks for several.")})
	refusal.errs[0].Extensions["field"] = "language"
	return refusal
}
