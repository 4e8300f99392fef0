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

func (Nothing) Part(any)               {}
func (Nothing) Text(locale.Text, bool) {}
func (Nothing) URL(*locale.URL)        {}

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

type Narrower[T any] interface {
	*T
	Narrow(l locale.Language)
}

func NarrowedParts[T any, P Narrower[T]](items []T, l locale.Language) []T {
	out := slices.Clone(items)
	for i := range out {
		P(&out[i]).Narrow(l)
	}
	return out
}

func NarrowedPart[T any, P Narrower[T]](v *T, l locale.Language) *T {
	if v = CopyAt(v); v != nil {
		P(v).Narrow(l)
	}
	return v
}

func CopyAt[T any](v *T) *T {
	if v == nil {
		return nil
	}
	c := *v
	return &c
}
