package resolve

import (
	"context"

	"lectern/content/catalog"
	"lectern/content/locale"
)

// SessionStartsAtText returns the time of a session as text.
func SessionStartsAtText(ctx context.Context, s *catalog.Session, form locale.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.StartsAtText(view, s, form)
}

// VideoRecordedAtText returns the time of a video's recording as text.
func VideoRecordedAtText(ctx context.Context, v *catalog.Video, form locale.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.RecordedAtText(view, v, form)
}
