package resolve

import (
	"context"

	"lectern/content"
)

// SessionStartsAtText is when a session takes place.
func SessionStartsAtText(ctx context.Context, s *content.Session, form content.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return content.StartsAtText(view, s, form)
}

// VideoRecordedAtText is when a video was recorded.
func VideoRecordedAtText(ctx context.Context, v *content.Video, form content.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return content.RecordedAtText(view, v, form)
}
