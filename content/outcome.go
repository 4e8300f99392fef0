package content

import "lectern/content/locale"

// Outcome is the outcome of an edit of a document of one type, for its editor.
type Outcome[D Document] struct {
	Document D         // after the edit; nil if nothing was saved
	Revision *Revision // of the change; nil if nothing was saved
	// UserErrors are the reasons why nothing was saved.
	UserErrors []Problem
	Warnings   []Problem
	Conflicts  []Conflict
	Merged     []string // fields of others that were kept beside those of the edit
	Effects    *Effects
}

// Effects are what readers will notice of a change.
type Effects struct {
	// Addresses are the URLs of website pages whose content changes: those of the documents
	// themselves, of public documents that refer to them, and of documents that they refer to.
	Addresses []locale.URL
	// Appear, Change and Disappear are the documents that appear, change and disappear for
	// readers.
	Appear, Change, Disappear []ID
	// Lists are the lists that change, as kind and index: "session.startsAt". Cached responses
	// depend on them and on the documents.
	Lists []string
}
