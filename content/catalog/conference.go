package catalog

import (
	"slices"
	"time"

	"golang.org/x/text/language"

	"lectern/content"
	"lectern/content/locale"
)

// Conference is one edition of a professional conference.
type Conference struct {
	content.Meta

	Title            locale.Text       `json:"title,omitempty" rule:"required,max=200"`
	Subtitle         locale.Text       `json:"subtitle,omitempty" rule:"max=300"`
	Summary          locale.Text       `json:"summary,omitempty" rule:"max=2000"` // plain text
	Body             *locale.RichText  `json:"body,omitempty"`
	Purpose          locale.Text       `json:"purpose,omitempty" rule:"max=2000"`
	Status           ConferenceStatus  `json:"status,omitempty" rule:"required"`
	StartDate        locale.Date       `json:"startDate,omitempty"`
	EndDate          locale.Date       `json:"endDate,omitempty"`              // the last day
	Year             int               `json:"year,omitempty" rule:"min=1900"` // of a planned edition without dates
	PreviousDates    []DateRange       `json:"previousDates,omitempty"`        // the dates before it was postponed
	TimeZone         string            `json:"timeZone,omitempty"`             // IANA: "Europe/Copenhagen"
	Venue            *Venue            `json:"venue,omitempty"`
	Audience         []locale.Text     `json:"audience,omitempty"` // the intended audience
	ParticipantCount *int              `json:"participantCount,omitempty"`
	OrganiserID      content.ID        `json:"organiser,omitempty" ref:"organisation"`
	TopicIDs         []content.ID      `json:"topics,omitempty" ref:"topic"`
	WebsiteURL       locale.URL        `json:"websiteUrl,omitempty"`
	LiveStreamURL    locale.URL        `json:"liveStreamUrl,omitempty"`
	Registration     *Registration     `json:"registration,omitempty"`
	ContentNotice    locale.Text       `json:"contentNotice,omitempty" rule:"max=2000"`
	Helpline         *content.Helpline `json:"helpline,omitempty"`
	Series           string            `json:"series,omitempty"`
	Edition          int               `json:"edition,omitempty"` // its number in the series
	PreviousID       content.ID        `json:"previousEdition,omitempty" ref:"conference"`
}

// ConferenceStatus is the status of a conference.
type ConferenceStatus string

// The states of a conference.
const (
	ConferencePlanned   ConferenceStatus = "PLANNED" // may lack dates
	ConferenceAnnounced ConferenceStatus = "ANNOUNCED"
	ConferenceHeld      ConferenceStatus = "HELD"
	ConferenceCancelled ConferenceStatus = "CANCELLED"
	ConferencePostponed ConferenceStatus = "POSTPONED"
)

// Valid reports whether the status is one of those above.
func (s ConferenceStatus) Valid() bool { return slices.Contains(s.Values(), string(s)) }

// Values implements content.Enum.
func (ConferenceStatus) Values() []string {
	return namesOf(ConferencePlanned, ConferenceAnnounced, ConferenceHeld, ConferenceCancelled, ConferencePostponed)
}

// DateRange is a range of days, including both ends.
type DateRange struct {
	StartDate locale.Date `json:"startDate,omitempty" rule:"required"`
	EndDate   locale.Date `json:"endDate,omitempty" rule:"required"`

	Language locale.ServedIn `json:"-"`
}

// Venue is the place of a conference. Unless it is PUBLIC, readers see only what its precision
// allows (promise 12).
type Venue struct {
	Name      string         `json:"name,omitempty"`
	Address   string         `json:"address,omitempty"`
	City      string         `json:"city,omitempty"`
	Country   string         `json:"country,omitempty"` // ISO 3166-1 alpha-2: "DK"
	Precision VenuePrecision `json:"precision,omitempty" rule:"required"`
}

// VenuePrecision is who may know where a conference takes place.
type VenuePrecision string

// The precisions of a venue.
const (
	VenuePublic     VenuePrecision = "PUBLIC"     // everybody
	VenueRegistered VenuePrecision = "REGISTERED" // participants; others see city and country
	VenueHidden     VenuePrecision = "HIDDEN"     // no one, through this service
)

// Valid reports whether the precision is one of those above.
func (p VenuePrecision) Valid() bool { return slices.Contains(p.Values(), string(p)) }

// Values implements content.Enum.
func (VenuePrecision) Values() []string {
	return namesOf(VenuePublic, VenueRegistered, VenueHidden)
}

// Registration describes how and when people register.
type Registration struct {
	URL      locale.URL  `json:"url,omitempty"`
	OpensAt  time.Time   `json:"opensAt,omitzero"`
	ClosesAt time.Time   `json:"closesAt,omitzero"`
	Price    locale.Text `json:"price,omitempty"`
	Capacity *int        `json:"capacity,omitempty"`

	Language locale.ServedIn `json:"-"`
}

var conferenceKind = &content.Kind{
	Name: "conference", Prefix: "conference", Folder: "conferences",
	New:   func() content.Document { return new(Conference) },
	Title: func(d content.Document) locale.Text { return d.(*Conference).Title },
	Attributes: content.WithCommon(
		attribute("startDate", func(c *Conference) []content.Key { return c.dateKeys() }),
		title("title", func(c *Conference) locale.Text { return c.Title }),
		attribute("status", func(c *Conference) []content.Key { return present(c.Status) }),
		attribute("series", func(c *Conference) []content.Key { return present(c.Series) }),
		reference("organiser", "organisation", func(c *Conference) []content.ID { return []content.ID{c.OrganiserID} }),
		reference("topic", "topic", func(c *Conference) []content.ID { return c.TopicIDs }),
		reference("previousEdition", "conference", func(c *Conference) []content.ID { return []content.ID{c.PreviousID} }),
	),
	Indexes: content.WithCommonIndexes(
		content.Index{Order: "startDate"}, content.Index{Order: "title"},
		content.Index{By: "status", Order: "startDate"}, content.Index{By: "series", Order: "startDate"}, content.Index{By: "organiser", Order: "startDate"}, content.Index{By: "topic", Order: "startDate"},
		content.Index{By: "previousEdition", Order: "startDate"},
	),
	Texts: func(d content.Document) []content.Passage {
		c := d.(*Conference)
		passages := []content.Passage{
			passage(content.InTitle, c.Title.String()), passage(content.InSummary, c.Subtitle.String()), passage(content.InSummary, c.Summary.String()),
			passage(content.InSummary, c.Purpose.String()), formatted(content.InBody, c.Body), theName(content.InOrganisation, c.OrganiserID),
		}
		for _, a := range c.Audience {
			passages = append(passages, passage(content.InBody, a.String()))
		}
		return append(passages, topicPassages(c.TopicIDs)...)
	},
	Presentation: content.Presentation{
		One: called("Konference", "Conference"), Many: called("Konferencer", "Conferences"),
		News:    true,
		Summary: typed(func(c *Conference) content.Passage { return passage(content.InSummary, c.Summary.String()) }),
		When: func(_ *content.View, d content.Document) (*string, error) {
			return d.(*Conference).DatesText(locale.DateTextLong), nil
		},
		PictureBeside: firstPhoto("conference"),
		Care:          typed(func(c *Conference) content.Care { return content.Care{Notice: c.ContentNotice, Helpline: c.Helpline} }),
	},
	Hooks: content.Hooks{
		Publishing: countConferenceMoves,
		Lent:       lentByConference,
	},
}

// dateKeys sorts a planned edition without dates to the end of its year.
func (c *Conference) dateKeys() []content.Key {
	switch {
	case c.StartDate != "":
		return []content.Key{content.StringKey(c.StartDate)}
	case c.Year != 0:
		return []content.Key{content.StringKey(locale.Date(time.Date(c.Year, 12, 31, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)))}
	}
	return nil
}

// Validate reports problems of the dates, the place and the status.
func (c *Conference) Validate(check *content.Check) {
	if c.Status != ConferencePlanned {
		check.Missing("startDate", c.StartDate == "")
		check.Missing("endDate", c.EndDate == "")
	} else {
		check.Missing("year", c.StartDate == "" && c.Year == 0)
	}
	if c.StartDate != "" && c.EndDate != "" && c.EndDate < c.StartDate {
		check.Problem(content.EndBeforeStart, "endDate")
	}
	if c.Status == ConferencePostponed {
		check.Missing("previousDates", len(c.PreviousDates) == 0)
	}
	content.Each(check, "previousDates", c.PreviousDates, func(r *DateRange) {
		if r.EndDate != "" && r.EndDate < r.StartDate {
			check.Problem(content.EndBeforeStart, "endDate")
		}
	})
	if c.TimeZone != "" {
		if _, err := time.LoadLocation(c.TimeZone); err != nil || c.TimeZone == "Local" {
			check.Problem(content.BadFormat, "timeZone", "Europe/Copenhagen")
		}
	}
	if v := c.Venue; v != nil && v.Country != "" && !isCountry(v.Country) {
		check.Problem(content.BadFormat, "venue.country", "DK")
	}
	check.Missing("timeZone", c.TimeZone == "" && c.StartDate != "")
	if r := c.Registration; r != nil && !r.OpensAt.IsZero() && !r.ClosesAt.IsZero() && r.ClosesAt.Before(r.OpensAt) {
		check.Problem(content.EndBeforeStart, "registration.closesAt")
	}
	c.checkSessions(check)
	c.checkBookings(check)
	noCircle(check, c, "previousEdition", func(c *Conference) content.ID { return c.PreviousID })
}

// isCountry reports whether a code is in ISO 3166-1 alpha-2.
func isCountry(code string) bool {
	region, err := language.ParseRegion(code)
	return err == nil && region.IsCountry() && region.String() == code
}

// Redact reduces the venue to what its precision allows.
func (c *Conference) Redact(content.State) {
	if c.Venue != nil {
		shown := c.Venue.shown()
		c.Venue = &shown
	}
}

// shown returns the visible part of a venue, which may be nil.
func (v *Venue) shown() Venue {
	switch {
	case v == nil:
		return Venue{}
	case v.Precision == VenuePublic:
		return *v
	case v.Precision == VenueRegistered:
		return Venue{City: v.City, Country: v.Country, Precision: VenueRegistered}
	}
	return Venue{Precision: VenueHidden}
}
