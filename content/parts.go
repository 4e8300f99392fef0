package content

import "slices"

// parts_gen.go has a method for each thing that has to be done to each field of
// a document that is read, written by content/internal/partgen from the structs.
// Reflection, which shape.go does the same with for what is written, took most of
// the time of a read that found nothing in the cache.

// parted is what the generated methods make of a document.
type parted interface {
	part
	// visit shows a visitor what is stored: each struct before what is in it, and
	// texts also where they are empty, so that they can be missed.
	visit(to visitor)
	// narrowed is a copy with memory of its own, in one language. Texts share the
	// original's.
	narrowed(l Language) Document
}

// visitor meets the structs, the texts and the addresses of a document.
type visitor interface {
	part(p any) // a pointer to a struct
	text(t Text, required bool)
	url(u *URL) // to be changed in a copy only
}

// nothing is a visitor for those to embed that care for some of it only.
type nothing struct{}

func (nothing) part(any)        {}
func (nothing) text(Text, bool) {}
func (nothing) url(*URL)        {}

// narrowed is a copy of a document in one language. Texts that end up empty leave
// their lists, and rich texts become nil.
func narrowed(d Document, l Language) Document { return d.(parted).narrowed(l) }

func narrowedTexts(texts []Text, l Language) []Text {
	if texts == nil {
		return nil
	}
	out := make([]Text, 0, len(texts))
	for _, t := range texts {
		if t = t.narrow(l); len(t) > 0 {
			out = append(out, t)
		}
	}
	return out
}

type narrower[T any] interface {
	*T
	narrow(l Language)
}

func narrowedParts[T any, P narrower[T]](items []T, l Language) []T {
	out := slices.Clone(items)
	for i := range out {
		P(&out[i]).narrow(l)
	}
	return out
}

func narrowedPart[T any, P narrower[T]](v *T, l Language) *T {
	if v = copyAt(v); v != nil {
		P(v).narrow(l)
	}
	return v
}

func copyAt[T any](v *T) *T {
	if v == nil {
		return nil
	}
	c := *v
	return &c
}

// languagesOf lists the languages in which a document is complete: each
// required text that it should have is there. Where no text is required, all
// languages that it has any text in count.
func languagesOf(d Document) []Language {
	var c completeness
	d.(parted).visit(&c)
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
	nothing
	required      bool // a text was
	complete, any []Language
	room          [8]Language // for both of them
}

func (c *completeness) text(t Text, required bool) {
	if c.any == nil {
		c.complete, c.any = c.room[:0:4], c.room[4:4]
	}
	switch {
	case required && c.required:
		c.complete = slices.DeleteFunc(c.complete, func(l Language) bool { return t.In(l) == "" })
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
