package content

import "time"

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
	Create    Action = "CREATE"
	Update    Action = "UPDATE" // of the working draft
	Publish   Action = "PUBLISH"
	Unpublish Action = "UNPUBLISH"
	Archive   Action = "ARCHIVE"
)

// State points at the versions of a document that count. Every other version
// is history.
type State struct {
	Created   Revision `json:"created"`             // the change that made the document
	Draft     Revision `json:"draft,omitempty"`     // the working draft, 0 where there is none
	Published Revision `json:"published,omitempty"` // what readers see, 0 where they see nothing
	Archived  bool     `json:"archived,omitempty"`  // put away: the draft is kept, and in no list
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
