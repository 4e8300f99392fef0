package record

import (
	"slices"

	"lectern/content/locale"
)

// Visitor visits the structs, the texts and the URLs of a document.
type Visitor interface {
	Part(p any) // a pointer to a struct
	Text(t locale.Text, required bool)
	URL(u *locale.URL) // may be changed only in a copy
}

// Nothing is a visitor that does nothing, for embedding in visitors of some of these only.
type Nothing struct{}

// Part does nothing.
func (Nothing) Part(any) {}

// Text does nothing.
func (Nothing) Text(locale.Text, bool) {}

// URL does nothing.
func (Nothing) URL(*locale.URL) {}

// NarrowedTexts returns a new list of texts in one language, without empty ones.
func NarrowedTexts(texts []locale.Text, l locale.Language) []locale.Text {
	if texts == nil {
		return nil
	}
	out := make([]locale.Text, 0, len(texts))
	for _, t := range texts {
		if t = t.Narrow(l); len(t) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// Narrower is a pointer to a struct that can be narrowed to one language of its texts.
type Narrower[T any] interface {
	*T
	Narrow(l locale.Language)
}

// NarrowedParts returns a new list of structs in one language.
func NarrowedParts[T any, P Narrower[T]](items []T, l locale.Language) []T {
	out := slices.Clone(items)
	for i := range out {
		P(&out[i]).Narrow(l)
	}
	return out
}

// NarrowedPart returns a copy of a struct in one language; nil of nil.
func NarrowedPart[T any, P Narrower[T]](v *T, l locale.Language) *T {
	if v = CopyAt(v); v != nil {
		P(v).Narrow(l)
	}
	return v
}

// CopyAt returns a pointer to a copy; nil of nil.
func CopyAt[T any](v *T) *T {
	if v == nil {
		return nil
	}
	c := *v
	return &c
}
