package resolve

import (
	"context"

	"lectern/content/catalog"
	"lectern/content/locale"
)

// SessionStartsAtText is when a session takes place.
func SessionStartsAtText(ctx context.Context, s *catalog.Session, form locale.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.StartsAtText(view, s, form)
}

// VideoRecordedAtText is when a video was recorded.
func VideoRecordedAtText(ctx context.Context, v *catalog.Video, form locale.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.RecordedAtText(view, v, form)
}
