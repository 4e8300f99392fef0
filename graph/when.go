package graph

import (
	"context"

	"lectern/content/catalog"
	"lectern/content/locale"
)

// startsAtText is when a session takes place.
func startsAtText(ctx context.Context, s *catalog.Session, form locale.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.StartsAtText(view, s, form)
}

// recordedAtText is when a video was recorded.
func recordedAtText(ctx context.Context, v *catalog.Video, form locale.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.RecordedAtText(view, v, form)
}
