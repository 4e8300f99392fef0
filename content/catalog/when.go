package catalog

import (
	"strconv"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// What a page says of the times of documents, in the language that each is
// served in. Nil is: nothing to say.

// StartsAtText is when a session takes place, by the clock of its conference.
func StartsAtText(v *content.View, s *Session, form locale.DateTextForm) (*string, error) {
	zone, err := zoneOf(v, s.ConferenceID)
	if err != nil {
		return nil, err
	}
	return said(locale.TimeText(s.Language, form, locale.InZone(zone, s.StartsAt), locale.InZone(zone, s.EndsAt))), nil
}

// RecordedAtText is when a video was recorded, by the clock of its conference.
func RecordedAtText(v *content.View, video *Video, form locale.DateTextForm) (*string, error) {
	zone, err := zoneOf(v, video.ConferenceID)
	if err != nil {
		return nil, err
	}
	return said(locale.TimeText(video.Language, form, locale.InZone(zone, video.RecordedAt), time.Time{})), nil
}

// DatesText are a conference's days: of a planned one perhaps the year alone.
func (c *Conference) DatesText(form locale.DateTextForm) *string {
	if c.StartDate == "" && c.Year != 0 && form != locale.DateTextTime && form != locale.DateTextWeek {
		return said(strconv.Itoa(c.Year))
	}
	return said(locale.DaysText(c.Language, form, c.StartDate, c.EndDate))
}

// DurationText is how long a session takes.
func (s *Session) DurationText(form locale.DurationTextForm) *string {
	if s.StartsAt.IsZero() || s.EndsAt.IsZero() {
		return nil
	}
	return said(locale.DurationText(s.Language, form, locale.Duration(s.EndsAt.Sub(s.StartsAt))))
}

// DurationText is how long a video is.
func (v *Video) DurationText(form locale.DurationTextForm) *string {
	return said(locale.DurationText(v.Language, form, v.Duration))
}

// DurationText is how long an episode is.
func (e *PodcastEpisode) DurationText(form locale.DurationTextForm) *string {
	return said(locale.DurationText(e.Language, form, e.Duration))
}

// ReleasedAtText is when an episode came out, by the clock that it was written
// with.
func (e *PodcastEpisode) ReleasedAtText(form locale.DateTextForm) *string {
	return said(locale.TimeText(e.Language, form, e.ReleasedAt, time.Time{}))
}

// PresentedOnText is the day on which a proposal was presented.
func (p *PolicyProposal) PresentedOnText(form locale.DateTextForm) *string {
	return said(locale.DaysText(p.Language, form, p.PresentedOn, ""))
}

// TakenOnText is the day on which a photo was taken.
func (p *Photo) TakenOnText(form locale.DateTextForm) *string {
	return said(locale.DaysText(p.Language, form, p.TakenOn, ""))
}

// DateText is the day of a step.
func (e TimelineEntry) DateText(form locale.DateTextForm) *string {
	return said(locale.DaysText(locale.Language(e.Language), form, e.Date, ""))
}

// DateText is the day of a vote.
func (v Vote) DateText(form locale.DateTextForm) *string {
	return said(locale.DaysText(locale.Language(v.Language), form, v.Date, ""))
}

// InForceFromText is the day from which a law holds.
func (l Law) InForceFromText(form locale.DateTextForm) *string {
	return said(locale.DaysText(locale.Language(l.Language), form, l.InForceFrom, ""))
}

// DatesText are the days.
func (r DateRange) DatesText(form locale.DateTextForm) *string {
	return said(locale.DaysText(locale.Language(r.Language), form, r.StartDate, r.EndDate))
}

// OpensAtText is when registration opens, by the clock that it was written with.
func (r Registration) OpensAtText(form locale.DateTextForm) *string {
	return said(locale.TimeText(locale.Language(r.Language), form, r.OpensAt, time.Time{}))
}

// ClosesAtText is when registration closes, by the clock that it was written with.
func (r Registration) ClosesAtText(form locale.DateTextForm) *string {
	return said(locale.TimeText(locale.Language(r.Language), form, r.ClosesAt, time.Time{}))
}

func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// zoneOf is the time zone of a conference, nil where this reader does not see
// the conference or it has none.
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
