package resolve

import (
	"context"
	"errors"

	"lectern/content"
)

var errNoPages = errors.New("graph: nothing describes pages")

// pages returns the service that describes documents to programs, with the view that it reads
// through.
func pages(ctx context.Context) (content.Pages, *content.View, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, nil, err
	}
	if p := OperationFrom(ctx).Pages; p != nil {
		return p, view, nil
	}
	return nil, nil, errNoPages
}

// DocumentJSONLd returns a document's JSON-LD in the vocabulary of schema.org.
func DocumentJSONLd(ctx context.Context, d content.Document) (string, error) {
	p, view, err := pages(ctx)
	if err != nil {
		return "", err
	}
	return p.JSONLD(view, d)
}

// DocumentOpenGraph returns what a link to a document shows.
func DocumentOpenGraph(ctx context.Context, d content.Document) (*content.OpenGraph, error) {
	p, view, err := pages(ctx)
	if err != nil {
		return nil, err
	}
	return p.OpenGraph(view, d)
}
