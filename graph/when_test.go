package graph

import (
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// TestTimesAsText: in the language that the document is served in, whatever the reader's; in
// the conference's time zone, however the time was written.
func TestTimesAsText(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	session := contenttest.Session("Panel", "Fagdag", 0)
	session.StartsAt = time.Date(2021, 9, 1, 8, 15, 0, 0, time.UTC)
	session.EndsAt = session.StartsAt.Add(105 * time.Minute)
	danish := contenttest.Session("Pause", "Fagdag", 4)
	danish.Title = locale.NewText("da", "Pause")
	kalaallisut := contenttest.Session("Unikkaaq", "Fagdag", 6)
	kalaallisut.Title = locale.NewText("kl", "Unikkaaq")
	conference := contenttest.Conference("Fagdag")
	conference.PreviousDates = []catalog.DateRange{{StartDate: "2021-03-01", EndDate: "2021-03-02"}}
	conference.Registration = &catalog.Registration{OpensAt: time.Date(2021, 6, 1, 9, 0, 0, 0, time.FixedZone("", 2*60*60))}
	contenttest.Publish(t, store, conference, session, danish, kalaallisut)

	const query = `{
		conference(slug: "fagdag") { language datesText short: datesText(form: MEDIUM) time: datesText(form: TIME) previousDates { datesText(form: MEDIUM) } registration { opensAtText closesAtText } }
		sessions(first: 3, orderBy: STARTS_AT_ASC) { nodes { language startsAtText time: startsAtText(form: TIME) week: startsAtText(form: WEEK) durationText } }
	}`
	pause := `{"language": "da", "startsAtText": "onsdag den 1. september 2021 kl. 13.00–14.00", "time": "kl. 13.00–14.00", "week": "uge 35", "durationText": "1 time"}`
	none := `{"language": "kl", "startsAtText": null, "time": null, "week": null, "durationText": null}`
	check(t, contenttest.View(t, store, content.Anonymous, "da"), query, `{
		"conference": {"language": "da", "datesText": "onsdag den 1. – torsdag den 2. september 2021", "short": "1.–2. september 2021", "time": null,
			"previousDates": [{"datesText": "1.–2. marts 2021"}], "registration": {"opensAtText": "tirsdag den 1. juni 2021 kl. 9.00", "closesAtText": null}},
		"sessions": {"nodes": [{"language": "da", "startsAtText": "onsdag den 1. september 2021 kl. 10.15–12.00", "time": "kl. 10.15–12.00", "week": "uge 35", "durationText": "1 time 45 minutter"}, `+pause+`, `+none+`]}
	}`)
	check(t, contenttest.View(t, store, content.Anonymous, "en-GB"), query, `{
		"conference": {"language": "en", "datesText": "Wednesday 1 – Thursday 2 September 2021", "short": "1–2 September 2021", "time": null,
			"previousDates": [{"datesText": "1–2 March 2021"}], "registration": {"opensAtText": "Tuesday 1 June 2021, 09:00", "closesAtText": null}},
		"sessions": {"nodes": [{"language": "en", "startsAtText": "Wednesday 1 September 2021, 10:15–12:00", "time": "10:15–12:00", "week": "week 35", "durationText": "1 hour 45 minutes"}, `+pause+`, `+none+`]}
	}`)
}
