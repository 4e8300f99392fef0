package jsonld

import (
	"lectern/content"
	"lectern/internal/feed"
)

// MediaType is the media type of JSON-LD.
const MediaType = "application/ld+json"

// Routes returns the documents of all kinds, by the name of their kind and their slug.
func Routes() feed.Routes {
	return feed.Routes{{Path: "/feeds/jsonld/{kind}/{slug}.json", Encode: func(v *content.View, r *feed.Request) (*feed.Representation, error) {
		kind := content.KindNamed(r.Value("kind"))
		if kind == nil {
			return nil, content.Errorf(content.CodeNotFound, "There is no content type with this name.")
		}
		d, err := v.BySlug(kind, r.Value("slug"))
		if err != nil {
			return nil, err
		}
		b, err := Of(v, d)
		if err != nil {
			return nil, err
		}
		return &feed.Representation{Type: MediaType, Body: func() ([]byte, error) { return b, nil }}, nil
	}}}
}
