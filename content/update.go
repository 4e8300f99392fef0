package content

import (
	"slices"
	"strings"

	"lectern/content/locale"
)

// DraftEdit is a change of a document's working draft.
type DraftEdit struct {
	ID       ID
	Fields   Patch
	Language locale.Language // the language of its texts
	// RemoveLanguages are languages whose texts are all removed.
	RemoveLanguages []locale.Language
	// Expected is the revision of the working version that the edit is based on; 0 means any.
	Expected Revision
	// MergeDisjoint accepts an edit that is based on an older version if others have changed
	// only other fields since.
	MergeDisjoint bool
}

// ConflictError means that a document has changed since the base version of an edit. It has
// the original values, those of others, and those of the edit. Its code is CodeConflict.
type ConflictError struct {
	ID        ID
	Expected  Revision
	Current   Revision
	Conflicts []Conflict
}

// Error returns a message with the document and the revisions.
func (e *ConflictError) Error() string { return e.Unwrap().Error() }

// Unwrap returns an Error with the code.
func (e *ConflictError) Unwrap() error {
	return &Error{Code: CodeConflict, Path: []string{"expectedRevision"}, Message: "The document has changed since it was read."}
}

// Create stages a new document as a draft and returns its id.
func (t *Transaction) Create(kind *Kind, fields Patch, l locale.Language) (ID, error) {
	id, err := t.NewID(kind)
	if err != nil {
		return "", err
	}
	d := kind.New()
	d.Base().ID = id
	if err := t.options.Site.storedPatch(fields).Apply(d, l); err != nil {
		return "", err
	}
	return id, t.Save(d)
}

// Update stages a change of a working draft. It returns the fields of others that were kept
// beside it, by their dotted paths, or a ConflictError.
func (t *Transaction) Update(u DraftEdit) (merged []string, err error) {
	current, err := t.Working(u.ID)
	if err != nil {
		return nil, err
	}
	u.Fields = t.options.Site.storedPatch(u.Fields)
	mine, err := u.of(current)
	if err != nil {
		return nil, err
	}
	if merged, err = t.merge(u.ID, u.Expected, u.MergeDisjoint, u.of); err != nil {
		return nil, err
	}
	return merged, t.Save(mine)
}

// of returns a document with the update's changes.
func (u *DraftEdit) of(d Document) (Document, error) {
	mine := Clone(d)
	if err := u.Fields.Apply(mine, u.Language); err != nil {
		return nil, err
	}
	for _, l := range u.RemoveLanguages {
		for _, f := range Diff(d, mine) {
			if f.After != nil && l == u.Language.Written() && f.Path[len(f.Path)-1] == string(l) {
				p := newProblem([]string{"removeLanguages"}, Contradiction, false, strings.Join(f.Path, "."))
				p.Document = u.ID
				return nil, &Error{Code: CodeInvalid, Message: "The edit contradicts itself.", Problems: []Problem{p}}
			}
		}
		mine = withoutLanguage(mine, l)
	}
	return mine, nil
}

// merge compares an edit with the changes of others since its base version.
func (t *Transaction) merge(id ID, expected Revision, disjoint bool, edit func(Document) (Document, error)) (merged []string, err error) {
	current, err := t.Working(id)
	if err != nil || expected == 0 || expected == current.Base().Revision {
		return nil, err
	}
	base, err := t.version(id, expected)
	if err != nil {
		return nil, Errorf(CodeBadInput, "The document has no version with this revision.").At("expectedRevision")
	}
	mine, err := edit(base)
	if err != nil {
		return nil, err
	}
	all, overlap := conflicts(base, current, mine)
	theirs := slices.DeleteFunc(slices.Clone(all), func(c Conflict) bool { return same(c.Base, c.Theirs) })
	if len(theirs) == 0 {
		return nil, nil // only the state of the document has changed
	}
	if overlap || !disjoint {
		return nil, &ConflictError{ID: id, Expected: expected, Current: current.Base().Revision, Conflicts: all}
	}
	for _, c := range theirs {
		merged = append(merged, strings.Join(c.Path, "."))
	}
	return merged, nil
}

// Expect returns a ConflictError if a document's content has changed since a revision, for
// actions that change no field. Revision 0 expects nothing.
func (t *Transaction) Expect(id ID, expected Revision) error {
	_, err := t.merge(id, expected, false, func(d Document) (Document, error) { return d, nil })
	return err
}

func same(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }
