package locale

import (
	"encoding/json"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for s, valid := range map[string]bool{
		"2021-09-01": true, "2024-02-29": true, "0001-01-01": true,
		"2021-02-29": false, "2021-9-1": false, "2021-09-01T00:00:00Z": false, "": false, "01.09.2021": false, "12021-09-01": false, " 2021-09-01": false,
	} {
		d, err := ParseDate(s)
		if (err == nil) != valid || (valid && string(d) != s) || (err != nil && !isFormatError(err)) {
			t.Errorf("%q: %q, %v", s, d, err)
		}
	}
}

func TestDateJSON(t *testing.T) {
	t.Parallel()
	var d Date
	if err := json.Unmarshal([]byte(`"2021-09-01"`), &d); err != nil || d != "2021-09-01" {
		t.Errorf("%q, %v", d, err)
	}
	if err := json.Unmarshal([]byte(`""`), &d); err != nil || d != "" {
		t.Errorf("%q, %v", d, err)
	}
	if err := json.Unmarshal([]byte(`"i morgen"`), &d); err == nil || d != "" {
		t.Errorf("%q, %v", d, err)
	}
}

func TestDateIn(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	if got := Date("2021-09-01").In(zone).Format(time.RFC3339); got != "2021-09-01T00:00:00+02:00" {
		t.Errorf("summer: %s", got)
	}
	if got := Date("2021-12-01").In(zone).Format(time.RFC3339); got != "2021-12-01T00:00:00+01:00" {
		t.Errorf("winter: %s", got)
	}
}

func TestParseDuration(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]time.Duration{
		"PT27M30S": 27*time.Minute + 30*time.Second, "PT1H": time.Hour, "P1D": 24 * time.Hour, "P1DT1S": 24*time.Hour + time.Second,
		"PT0S": 0, "PT90M": 90 * time.Minute, "PT1.5S": 1500 * time.Millisecond, "PT0.0006S": time.Millisecond, "PT36H": 36 * time.Hour,
		"PT100000H": 100_000 * time.Hour,
	} {
		if got, err := ParseDuration(s); err != nil || time.Duration(got) != want {
			t.Errorf("%q: %v, %v", s, time.Duration(got), err)
		}
	}
	for _, s := range []string{
		"", "P", "PT", "P1DT", "27:30", "PT1S1M", "PT1M1M", "P1H", "PT1D", "P1W", "P1M", "P1Y", "PT-1S", "-PT1S", "PT1.5M", "PT.5S",
		"PT1", "PTS", "pt1s", "PT1S ", "PT1e3S", "PT1..5S", "PTT1S", "PT9999999999999999999H", "PT1,5S", "P1DT1Sx", "PT1٣S", "PT1.S",
	} {
		if got, err := ParseDuration(s); err == nil || !isFormatError(err) {
			t.Errorf("%q: %v, %v", s, time.Duration(got), err)
		}
	}
}

func TestDurationString(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "PT0S", time.Hour: "PT1H", 27*time.Minute + 30*time.Second: "PT27M30S", 36 * time.Hour: "PT36H", 1500 * time.Millisecond: "PT1.5S",
		time.Hour + time.Second: "PT1H1S", time.Millisecond: "PT0.001S",
	} {
		if got := Duration(d).String(); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}
