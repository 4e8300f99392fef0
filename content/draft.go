package content

import (
	"reflect"
	"time"
)

// Drafts returns the same view for editors: documents as they are stored, in all languages and
// not redacted, and the working draft if there is one. Its lists have everything except
// archived documents. It closes with the original view. It is UNAUTHENTICATED or FORBIDDEN if
// the actor is no editor.
func (v *View) Drafts() (*View, error) {
	if err := v.actor.Require(RoleEditor); err != nil {
		return nil, err
	}
	drafts := *v
	drafts.space, drafts.whole, drafts.form = DraftIndex, true, draftForm
	return &drafts, nil
}

func (v *View) stored(id ID, r Revision) (Document, error) {
	stored, err := v.snapshot.Version(id, r)
	if err != nil {
		return nil, MustBeThere(err, id)
	}
	return stored.Full, nil
}

// Version returns a document as a change left it, for a view of Drafts, as a copy that shares its
// parts. It is CodeNotFound if the change did not write it.
func (v *View) Version(id ID, r Revision) (Document, error) {
	if err := v.noteDraft(id); err != nil {
		return nil, err
	}
	stored, err := v.snapshot.Version(id, r)
	if err != nil {
		return nil, err
	}
	former := reflect.New(reflect.TypeOf(stored.Full).Elem())
	former.Elem().Set(reflect.ValueOf(stored.Full).Elem())
	d := former.Interface().(Document)
	d.Base().Former = true
	return d, nil
}

// noteDraft records the read of a document by editors.
func (v *View) noteDraft(id ID) error {
	if !v.whole {
		return Errorf(CodeForbidden, "This requires role editor or above.")
	}
	_, err := v.noteDocument(id)
	return err
}

// PublishingStatus is the publishing status of a document, for editors.
type PublishingStatus struct {
	State     PublicationState
	Draft     *Revision // of the working draft
	Published *Revision // of what is published
	Steps     []*ScheduledStep
	Hidden    []Hiding
	Refused   []ConsentTo
}

// PublicationState says whether readers see a document, and whether they see its latest
// content.
type PublicationState string

// The states of publication.
const (
	PublicationDraft     PublicationState = "DRAFT"     // never published, or withdrawn
	PublicationPublished PublicationState = "PUBLISHED" // readers see the latest version
	PublicationChanged   PublicationState = "CHANGED"   // published, with a draft beside it
	PublicationArchived  PublicationState = "ARCHIVED"
)

// PublishingOf returns the publishing status of a document, for a view of Drafts.
func PublishingOf(v *View, id ID) (*PublishingStatus, error) {
	if err := v.noteDraft(id); err != nil {
		return nil, err
	}
	s, err := v.snapshot.State(id)
	if err != nil {
		return nil, err
	}
	status := &PublishingStatus{
		State: PublicationDraft, Hidden: s.Hidden, Refused: s.Refused,
	}
	for _, step := range s.Steps {
		status.Steps = append(status.Steps, &ScheduledStep{step, id})
	}
	switch {
	case s.Archived:
		status.State = PublicationArchived
	case s.Published != 0 && s.Draft != 0:
		status.State = PublicationChanged
	case s.Published != 0:
		status.State = PublicationPublished
	}
	if s.Draft != 0 {
		status.Draft = &s.Draft
	}
	if s.Published != 0 {
		status.Published = &s.Published
	}
	return status, nil
}

// PublishingProblems returns all problems and warnings that publishing a document at an
// instant would report, for a view of Drafts.
func PublishingProblems(v *View, d Document, now time.Time) ([]Problem, error) {
	if err := v.noteDraft(d.Base().ID); err != nil {
		return nil, err
	}
	return wouldReport(v.snapshot, d, v.site, now)
}

// DraftProblems is ProblemsOf for the working draft of a document, for a view that previews.
func DraftProblems(v *View, id ID, now time.Time) ([]Problem, error) {
	if v.space != DraftIndex {
		return nil, Errorf(CodeForbidden, "This requires role editor or above.")
	}
	state, err := v.snapshot.State(id)
	if err != nil {
		return nil, err
	}
	d, err := v.stored(id, state.Working())
	if err != nil {
		return nil, err
	}
	return wouldReport(v.snapshot, d, v.site, now)
}

// wouldReport returns what publishing a document would report. It publishes the document in a
// transaction that is not committed.
func wouldReport(base Snapshot, d Document, site *Site, now time.Time) ([]Problem, error) {
	id := d.Base().ID
	state, err := base.State(id)
	if err != nil || state.Working() != d.Base().Revision {
		return nil, err // a former version has no problems
	}
	t := newTransaction(base, EditOptions{Actor: Actor{Role: RoleAdmin}, Now: now, Site: site})
	if state.Draft != 0 {
		err = t.Publish(id)
	} else {
		err = t.Save(Clone(d))
		if err == nil {
			err = t.Publish(id)
		}
	}
	if err != nil {
		return nil, err
	}
	return t.problems()
}
