package content

import (
	"slices"
)

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
