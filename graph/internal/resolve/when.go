package resolve

import (
	"cmp"
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

// SessionStatus returns whether a session takes place: SCHEDULED if nothing else was written.
func SessionStatus(_ context.Context, s *catalog.Session) (catalog.SessionStatus, error) {
	return cmp.Or(s.Status, catalog.SessionScheduled), nil
}

// VideoRecordedAtText returns the time of a video's recording as text.
func VideoRecordedAtText(ctx context.Context, v *catalog.Video, form locale.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.RecordedAtText(view, v, form)
}
