package jsonld

import (
	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
	"lectern/internal/feed/programme"
)

func (r *reader) conference(c *catalog.Conference) (node, error) {
	n := nodeOf("Event", &c.Meta)
	n.add("name", c.Title.String())
	n.add("alternateName", c.Subtitle.String())
	n.add("description", feed.Joined(feed.Care{Notice: c.ContentNotice, Helpline: c.Helpline}.Plain(), c.Summary.String()))
	n.add("inLanguage", c.Language)
	n.add("startDate", c.StartDate)
	n.add("endDate", c.EndDate)
	n.add("eventStatus", status(c))
	if rescheduled(c) {
		n.add("previousStartDate", c.PreviousDates[len(c.PreviousDates)-1].StartDate)
	}
	n.where(&c.Meta, place(c, ""), c.LiveStreamURL)
	organiser, err := refer(r, c.OrganiserID, r.organisationInside)
	if err != nil {
		return nil, err
	}
	n.add("organizer", organiser)
	topics, err := referAll(r, c.TopicIDs, r.topicInside)
	if err != nil {
		return nil, err
	}
	n.add("about", topics)
	var audience []node
	for _, a := range c.Audience {
		audience = append(audience, node{{"@type", "Audience"}, {"audienceType", a.String()}})
	}
	n.add("audience", audience)
	n.add("offers", offer(c.Registration))
	if g := c.Registration; g != nil && g.Capacity != nil {
		n.add("maximumAttendeeCapacity", *g.Capacity)
	}
	if c.Series != "" {
		n.add("superEvent", thing("EventSeries", c.Series))
	}
	n.add("sameAs", c.WebsiteURL)
	sessions, err := r.programme(c)
	n.add("subEvent", sessions)
	return n, err
}

// programme returns the sessions of a conference.
func (r *reader) programme(c *catalog.Conference) (all []node, err error) {
	sessions, err := programme.Sessions(r.view, "conference", c.ID)
	if err != nil {
		return nil, err
	}
	for _, s := range sessions {
		n := inside("Event", &s.Meta, s.Title.String(), r.outer)
		n.add("inLanguage", s.Language)
		n.when(s, c)
		all = append(all, n)
	}
	return all, nil
}

// when adds the time and place of a session.
func (n *node) when(s *catalog.Session, c *catalog.Conference) {
	zone := programme.Zone(c)
	if !s.StartsAt.IsZero() {
		n.add("startDate", instant(s.StartsAt.In(zone)))
	}
	if !s.EndsAt.IsZero() {
		n.add("endDate", instant(s.EndsAt.In(zone)))
	}
	n.add("eventStatus", eventStatus(s.StatusIn(c)))
	n.where(&s.Meta, place(c, s.Room), s.LiveStreamURL)
}

// where adds the place of an event, and that it can be watched elsewhere. The URL of a live
// stream is that of the page which shows it while it is open: search engines read the page days
// before.
func (n *node) where(m *content.Meta, at node, stream locale.URL) {
	if stream == "" {
		n.add("location", at)
		return
	}
	online := node{{"@type", "VirtualLocation"}, {"url", m.URL}}
	if at == nil {
		n.add("eventAttendanceMode", vocabulary+"/OnlineEventAttendanceMode")
		n.add("location", online)
		return
	}
	n.add("eventAttendanceMode", vocabulary+"/MixedEventAttendanceMode")
	n.add("location", []node{at, online})
}

func (r *reader) session(s *catalog.Session) (node, error) {
	c, err := content.Get[*catalog.Conference](r.view, s.ConferenceID)
	if content.IsNotFound(err) { // a draft's reference, in a preview
		c, err = &catalog.Conference{}, nil
	}
	if err != nil {
		return nil, err
	}
	n := nodeOf("Event", &s.Meta)
	n.add("name", s.Title.String())
	about, err := content.PlainTextOf(r.view, s.Abstract)
	if err != nil {
		return nil, err
	}
	n.add("description", feed.Joined(programme.CareOf(s, c).Plain(), s.Reason(), about))
	n.add("inLanguage", s.Language)
	n.when(s, c)
	people, err := r.cast(s.Cast)
	if err != nil {
		return nil, err
	}
	n.add("performer", people)
	topics, err := referAll(r, s.TopicIDs, r.topicInside)
	if err != nil {
		return nil, err
	}
	n.add("about", topics)
	if s.Capacity != nil {
		n.add("maximumAttendeeCapacity", *s.Capacity)
	}
	if c.ID != "" {
		n.add("superEvent", r.conferenceInside(c))
	}
	return n, nil
}

func (r *reader) conferenceInside(c *catalog.Conference) node {
	n := inside("Event", &c.Meta, c.Title.String(), r.outer)
	n.add("startDate", c.StartDate)
	n.add("endDate", c.EndDate)
	n.add("eventStatus", status(c))
	n.add("location", place(c, ""))
	return n
}

func (r *reader) sessionInside(s *catalog.Session) node {
	n := inside("Event", &s.Meta, s.Title.String(), r.outer)
	n.add("startDate", instant(s.StartsAt))
	n.add("endDate", instant(s.EndsAt))
	return n
}

// recordedAt returns the event of a media item: its session, otherwise its conference.
func (r *reader) recordedAt(session, conference content.ID) (node, error) {
	n, err := refer(r, session, r.sessionInside)
	if n != nil || err != nil {
		return n, err
	}
	return refer(r, conference, r.conferenceInside)
}

func status(c *catalog.Conference) string {
	if c.Status != catalog.ConferencePostponed && rescheduled(c) {
		return vocabulary + "/EventRescheduled"
	}
	return eventStatus(c.EventStatus())
}

// rescheduled reports whether a future conference has former days.
func rescheduled(c *catalog.Conference) bool {
	return len(c.PreviousDates) > 0 && c.Status != catalog.ConferenceHeld && c.Status != catalog.ConferenceCancelled
}

func eventStatus(s catalog.SessionStatus) string {
	switch s {
	case catalog.SessionCancelled:
		return vocabulary + "/EventCancelled"
	case catalog.SessionPostponed:
		return vocabulary + "/EventPostponed"
	}
	return vocabulary + "/EventScheduled"
}

// place returns the place as precisely as readers may know it (promise 12), or nil.
func place(c *catalog.Conference, room string) node {
	var venue catalog.Venue
	if c.Venue != nil {
		venue = *c.Venue
	}
	var address node
	address.add("streetAddress", venue.Address)
	address.add("addressLocality", venue.City)
	address.add("addressCountry", venue.Country)
	n := node{{"@type", "Place"}}
	switch {
	case room != "" && venue.Name != "":
		n.add("name", room+", "+venue.Name)
	default:
		n.add("name", room+venue.Name)
	}
	if len(address) > 0 {
		n.add("address", append(node{{"@type", "PostalAddress"}}, address...))
	}
	if len(n) == 1 {
		return nil
	}
	return n
}

func offer(g *catalog.Registration) node {
	if g == nil {
		return nil
	}
	n := node{{"@type", "Offer"}}
	n.add("description", g.Price.String())
	n.add("validFrom", instant(g.OpensAt))
	n.add("availabilityEnds", instant(g.ClosesAt))
	n.add("url", g.URL)
	if len(n) == 1 {
		return nil
	}
	return n
}
