package content

import (
	"slices"

	"lectern/content/internal/record"
	"lectern/content/locale"
)

// parts_gen.go has a method for each operation on all fields of a document that is read.
// content/internal/partgen generates it from the structs. Reflection, with which shape.go does
// the same for documents that are written, took most of the time of an uncached read.

// parted has the generated methods of a document.
type parted interface {
	record.Part
	// visit visits everything that is stored: each struct before its fields, and texts even if
	// they are empty, so that missing ones can be found.
	Visit(to record.Visitor)
	// narrowed returns a copy in one language. It shares the texts of the original, but no
	// other memory.
	Narrowed(l locale.Language) Document
}

// NarrowTo returns a copy of a document in one language. Empty texts are removed from lists,
// and empty rich texts become nil.
func NarrowTo(d Document, l locale.Language) Document { return d.(parted).Narrowed(l) }

// CompleteLanguages returns the languages in which a document is complete: those with all
// required texts. If no text is required, all languages with any text count.
func CompleteLanguages(d Document) []locale.Language {
	var c completeness
	d.(parted).Visit(&c)
	if !c.required {
		c.complete = c.any
	}
	if len(c.complete) == 0 {
		return nil
	}
	slices.Sort(c.complete)
	return slices.Clone(c.complete)
}

// completeness finds the complete languages of a document.
type completeness struct {
	record.Nothing
	required      bool // there was a required text
	complete, any []locale.Language
	room          [8]locale.Language // for both of them
}

func (c *completeness) Text(t locale.Text, required bool) {
	if c.any == nil {
		c.complete, c.any = c.room[:0:4], c.room[4:4]
	}
	switch {
	case required && c.required:
		c.complete = slices.DeleteFunc(c.complete, func(l locale.Language) bool { return t.In(l) == "" })
	case required:
		c.required = true
		for i := range t {
			c.complete = append(c.complete, t[i].Language)
		}
	case !c.required:
		for i := range t {
			if !slices.Contains(c.any, t[i].Language) {
				c.any = append(c.any, t[i].Language)
			}
		}
	}
}
