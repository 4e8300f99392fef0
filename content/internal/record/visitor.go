package record

import (
	"slices"

	"lectern/content/locale"
)

// Visitor meets the structs, the texts and the addresses of a document.
type Visitor interface {
	Part(p any) // a pointer to a struct
	Text(t locale.Text, required bool)
	URL(u *locale.URL) // to be changed in a copy only
}

// Nothing is a visitor for those to embed that care for some of it only.
type Nothing struct{}

// Part does nothing.
func (Nothing) Part(any) {}

// Text does nothing.
func (Nothing) Text(locale.Text, bool) {}

// URL does nothing.
func (Nothing) URL(*locale.URL) {}

// NarrowedTexts are texts in one language, in a list of their own. Those that end up
// empty leave it.
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

// Narrower is a pointer to a struct that keeps one language of its texts.
type Narrower[T any] interface {
	*T
	Narrow(l locale.Language)
}

// NarrowedParts are structs in one language, in a list of their own.
func NarrowedParts[T any, P Narrower[T]](items []T, l locale.Language) []T {
	out := slices.Clone(items)
	for i := range out {
		P(&out[i]).Narrow(l)
	}
	return out
}

// NarrowedPart is a copy of a struct in one language; nil of nil.
func NarrowedPart[T any, P Narrower[T]](v *T, l locale.Language) *T {
	if v = CopyAt(v); v != nil {
		P(v).Narrow(l)
	}
	return v
}

// CopyAt is a pointer to a copy; nil of nil.
func CopyAt[T any](v *T) *T {
	if v == nil {
		return nil
	}
	c := *v
	return &c
}
