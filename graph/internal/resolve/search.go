package resolve

import (
	"context"
	"errors"
	"slices"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/graph/internal/model"
)

// Searcher finds documents by their texts. It returns only what the view shows.
type Searcher interface {
	Search(ctx context.Context, view *content.View, q catalog.SearchQuery) (*catalog.SearchConnection, error)
	// Suggest returns titles that match a typed text.
	Suggest(ctx context.Context, view *content.View, prefix string, first int) ([]*catalog.Suggestion, error)
}

var errNoSearch = errors.New("graph: no search is configured")

// searcher returns the Searcher with the view that it reads through.
func searcher(ctx context.Context) (Searcher, *content.View, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, nil, err
	}
	if s := OperationFrom(ctx).Search; s != nil {
		return s, view, nil
	}
	return nil, nil, errNoSearch
}

// QuerySearch returns a page of found documents.
func QuerySearch(ctx context.Context, text string, types []catalog.SearchType, filter *model.SearchFilter, first int, after *string) (*catalog.SearchConnection, error) {
	s, view, err := searcher(ctx)
	if err != nil {
		return nil, err
	}
	q := catalog.SearchQuery{Text: text, First: first, After: given(after)}
	if types != nil {
		q.Kinds = []*content.Kind{}
	}
	for _, t := range types {
		q.Kinds = append(q.Kinds, t.Kind())
	}
	if filter != nil {
		if err := filterSearch(&q, filter); err != nil {
			return nil, err
		}
	}
	return s.Search(ctx, view, q)
}

// maxFilterValues is the maximum number of values of a filter.
const maxFilterValues = 50

func filterSearch(q *catalog.SearchQuery, filter *model.SearchFilter) error {
	years := filter.Years.Value()
	if q.Years = years; len(years) > maxFilterValues {
		return content.Errorf(content.CodeBadInput, "A filter takes at most %d values.", maxFilterValues).At("filter", "years")
	}
	for _, f := range []struct {
		name string
		ids  *[]content.ID
		by   *model.IDFilter
	}{
		{"topic", &q.Topics, filter.Topic.Value()},
		{"conference", &q.Conferences, filter.Conference.Value()},
		{"speaker", &q.Speakers, filter.Speaker.Value()},
	} {
		if f.by != nil && len(f.by.In.Value()) > maxFilterValues {
			return content.Errorf(content.CodeBadInput, "A filter takes at most %d values.", maxFilterValues).At("filter", f.name, "in")
		}
		*f.ids = idsOf(f.by)
	}
	return nil
}

// idsOf returns the ids of a condition, or nil for all.
func idsOf(by *model.IDFilter) []content.ID {
	if by == nil {
		return nil
	}
	ids := by.In.Value()
	if eq := by.Eq.Value(); eq != nil {
		if ids != nil && !slices.Contains(ids, *eq) {
			return []content.ID{}
		}
		ids = []content.ID{*eq}
	}
	return ids
}

// QuerySuggest returns titles that match a typed text.
func QuerySuggest(ctx context.Context, prefix string, first int) ([]*catalog.Suggestion, error) {
	s, view, err := searcher(ctx)
	if err != nil {
		return nil, err
	}
	return s.Suggest(ctx, view, prefix, first)
}
