package content

import "slices"

import (
	"lectern/content/internal/record"
	"lectern/content/locale"
)

// parts_gen.go has a method for each thing that has to be done to each field of
// a document that is read, written by content/internal/partgen from the structs.
// Reflection, which shape.go does the same with for what is written, took most of
// the time of a read that found nothing in the cache.

// parted is what the generated methods make of a document.
type parted interface {
	record.Part
	// visit shows a visitor what is stored: each struct before what is in it, and
	// texts also where they are empty, so that they can be missed.
	Visit(to record.Visitor)
	// narrowed is a copy with memory of its own, in one language. Texts share the
	// original's.
	Narrowed(l locale.Language) Document
}

// NarrowTo is a copy of a document in one language. Texts that end up empty leave
// their lists, and rich texts become nil.
func NarrowTo(d Document, l locale.Language) Document { return d.(parted).Narrowed(l) }

// CompleteLanguages lists the languages in which a document is complete: each
// required text that it should have is there. Where no text is required, all
// languages that it has any text in count.
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

// completeness finds out the languages of a document.
type completeness struct {
	record.Nothing
	required      bool // a text was
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
