package graph

import (
	"lectern/content"
	"lectern/internal/feed/jsonld"
	"lectern/internal/feed/opengraph"
)

// described is a stub of the presentation of pages.
type described struct{}

func (described) JSONLD(v *content.View, d content.Document) (string, error) {
	b, err := jsonld.Of(v, d)
	return string(b), err
}

func (described) OpenGraph(v *content.View, d content.Document) (*content.OpenGraph, error) {
	return opengraph.Of(v, d)
}
