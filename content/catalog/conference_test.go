package catalog

import (
	"testing"

	"lectern/content"
	"lectern/content/locale"
)

func TestConference(t *testing.T) {
	t.Parallel()
	checkRules(t, exampleConference, []rule[*Conference]{
		{
			name:    "no title and no status",
			edit:    func(c *Conference) { c.Title, c.Status = nil, "" },
			publish: []string{"REQUIRED title", "REQUIRED status", "NO_COMPLETE_LANGUAGE "},
		},
		{name: "ends before it begins", edit: func(c *Conference) { c.EndDate = "2021-08-31" }, always: []string{"END_BEFORE_START endDate"}},
		{name: "one day", edit: func(c *Conference) { c.EndDate = c.StartDate }},
		{
			name: "held, without dates", edit: func(c *Conference) { c.StartDate, c.EndDate = "", "" },
			publish: []string{"REQUIRED startDate", "REQUIRED endDate"},
		},
		{
			name: "planned for a year",
			edit: func(c *Conference) { c.Status, c.StartDate, c.EndDate, c.TimeZone = ConferencePlanned, "", "", "" },
		},
		{
			name:    "planned for some time",
			edit:    func(c *Conference) { c.Status, c.StartDate, c.EndDate, c.Year = ConferencePlanned, "", "", 0 },
			publish: []string{"REQUIRED year"},
		},
		{name: "long ago", edit: func(c *Conference) { c.Year = 21 }, always: []string{"OUT_OF_RANGE year"}},
		{
			name:    "postponed from no dates",
			edit:    func(c *Conference) { c.Status, c.PreviousDates = ConferencePostponed, nil },
			publish: []string{"REQUIRED previousDates"},
		},
		{
			name:   "previous dates that end before they begin",
			edit:   func(c *Conference) { c.PreviousDates[0].EndDate = "2021-02-01" },
			always: []string{"END_BEFORE_START previousDates.0.endDate"},
		},
		{
			name:    "previous dates without an end",
			edit:    func(c *Conference) { c.PreviousDates[0].EndDate = "" },
			publish: []string{"REQUIRED previousDates.0.endDate"},
		},
		{name: "no such date", edit: func(c *Conference) { c.StartDate = "2021-02-30" }, always: []string{"BAD_FORMAT startDate"}},
		{name: "no such zone", edit: func(c *Conference) { c.TimeZone = "Europe/Odense" }, always: []string{"BAD_FORMAT timeZone"}},
		{name: "the machine's zone", edit: func(c *Conference) { c.TimeZone = "Local" }, always: []string{"BAD_FORMAT timeZone"}},
		{name: "no zone", edit: func(c *Conference) { c.TimeZone = "" }, publish: []string{"REQUIRED timeZone"}},
		{name: "no such country", edit: func(c *Conference) { c.Venue.Country = "Danmark" }, always: []string{"BAD_FORMAT venue.country"}},
		{name: "country in small letters", edit: func(c *Conference) { c.Venue.Country = "dk" }, always: []string{"BAD_FORMAT venue.country"}},
		{name: "venue for whom", edit: func(c *Conference) { c.Venue.Precision = "" }, publish: []string{"REQUIRED venue.precision"}},
		{
			name:   "registration closes before it opens",
			edit:   func(c *Conference) { c.Registration.ClosesAt = c.Registration.OpensAt.AddDate(0, 0, -1) },
			always: []string{"END_BEFORE_START registration.closesAt"},
		},
		{name: "fewer than none", edit: func(c *Conference) { c.ParticipantCount = pointer(-1) }, always: []string{"OUT_OF_RANGE participantCount"}},
		{name: "nobody came", edit: func(c *Conference) { c.ParticipantCount = pointer(0) }},
		{
			name: "the edition before is the one after",
			around: func(w world) {
				of[*Conference](w, "conference", "before").PreviousID = testID("conference", "example")
			},
			soft: []string{"CYCLE previousEdition"},
		},
		{name: "slug with a capital", edit: func(c *Conference) { c.Slug = "Fagkonference" }, always: []string{"BAD_FORMAT slug"}},
		{name: "no slug", edit: func(c *Conference) { c.Slug = "" }, publish: []string{"BAD_FORMAT slug"}},
		{
			name: "text in what is no language", edit: func(c *Conference) { c.Subtitle = locale.Text{{Language: "dansk!", Text: "To dage"}} },
			always: []string{"UNSUPPORTED_LANGUAGE subtitle"},
		},
		{
			name: "tag that is not canonical", edit: func(c *Conference) { c.Subtitle = locale.Text{{Language: "DA", Text: "To dage"}} },
			always: []string{"UNSUPPORTED_LANGUAGE subtitle"},
		},
	})
}

func TestPlannedEditionsComeAtTheEndOfTheirYear(t *testing.T) {
	t.Parallel()
	dated, planned, next := exampleConference(), exampleConference(), exampleConference()
	planned.StartDate, planned.Year = "", 2021
	next.StartDate = "2022-01-01"
	key := func(c *Conference) content.Key { return conferenceKind.Attribute("startDate").Of(c)[0] }
	if !(key(dated) < key(planned) && key(planned) < key(next)) {
		t.Errorf("%q %q %q", key(dated), key(planned), key(next))
	}
}
