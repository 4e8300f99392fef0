package graph

import (
	"context"

	"lectern/content"
)

// startsAtText is when a session takes place.
func startsAtText(ctx context.Context, s *content.Session, form content.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return content.StartsAtText(view, s, form)
}

// recordedAtText is when a video was recorded.
func recordedAtText(ctx context.Context, v *content.Video, form content.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return content.RecordedAtText(view, v, form)
}
