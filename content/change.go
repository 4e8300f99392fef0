package content

import (
	"slices"
	"time"
)

// Change is an entry of the log: who changed which documents, when and why.
type Change struct {
	Revision Revision  `json:"revision"`
	Previous Revision  `json:"previous"` // the revision before it; 0 for the first
	Time     time.Time `json:"time"`     // UTC
	Actor    Actor     `json:"actor"`
	Reason   string    `json:"reason,omitempty"`
	Entries  []Entry   `json:"entries"` // by id, each id once
}

// Entry is what a change did to one document, and where that left it.
type Entry struct {
	ID      ID       `json:"id"`
	Actions []Action `json:"actions"` // in the order in which they were done
	State   State    `json:"state"`   // after the change
}

// Action is something that an editor does to a document.
type Action string

// The actions.
const (
	Create     Action = "CREATE"
	Update     Action = "UPDATE" // of the working draft
	Publish    Action = "PUBLISH"
	Unpublish  Action = "UNPUBLISH"
	Archive    Action = "ARCHIVE"
	Restore    Action = "RESTORE"  // a former version is the working draft again
	Schedule   Action = "SCHEDULE" // a step is planned, or planned no longer
	MissedStep Action = "MISS"     // a step was due and could not be done
	Hide       Action = "HIDE"     // readers see it no longer, for somebody's sake
	Show       Action = "SHOW"     // what was hidden is shown again
	Consenting Action = "CONSENT"  // what a person consents to has changed
	Erase      Action = "ERASE"    // of a person, or of what another document said of one
)

// edits tells whether a document is to be checked after it.
func (a Action) edits() bool {
	switch a {
	case Create, Update, Publish, Unpublish, Restore:
		return true
	}
	return false
}

// State points at the versions of a document that count. Every other version
// is history.
type State struct {
	Created   Revision `json:"created"`             // the change that made the document
	Draft     Revision `json:"draft,omitempty"`     // the working draft, 0 where there is none
	Published Revision `json:"published,omitempty"` // what readers see, 0 where they see nothing
	Archived  bool     `json:"archived,omitempty"`  // put away: the draft is kept, and in no list

	PublishAt   *Step `json:"publishAt,omitempty"`   // when the working draft is to be published
	UnpublishAt *Step `json:"unpublishAt,omitempty"` // when readers are to see it no longer

	// Hidden says for whose sake readers don't see the document, though it is
	// published. It ends when the list is empty.
	Hidden []Hiding `json:"hidden,omitempty"`
	// Refused is what a person has consented to and does no longer: decided by
	// the change, so that it holds until the next one.
	Refused []ConsentTo `json:"refused,omitempty"`
	// Erased is all that is left of a person who was erased.
	Erased bool `json:"erased,omitempty"`

	// Seen is the change with which readers last saw the document otherwise: also
	// that they see it no longer. It is 0 where they never saw it.
	Seen Revision `json:"seen,omitempty"`
	// Turned is the change with which documents that refer to it last had
	// something else to show of it: that it is there, or is not, or what they have
	// from it.
	Turned Revision `json:"turned,omitempty"`
}

// Step is something that is to happen to a document at an instant.
type Step struct {
	At     time.Time `json:"at"`
	Actor  Actor     `json:"actor"` // who planned it
	Reason string    `json:"reason,omitempty"`
	// Missed says that the instant has come and the step could not be done,
	// since the document had problems.
	Missed bool `json:"missed,omitempty"`
}

// Hiding is a reason for which readers don't see a document.
type Hiding struct {
	For ID        `json:"for"` // the person: the document itself, or one that is in it
	Why HidingWhy `json:"why"`
}

// HidingWhy says what made a document disappear.
type HidingWhy string

// Why documents are hidden.
const (
	HiddenByEditor  HidingWhy = "TAKEDOWN" // until an editor shows it again
	HiddenByConsent HidingWhy = "CONSENT"  // until the person consents again
)

// visible tells whether nothing hides the document from readers.
func (s State) visible() bool {
	return len(s.Hidden) == 0 && !s.Erased && !slices.Contains(s.Refused, ConsentToName)
}

// Shown is the version that readers see, 0 where they see none.
func (s State) Shown() Revision {
	if !s.visible() {
		return 0
	}
	return s.Published
}

// Working is the version that the next publish would show: the draft, else
// what is published.
func (s State) Working() Revision {
	if s.Draft != 0 {
		return s.Draft
	}
	return s.Published
}

// ChangeSet is a change with all that it takes to apply it, here or on
// another node: the versions that it wrote, encoded.
type ChangeSet struct {
	Change
	Documents map[ID][]byte
}
