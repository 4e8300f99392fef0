package content

import (
	"strconv"
	"time"
)

// What a page says of the times of documents, in the language that each is
// served in. Nil is: nothing to say.

// StartsAtText is when a session takes place, by the clock of its conference.
func StartsAtText(v *View, s *Session, form DateTextForm) (*string, error) {
	zone, err := zoneOf(v, s.ConferenceID)
	if err != nil {
		return nil, err
	}
	return said(TimeText(s.Language, form, InZone(zone, s.StartsAt), InZone(zone, s.EndsAt))), nil
}

// RecordedAtText is when a video was recorded, by the clock of its conference.
func RecordedAtText(v *View, video *Video, form DateTextForm) (*string, error) {
	zone, err := zoneOf(v, video.ConferenceID)
	if err != nil {
		return nil, err
	}
	return said(TimeText(video.Language, form, InZone(zone, video.RecordedAt), time.Time{})), nil
}

// DatesText are a conference's days: of a planned one perhaps the year alone.
func (c *Conference) DatesText(form DateTextForm) *string {
	if c.StartDate == "" && c.Year != 0 && form != DateTextTime && form != DateTextWeek {
		return said(strconv.Itoa(c.Year))
	}
	return said(DaysText(c.Language, form, c.StartDate, c.EndDate))
}

// DurationText is how long a session takes.
func (s *Session) DurationText(form DurationTextForm) *string {
	if s.StartsAt.IsZero() || s.EndsAt.IsZero() {
		return nil
	}
	return said(DurationText(s.Language, form, Duration(s.EndsAt.Sub(s.StartsAt))))
}

// DurationText is how long a video is.
func (v *Video) DurationText(form DurationTextForm) *string {
	return said(DurationText(v.Language, form, v.Duration))
}

// DurationText is how long an episode is.
func (e *PodcastEpisode) DurationText(form DurationTextForm) *string {
	return said(DurationText(e.Language, form, e.Duration))
}

// ReleasedAtText is when an episode came out, by the clock that it was written
// with.
func (e *PodcastEpisode) ReleasedAtText(form DateTextForm) *string {
	return said(TimeText(e.Language, form, e.ReleasedAt, time.Time{}))
}

// PresentedOnText is the day on which a proposal was presented.
func (p *PolicyProposal) PresentedOnText(form DateTextForm) *string {
	return said(DaysText(p.Language, form, p.PresentedOn, ""))
}

// TakenOnText is the day on which a photo was taken.
func (p *Photo) TakenOnText(form DateTextForm) *string {
	return said(DaysText(p.Language, form, p.TakenOn, ""))
}

// DateText is the day of a step.
func (e TimelineEntry) DateText(form DateTextForm) *string {
	return said(DaysText(Language(e.Language), form, e.Date, ""))
}

// DateText is the day of a vote.
func (v Vote) DateText(form DateTextForm) *string {
	return said(DaysText(Language(v.Language), form, v.Date, ""))
}

// InForceFromText is the day from which a law holds.
func (l Law) InForceFromText(form DateTextForm) *string {
	return said(DaysText(Language(l.Language), form, l.InForceFrom, ""))
}

// DatesText are the days.
func (r DateRange) DatesText(form DateTextForm) *string {
	return said(DaysText(Language(r.Language), form, r.StartDate, r.EndDate))
}

// OpensAtText is when registration opens, by the clock that it was written with.
func (r Registration) OpensAtText(form DateTextForm) *string {
	return said(TimeText(Language(r.Language), form, r.OpensAt, time.Time{}))
}

// ClosesAtText is when registration closes, by the clock that it was written with.
func (r Registration) ClosesAtText(form DateTextForm) *string {
	return said(TimeText(Language(r.Language), form, r.ClosesAt, time.Time{}))
}

func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// zoneOf is the time zone of a conference, nil where this reader does not see
// the conference or it has none.
func zoneOf(v *View, conference ID) (*time.Location, error) {
	if conference == "" {
		return nil, nil
	}
	c, err := Get[*Conference](v, conference)
	if IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return ZoneNamed(c.TimeZone), nil
}
