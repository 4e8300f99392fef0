package locale

import (
	"testing"
	"time"
)

func TestTimeText(t *testing.T) {
	t.Parallel()
	copenhagen := ZoneNamed("Europe/Copenhagen")
	at := func(s string) time.Time {
		if s == "" {
			return time.Time{}
		}
		parsed, err := time.ParseInLocation("2006-01-02 15:04", s, copenhagen)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	for _, test := range []struct {
		form     DateTextForm
		from, to string
		da, en   string
	}{
		{"LONG", "2021-09-15 10:15", "2021-09-15 11:00", "onsdag den 15. september 2021 kl. 10.15–11.00", "Wednesday 15 September 2021, 10:15–11:00"},
		{"LONG", "2021-09-05 09:00", "", "søndag den 5. september 2021 kl. 9.00", "Sunday 5 September 2021, 09:00"},
		{"LONG", "2021-09-05 09:00", "2021-09-05 08:00", "søndag den 5. september 2021 kl. 9.00", "Sunday 5 September 2021, 09:00"},
		{"LONG", "2021-09-01 22:00", "2021-09-02 01:30", "onsdag den 1. september 2021 kl. 22.00 – torsdag den 2. september 2021 kl. 1.30", "Wednesday 1 September 2021, 22:00 – Thursday 2 September 2021, 01:30"},
		{"LONG", "2021-09-01 19:00", "2021-09-02 00:00", "onsdag den 1. september 2021 kl. 19.00–24.00", "Wednesday 1 September 2021, 19:00–24:00"},
		{"LONG", "2021-09-01 00:00", "2021-09-01 01:00", "onsdag den 1. september 2021 kl. 0.00–1.00", "Wednesday 1 September 2021, 00:00–01:00"},
		{"MEDIUM", "2021-09-15 10:15", "2021-09-15 11:00", "15. september 2021 kl. 10.15–11.00", "15 September 2021, 10:15–11:00"},
		{"SHORT", "2021-05-15 10:15", "2021-05-15 11:00", "15. maj 2021 kl. 10.15–11.00", "15 May 2021, 10:15–11:00"},
		{"SHORT", "2021-09-15 10:15", "", "15. sep. 2021 kl. 10.15", "15 Sep 2021, 10:15"},
		{"DAY", "2021-09-15 10:15", "2021-09-15 11:00", "onsdag den 15. september 2021", "Wednesday 15 September 2021"},
		{"DAY", "2021-09-15 10:15", "2021-09-16 00:00", "onsdag den 15. september 2021", "Wednesday 15 September 2021"},
		{"DAY", "2021-09-15 10:15", "2021-09-16 16:00", "onsdag den 15. – torsdag den 16. september 2021", "Wednesday 15 – Thursday 16 September 2021"},
		{"TIME", "2021-09-15 10:15", "2021-09-15 11:00", "kl. 10.15–11.00", "10:15–11:00"},
		{"TIME", "2021-09-15 10:15", "", "kl. 10.15", "10:15"},
		{"WEEK", "2021-09-15 10:15", "2021-09-15 11:00", "uge 37", "week 37"},
		{"WEEK", "2021-01-03 10:00", "", "uge 53", "week 53"}, // of 2020
		{"WEEK", "2021-09-19 22:00", "2021-09-20 00:00", "uge 37", "week 37"},
		{"WEEK", "2021-09-19 22:00", "2021-09-20 02:00", "uge 37–38", "weeks 37–38"},
		// The clock is turned back in between: the texts have the time of the clock, not
		// elapsed time.
		{"TIME", "2021-10-31 01:30", "2021-10-31 03:30", "kl. 1.30–3.30", "01:30–03:30"},
		{"LONG", "", "", "", ""},
	} {
		for language, want := range map[Language]string{"da": test.da, "en": test.en, "en-GB": test.en, "da-DK": test.da, "de": ""} {
			if got := TimeText(language, test.form, at(test.from), at(test.to)); got != want {
				t.Errorf("%s %s %s–%s: %q, want %q", language, test.form, test.from, test.to, got, want)
			}
		}
	}
}

func TestDaysText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		form     DateTextForm
		from, to Date
		da, en   string
	}{
		{"LONG", "2021-09-01", "2021-09-02", "onsdag den 1. – torsdag den 2. september 2021", "Wednesday 1 – Thursday 2 September 2021"},
		{"LONG", "2021-09-01", "2021-09-01", "onsdag den 1. september 2021", "Wednesday 1 September 2021"},
		{"DAY", "2021-09-01", "", "onsdag den 1. september 2021", "Wednesday 1 September 2021"},
		{"MEDIUM", "2021-09-01", "2021-09-02", "1.–2. september 2021", "1–2 September 2021"},
		{"MEDIUM", "2021-08-30", "2021-09-02", "30. august – 2. september 2021", "30 August – 2 September 2021"},
		{"MEDIUM", "2021-12-30", "2022-01-02", "30. december 2021 – 2. januar 2022", "30 December 2021 – 2 January 2022"},
		{"SHORT", "2021-08-30", "2021-09-02", "30. aug. – 2. sep. 2021", "30 Aug – 2 Sep 2021"},
		{"SHORT", "2021-09-01", "2021-09-02", "1.–2. sep. 2021", "1–2 Sep 2021"},
		{"WEEK", "2021-09-01", "2021-09-02", "uge 35", "week 35"},
		{"WEEK", "2021-09-05", "2021-09-06", "uge 35–36", "weeks 35–36"},
		{"WEEK", "2020-12-31", "2021-01-05", "uge 53–1", "weeks 53–1"},
		{"TIME", "2021-09-01", "", "", ""},
		{"LONG", "", "2021-09-01", "", ""},
	} {
		for language, want := range map[Language]string{"da": test.da, "en": test.en, "kl": ""} {
			if got := DaysText(language, test.form, test.from, test.to); got != want {
				t.Errorf("%s %s %s–%s: %q, want %q", language, test.form, test.from, test.to, got, want)
			}
		}
	}
}

func TestDurationText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		form     DurationTextForm
		duration string
		da, en   string
	}{
		{"LONG", "PT1H20M", "1 time 20 minutter", "1 hour 20 minutes"},
		{"LONG", "PT2H1M", "2 timer 1 minut", "2 hours 1 minute"},
		{"LONG", "PT2H", "2 timer", "2 hours"},
		{"LONG", "PT27M30S", "27 minutter 30 sekunder", "27 minutes 30 seconds"},
		{"LONG", "PT1M1S", "1 minut 1 sekund", "1 minute 1 second"},
		{"LONG", "PT59M59.6S", "1 time", "1 hour"},
		{"LONG", "PT1H59M40S", "2 timer", "2 hours"},
		{"LONG", "P1DT1H", "25 timer", "25 hours"},
		{"LONG", "PT0.2S", "", ""},
		{"SHORT", "PT1H20M", "1 t. 20 min.", "1 h 20 min"},
		{"SHORT", "PT45S", "45 sek.", "45 s"},
		{"CLOCK", "PT1H20M", "1:20:00", "1:20:00"},
		{"CLOCK", "PT27M30S", "27:30", "27:30"},
		{"CLOCK", "PT5S", "0:05", "0:05"},
	} {
		d, err := ParseDuration(test.duration)
		if err != nil {
			t.Fatal(err)
		}
		for language, want := range map[Language]string{"da": test.da, "en": test.en, "fo": ""} {
			if got := DurationText(language, test.form, d); got != want {
				t.Errorf("%s %s %s: %q, want %q", language, test.form, test.duration, got, want)
			}
		}
	}
}

// TestZoneNamed: unknown names have no time zone, also when they are repeated.
func TestZoneNamed(t *testing.T) {
	t.Parallel()
	for range 2 {
		if ZoneNamed("") != nil || ZoneNamed("Europe/Atlantis") != nil {
			t.Error("a time zone without a name")
		}
		if z := ZoneNamed("America/Nuuk"); z == nil || z.String() != "America/Nuuk" {
			t.Errorf("America/Nuuk is %v", z)
		}
	}
}
