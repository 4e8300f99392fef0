package catalog

import (
	"strconv"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// Texts for the times of documents, in the language that each is served in. They are nil
// without a time.

// StartsAtText returns the time of a session, in its conference's time zone.
func StartsAtText(v *content.View, s *Session, form locale.DateTextForm) (*string, error) {
	zone, err := zoneOf(v, s.ConferenceID)
	if err != nil {
		return nil, err
	}
	return said(locale.TimeText(s.Language, form, locale.InZone(zone, s.StartsAt), locale.InZone(zone, s.EndsAt))), nil
}

// RecordedAtText returns the time at which a video was recorded, in its conference's time zone.
func RecordedAtText(v *content.View, video *Video, form locale.DateTextForm) (*string, error) {
	zone, err := zoneOf(v, video.ConferenceID)
	if err != nil {
		return nil, err
	}
	return said(locale.TimeText(video.Language, form, locale.InZone(zone, video.RecordedAt), time.Time{})), nil
}

// DatesText returns a conference's days; for a planned one possibly only the year.
func (c *Conference) DatesText(form locale.DateTextForm) *string {
	if c.StartDate == "" && c.Year != 0 && form != locale.DateTextTime && form != locale.DateTextWeek {
		return said(strconv.Itoa(c.Year))
	}
	return said(locale.DaysText(c.Language, form, c.StartDate, c.EndDate))
}

// DurationText returns the duration of a session.
func (s *Session) DurationText(form locale.DurationTextForm) *string {
	if s.StartsAt.IsZero() || s.EndsAt.IsZero() {
		return nil
	}
	return said(locale.DurationText(s.Language, form, locale.Duration(s.EndsAt.Sub(s.StartsAt))))
}

// DurationText returns the duration of a video.
func (v *Video) DurationText(form locale.DurationTextForm) *string {
	return said(locale.DurationText(v.Language, form, v.Duration))
}

// DurationText returns the duration of an episode.
func (e *PodcastEpisode) DurationText(form locale.DurationTextForm) *string {
	return said(locale.DurationText(e.Language, form, e.Duration))
}

// ReleasedAtText returns the release time of an episode, in the zone in which it was written.
func (e *PodcastEpisode) ReleasedAtText(form locale.DateTextForm) *string {
	return said(locale.TimeText(e.Language, form, e.ReleasedAt, time.Time{}))
}

// PresentedOnText returns the day on which a proposal was presented.
func (p *PolicyProposal) PresentedOnText(form locale.DateTextForm) *string {
	return said(locale.DaysText(p.Language, form, p.PresentedOn, ""))
}

// TakenOnText returns the day on which a photo was taken.
func (p *Photo) TakenOnText(form locale.DateTextForm) *string {
	return said(locale.DaysText(p.Language, form, p.TakenOn, ""))
}

// DateText returns the day of a step.
func (e TimelineEntry) DateText(form locale.DateTextForm) *string {
	return said(locale.DaysText(locale.Language(e.Language), form, e.Date, ""))
}

// DateText returns the day of a vote.
func (v Vote) DateText(form locale.DateTextForm) *string {
	return said(locale.DaysText(locale.Language(v.Language), form, v.Date, ""))
}

// InForceFromText returns the day from which a law is in force.
func (l Law) InForceFromText(form locale.DateTextForm) *string {
	return said(locale.DaysText(locale.Language(l.Language), form, l.InForceFrom, ""))
}

// DatesText returns the days.
func (r DateRange) DatesText(form locale.DateTextForm) *string {
	return said(locale.DaysText(locale.Language(r.Language), form, r.StartDate, r.EndDate))
}

// OpensAtText returns the time at which registration opens, in the zone in which it was
// written.
func (r Registration) OpensAtText(form locale.DateTextForm) *string {
	return said(locale.TimeText(locale.Language(r.Language), form, r.OpensAt, time.Time{}))
}

// ClosesAtText returns the time at which registration closes, in the zone in which it was
// written.
func (r Registration) ClosesAtText(form locale.DateTextForm) *string {
	return said(locale.TimeText(locale.Language(r.Language), form, r.ClosesAt, time.Time{}))
}

func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// zoneOf returns the time zone of a conference; nil if this reader does not see the conference
// or it has none.
func zoneOf(v *content.View, conference content.ID) (*time.Location, error) {
	if conference == "" {
		return nil, nil
	}
	c, err := content.Get[*Conference](v, conference)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return locale.ZoneNamed(c.TimeZone), nil
}
