package calendar

import (
	"lectern/content"
	"lectern/content/locale"
	"lectern/internal/feed"
	"lectern/internal/feed/programme"
)

// Routes returns the calendars.
func Routes() feed.Routes {
	return feed.Routes{
		{Path: "/feeds/calendar/conference/{slug}.ics", Parameters: []string{"track", "day"}, Encode: conference},
		{Path: "/feeds/calendar/session/{slug}.ics", Encode: session},
		{Path: "/feeds/calendar/speaker/{slug}.ics", Encode: speaker},
	}
}

// conference encodes a conference's programme, or a track or a day of it. A part without
// sessions is an empty calendar, since subscriptions must not break.
func conference(v *content.View, r *feed.Request) (*feed.Representation, error) {
	p, err := programme.OfConference(v, r.Value("slug"))
	if err != nil {
		return nil, err
	}
	if track := r.Value("track"); track != "" {
		p = p.Only(track, func(s *programme.Session) bool { return s.Track == track })
	}
	if asked := r.Value("day"); asked != "" {
		day, err := locale.ParseDate(asked)
		if err != nil {
			return nil, content.InputError(err)
		}
		part := string(day)
		if p.Part != "" {
			part = p.Part + ", " + part
		}
		p = p.Only(part, func(s *programme.Session) bool { return s.Day() == day })
	}
	return represent(p, r), nil
}

func session(v *content.View, r *feed.Request) (*feed.Representation, error) {
	p, err := programme.OfSession(v, r.Value("slug"))
	if err != nil {
		return nil, err
	}
	return represent(p, r), nil
}

func speaker(v *content.View, r *feed.Request) (*feed.Representation, error) {
	p, err := programme.OfSpeaker(v, r.Value("slug"))
	if err != nil {
		return nil, err
	}
	return represent(p, r), nil
}

func represent(p *programme.Programme, r *feed.Request) *feed.Representation {
	address := r.Address(nil)
	return &feed.Representation{Type: MediaType, Body: func() ([]byte, error) { return Encode(p, address), nil }}
}
