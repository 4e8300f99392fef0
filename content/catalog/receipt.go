package catalog

import (
	"slices"
	"time"

	"lectern/content"
)

// Receipt is the result of an erasure or its dry run. It contains no name of the person, so it
// may be stored.
type Receipt struct {
	Person    content.ID       `json:"person"`
	Revision  content.Revision `json:"revision"` // of the erasing change
	At        time.Time        `json:"at"`
	Documents []ReceiptItem    `json:"documents"` // that contained something of the person, now or before; by id
	Versions  int              `json:"versions"`  // that were rewritten or deleted
	Changes   int              `json:"changes"`   // whose entry in the log was rewritten
	// Recordings are those with the person. They are hidden from readers until an editor
	// publishes them again: the service can't erase the person from picture and sound.
	Recordings []content.ID `json:"recordings"`
	// Photos are those with the person in the row of people. They are hidden until an editor
	// publishes another file, or states that the person can't be recognised (ShowPhoto).
	Photos []content.ID `json:"photos"`
	// Files are the uploaded files that only the person's own versions referred to: a portrait.
	// They are deleted with the person.
	Files []content.AssetID `json:"files"`
	// Namesakes are other people with one of the names. Their documents stay unchanged: an
	// editor must check whether one is the same person.
	Namesakes []content.ID `json:"namesakes"`
}

// Untitled returns a copy without the titles of documents: it holds no text.
func (r *Receipt) Untitled() *Receipt {
	c := *r
	c.Documents = slices.Clone(r.Documents)
	for i := range c.Documents {
		c.Documents[i].Title = ""
	}
	return &c
}

// Titled returns a copy of an Untitled receipt with the titles that documents have now, for
// editors. Those of documents that do not exist any more stay empty.
func (r *Receipt) Titled(v *content.View) (Receipt, error) {
	c := *r
	c.Documents = slices.Clone(r.Documents)
	for i := range c.Documents {
		d, err := v.Get(c.Documents[i].DocumentID)
		switch {
		case err == nil:
			c.Documents[i].Title = titleOf(d)
		case !content.IsNotFound(err):
			return c, err
		}
	}
	return c, nil
}

// ReceiptItem is a document that an erasure changed.
type ReceiptItem struct {
	DocumentID content.ID `json:"documentId"`
	Title      string     `json:"title"` // without the person's name
	What       []string   `json:"what"`  // the fields, in any version
}
