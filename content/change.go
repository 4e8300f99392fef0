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

// Entry is what a change did to one document, and its resulting state.
type Entry struct {
	ID      ID       `json:"id"`
	Actions []Action `json:"actions"` // in the order in which they were done
	State   State    `json:"state"`   // after the change
}

// Action is an editor's action on a document.
type Action string

// The actions.
const (
	Create     Action = "CREATE"
	Update     Action = "UPDATE" // of the working draft
	Publish    Action = "PUBLISH"
	Unpublish  Action = "UNPUBLISH"
	Archive    Action = "ARCHIVE"
	Restore    Action = "RESTORE"  // a former version becomes the working draft
	Discard    Action = "DISCARD"  // discards the working draft
	Schedule   Action = "SCHEDULE" // a step is planned or cancelled
	MissedStep Action = "MISS"     // a step was due but failed
	Hide       Action = "HIDE"     // readers no longer see it, to protect somebody
	Show       Action = "SHOW"     // the end of hiding
	Consenting Action = "CONSENT"  // a person's consents have changed
	Erase      Action = "ERASE"    // of a person, or of data about one in another document
)

// edits reports whether a document must be checked after the action.
func (a Action) edits() bool {
	switch a {
	case Create, Update, Publish, Unpublish, Restore:
		return true
	}
	return false
}

// State refers to the current versions of a document. Every other version is history.
type State struct {
	Created   Revision `json:"created"`             // the change that created the document
	Draft     Revision `json:"draft,omitempty"`     // the working draft, 0 if there is none
	Published Revision `json:"published,omitempty"` // what readers see, 0 if nothing
	Archived  bool     `json:"archived,omitempty"`  // the draft is kept, but in no list
	// Discarded, which implies Archived, means that no one can find the document any more,
	// except its versions in the log.
	Discarded bool `json:"discarded,omitempty"`

	// Steps are the planned and missed steps of the document, in the order of time.
	Steps []Step `json:"steps,omitempty"`

	// Hidden says for whose sake a published document is hidden from readers. The hiding ends
	// when the list is empty.
	Hidden []Hiding `json:"hidden,omitempty"`
	// Refused is what a person has consented to and no longer does. The change decides it, so
	// it is valid until the next one.
	Refused []ConsentTo `json:"refused,omitempty"`
	// Erased is all that remains of an erased person.
	Erased bool `json:"erased,omitempty"`

	// Seen is the change with which the document last changed for readers, including its
	// disappearance. It is 0 if they never saw it.
	Seen Revision `json:"seen,omitempty"`
	// Turned is the change with which the document last changed for documents that refer to
	// it: it appeared, disappeared, or what they show of it changed.
	Turned Revision `json:"turned,omitempty"`
}

// Step is a planned publication or withdrawal at an instant. A document has at most one at an
// instant.
type Step struct {
	At     time.Time `json:"at"`
	Action Action    `json:"action"` // Publish, with the draft of that time, or Unpublish
	Actor  Actor     `json:"actor"`  // who planned it
	Reason string    `json:"reason,omitempty"`
	// Missed means that the instant has come but the step failed, since the document had
	// problems.
	Missed bool `json:"missed,omitempty"`
}

// Hiding is a reason why a document is hidden from readers.
type Hiding struct {
	For ID        `json:"for"` // the person: the document itself, or one in it
	Why HidingWhy `json:"why"`
}

// HidingWhy is the reason why a document disappeared.
type HidingWhy string

// The reasons for hiding.
const (
	HiddenByEditor  HidingWhy = "TAKEDOWN" // until an editor shows it again
	HiddenByConsent HidingWhy = "CONSENT"  // until the person consents again
)

// visible reports whether nothing hides the document from readers.
func (s State) visible() bool {
	return len(s.Hidden) == 0 && !s.Erased && !slices.Contains(s.Refused, ConsentToName)
}

// Gone reports whether there is no such document for anyone.
func (s State) Gone() bool { return s.Erased || s.Discarded }

// Shown returns the version that readers see, or 0.
func (s State) Shown() Revision {
	if !s.visible() {
		return 0
	}
	return s.Published
}

// Working returns the version that the next publish would show: the draft, otherwise the
// published version.
func (s State) Working() Revision {
	if s.Draft != 0 {
		return s.Draft
	}
	return s.Published
}

// ChangeSet is a change with everything that is needed to apply it, here or on another node:
// its versions, encoded.
type ChangeSet struct {
	Change
	Documents map[ID][]byte
}
