package app

import (
	"context"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/graph"
	"lectern/internal/feed/jsonld"
	"lectern/internal/feed/opengraph"
	"lectern/internal/operations"
	"lectern/internal/search"
	"lectern/internal/sheet"
	"lectern/internal/store"
)

// Limits are the limits on operations.
type Limits struct {
	Public, Editor         graph.Limits  // of one operation
	PublicBody, EditorBody int64         // bytes of one request
	Timeout                time.Duration // of one operation
	Concurrent             int           // simultaneous operations
	Wait                   time.Duration // for a slot
}

// DefaultLimits returns the defaults of graph.
func DefaultLimits() Limits {
	return Limits{
		Public: graph.PublicLimits(), Editor: graph.EditorLimits(),
		PublicBody: graph.DefaultMaxPublicBody, EditorBody: graph.DefaultMaxEditorBody,
		Timeout: graph.DefaultTimeout, Concurrent: graph.DefaultMaxConcurrent, Wait: graph.DefaultMaxWait,
	}
}

func newGraphQL(c Config, s *store.Store, registry *operations.Registry, x *search.Index, library content.AssetLibrary, site *content.Site, purgeFeedRead func() time.Time) (*graph.Handler, error) {
	return graph.NewHandler(graph.Schema(), graph.Config{
		Store: s, Site: site, Log: c.Log, Clock: c.clock().Now, Sheets: sheets{}, Search: x, Pages: pages{}, Library: library,
		Caches:     graph.Caches{SharedMaxAge: c.Caching.SharedMaxAge, PurgeFeedRead: purgeFeedRead},
		Operations: registry, Trusted: c.PublicOperations == TrustedOperations,
		Past: func(ctx context.Context, at time.Time) (content.Store, error) {
			r, err := s.RevisionAt(ctx, at)
			if err != nil {
				return nil, err
			}
			snapshot, err := s.Snapshot(ctx)
			if err != nil {
				return nil, err
			}
			defer snapshot.Close()
			if r == snapshot.Revision() {
				return s, nil // no change since
			}
			return s.Past(ctx, r)
		},
		Public: c.Limits.Public, Editor: c.Limits.Editor,
		MaxPublicBody: c.Limits.PublicBody, MaxEditorBody: c.Limits.EditorBody,
		Timeout: c.Limits.Timeout, MaxConcurrent: c.Limits.Concurrent, MaxWait: c.Limits.Wait,
	})
}

// pages gives graph the presentation of documents in feeds.
type pages struct{}

func (pages) JSONLD(v *content.View, d content.Document) (string, error) {
	b, err := jsonld.Of(v, d)
	return string(b), err
}

func (pages) OpenGraph(v *content.View, d content.Document) (*content.OpenGraph, error) {
	return opengraph.Of(v, d)
}

// sheets adapts package sheet to graph.
type sheets struct{}

func (sheets) Read(kind *content.Kind, csv string, zone *time.Location) catalog.Table {
	return sheet.Read(kind, csv, zone)
}

func (sheets) Write(kind *content.Kind, documents []content.Document, name func(content.ID) string) (string, error) {
	return sheet.Write(kind, documents, name)
}
