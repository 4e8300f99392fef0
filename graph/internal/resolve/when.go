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

// SessionStatus returns whether a session takes place: SCHEDULED if nothing else was written.
func SessionStatus(_ context.Context, s *catalog.Session) (catalog.SessionStatus, error) {
	return s.EventStatus(), nil
}

// LiveStreamURL returns the URL of a live stream while it is open, otherwise nil.
func LiveStreamURL(ctx context.Context, l *catalog.LiveStream) (*locale.URL, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	url, err := l.Shown(view)
	if url == "" {
		return nil, err
	}
	return &url, err
}

// VideoRecordedAtText returns the time of a video's recording as text.
func VideoRecordedAtText(ctx context.Context, v *catalog.Video, form locale.DateTextForm) (*string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.RecordedAtText(view, v, form)
}
