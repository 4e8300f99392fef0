package schedule

import (
	"lectern/content"
	"lectern/internal/feed"
	"lectern/internal/feed/programme"
)

// Routes returns the schedules of conferences.
func Routes() feed.Routes {
	return feed.Routes{
		{Path: "/feeds/schedule/{slug}.xml", Encode: func(v *content.View, r *feed.Request) (*feed.Representation, error) {
			s, err := read(v, r)
			if err != nil {
				return nil, err
			}
			return feed.XML("application/xml", s.XML()), nil
		}},
		{Path: "/feeds/schedule/{slug}.json", Encode: func(v *content.View, r *feed.Request) (*feed.Representation, error) {
			s, err := read(v, r)
			if err != nil {
				return nil, err
			}
			return feed.JSON("application/json", s.JSON()), nil
		}},
	}
}

func read(v *content.View, r *feed.Request) (*Schedule, error) {
	p, err := programme.OfConference(v, r.Value("slug"))
	if err != nil {
		return nil, err
	}
	return Of(p, r.Site)
}
