package catalog

import (
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// liveStreamEarly is how long before a session its live stream is shown.
const liveStreamEarly = 15 * time.Minute

// LiveStream is a live stream, with the time in which its URL is public.
type LiveStream struct {
	OpensAt, ClosesAt time.Time

	url        locale.URL
	conference content.ID
}

// LiveStream returns the live stream of a session: from 15 minutes before it begins until it ends.
// It is nil if there is none, if the time is not known, or if the session does not take place.
func (s *Session) LiveStream() *LiveStream {
	if s.LiveStreamURL == "" || s.StartsAt.IsZero() || s.EndsAt.IsZero() || !s.TakesPlace() {
		return nil
	}
	return &LiveStream{s.StartsAt.Add(-liveStreamEarly), s.EndsAt, s.LiveStreamURL, s.ConferenceID}
}

// LiveStream returns the live stream of a conference: on its days, in its time zone. It is nil if
// there is none, if the days are not known, or if the conference does not take place.
func (c *Conference) LiveStream() *LiveStream {
	if c.LiveStreamURL == "" || c.StartDate == "" || c.EndDate == "" || !c.TakesPlace() {
		return nil
	}
	zone := locale.ZoneNamed(c.TimeZone)
	if zone == nil {
		zone = time.UTC
	}
	return &LiveStream{c.StartDate.In(zone), c.EndDate.In(zone).AddDate(0, 0, 1), c.LiveStreamURL, c.ID}
}

// Shown returns the URL of a live stream at the time of a view. It is empty before it opens, after
// it closes, and if the conference does not take place.
func (l *LiveStream) Shown(v *content.View) (locale.URL, error) {
	now := content.Clock(v)
	if now.Before(l.OpensAt) {
		content.ValidUntil(v, l.OpensAt)
		return "", nil
	}
	if !now.Before(l.ClosesAt) {
		return "", nil
	}
	content.ValidUntil(v, l.ClosesAt)
	c, err := content.Get[*Conference](v, l.conference)
	if err != nil && !content.IsNotFound(err) || c != nil && !c.TakesPlace() {
		return "", err
	}
	return l.url, nil
}
