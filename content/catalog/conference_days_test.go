package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// editDays stages a random edit of the days of a conference or of the time or status of a
// session, or moves the conference. It reports whether it may publish something.
func editDays(t *content.Transaction, random *rand.Rand, conference content.ID, sessions []content.ID) (publishes bool, err error) {
	for range 1 + random.IntN(3) {
		id := sessions[random.IntN(len(sessions))]
		day := time.Date(2027, 3, 25+random.IntN(6), random.IntN(24), 30, 0, 0, time.UTC)
		switch random.IntN(6) {
		case 0, 1:
			err = catalog.MoveSession(t, id, content.Patch{"startsAt": day}, 0)
		case 2:
			_, err = t.Update(content.DraftEdit{ID: id, Fields: content.Patch{"status": []string{"CANCELLED", "SCHEDULED"}[random.IntN(2)]}, Language: "da"})
		case 3:
			_, err = t.Update(content.DraftEdit{ID: conference, Language: "da", Fields: content.Patch{
				"startDate": string(locale.DayOf(day)), "endDate": string(locale.DayOf(day.AddDate(0, 0, 2))),
			}})
		case 4:
			publishes = true
			for _, id := range append([]content.ID{conference}, sessions...) {
				if err == nil && random.IntN(2) == 0 {
					err = t.Publish(id)
				}
			}
			return publishes, err
		default:
			_, err = catalog.MoveConference(t, conference, catalog.ConferenceMove{Days: []int{-7, -1, 1, 3}[random.IntN(4)], Publish: true}, 0)
			return true, err
		}
		if err != nil {
			return publishes, err
		}
	}
	return publishes, nil
}

// TestPublicSessionsAreWithinTheDays: after any edits, publications and moves each public session
// that takes place is within the public days of its conference, by the conference's clock. No
// edit of a draft is ever refused for the days.
func TestPublicSessionsAreWithinTheDays(t *testing.T) {
	t.Parallel()
	zone := locale.ZoneNamed("Europe/Copenhagen")
	refused, published := 0, 0
	for seed := range seeds(20) {
		random := rand.New(rand.NewPCG(seed, 6))
		store := contenttest.NewMemory()
		c := contenttest.Conference("c")
		c.StartDate, c.EndDate, c.Status = "2027-03-25", "2027-03-29", catalog.ConferenceAnnounced
		documents := []content.Document{c}
		var sessions []content.ID
		for i := range 5 {
			s := contenttest.Session(fmt.Sprint("s", i), "c", 0)
			s.StartsAt = time.Date(2027, 3, 26, 8+i, 0, 0, 0, time.UTC)
			s.EndsAt = s.StartsAt.Add(time.Hour)
			documents, sessions = append(documents, s), append(sessions, s.ID)
		}
		contenttest.Publish(t, store, documents...)
		for range 60 {
			publishes := false
			_, err := content.Edit(t.Context(), store, contenttest.Options(), func(tx *content.Transaction) (err error) {
				publishes, err = editDays(tx, random, c.ID, sessions)
				return err
			})
			switch code := content.CodeOf(err); {
			case err == nil && publishes:
				published++
			case code == content.CodeInvalid && publishes, code == content.CodeBadInput && publishes:
				refused++
			case err != nil:
				t.Fatalf("seed %d: a draft is refused: %v", seed, err)
			}
			v := contenttest.View(t, store, content.Anonymous)
			conference, err := content.Get[*catalog.Conference](v, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range sessions {
				s, err := content.Get[*catalog.Session](v, id)
				if err != nil {
					t.Fatal(err)
				}
				from, to := locale.DayOf(s.StartsAt.In(zone)), locale.DayOf(s.EndsAt.Add(-time.Nanosecond).In(zone))
				if s.TakesPlace() && (from < conference.StartDate || to > conference.EndDate) {
					t.Fatalf("seed %d: %s is public on %s to %s, outside %s to %s", seed, id, from, to, conference.StartDate, conference.EndDate)
				}
			}
		}
	}
	if refused < 50 || published < 50 {
		t.Errorf("only %d publications were refused, and %d made", refused, published)
	}
}
