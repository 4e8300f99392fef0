package calendar

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// unfolded parses a text: it joins the lines and resolves the escapes.
func unfolded(t testing.TB, s string) string {
	t.Helper()
	s, ok := strings.CutSuffix(s, "\r\n")
	if !ok {
		t.Fatalf("%q does not end its line", s)
	}
	for _, line := range strings.Split(s, "\r\n") {
		if len(line) > maxLine || !utf8.ValidString(line) {
			t.Fatalf("a line has %d octets, or half a character: %q", len(line), line)
		}
	}
	s = strings.ReplaceAll(s, "\r\n ", "")
	if strings.ContainsAny(s, "\r\n") {
		t.Fatalf("a line is not folded: %q", s)
	}
	s = strings.TrimPrefix(s, "X:")
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
			if s[i] == 'n' {
				b.WriteByte('\n')
				continue
			}
		} else if s[i] == ',' || s[i] == ';' {
			t.Fatalf("%q has what parts values", s)
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{
		"a", strings.Repeat("æøå", 60), strings.Repeat("a", 72) + "å", strings.Repeat("a", 73) + "\U0001F600", "a\r\nb;c,d\\n\\", "\x00\x7f\t\xff\xfe",
		strings.Repeat("\n", 80), strings.Repeat("a", 74), strings.Repeat("\\", 75),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w := &writer{}
		w.text("X", s)
		if s == "" {
			return
		}
		want := strings.Map(func(r rune) rune {
			if r < ' ' && r != '\t' && r != '\n' || r == 0x7f {
				return -1
			}
			return r
		}, strings.ToValidUTF8(s, "\uFFFD"))
		if got := unfolded(t, w.out.String()); got != want {
			t.Fatalf("%q is read as %q", s, got)
		}
	})
}

// Times are in the local time zone, also on the days of clock changes.
func TestTimes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ zone, at, want string }{
		{"Europe/Copenhagen", "2021-09-01T09:00:00+02:00", "DTSTART;TZID=Europe/Copenhagen:20210901T090000"},
		{"Europe/Copenhagen", "2021-12-01T09:00:00+01:00", "DTSTART;TZID=Europe/Copenhagen:20211201T090000"},
		{"Europe/Copenhagen", "2021-03-28T00:59:59Z", "DTSTART;TZID=Europe/Copenhagen:20210328T015959"},
		{"Europe/Copenhagen", "2021-03-28T01:00:00Z", "DTSTART;TZID=Europe/Copenhagen:20210328T030000"},
		{"Europe/Copenhagen", "2021-10-30T23:59:59Z", "DTSTART;TZID=Europe/Copenhagen:20211031T015959"},
		{"Europe/Copenhagen", "2021-10-31T00:00:00Z", "DTSTART:20211031T000000Z"}, // 02:00, and again an hour later
		{"Europe/Copenhagen", "2021-10-31T01:00:00Z", "DTSTART:20211031T010000Z"},
		{"Europe/Copenhagen", "2021-10-31T01:59:59Z", "DTSTART:20211031T015959Z"},
		{"Europe/Copenhagen", "2021-10-31T02:00:00Z", "DTSTART;TZID=Europe/Copenhagen:20211031T030000"},
		{"Asia/Kathmandu", "2021-10-31T02:00:00Z", "DTSTART;TZID=Asia/Kathmandu:20211031T074500"},
		{"UTC", "2021-10-31T02:00:00+02:00", "DTSTART:20211031T000000Z"},
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339, test.at)
		if err != nil {
			t.Fatal(err)
		}
		w := &writer{}
		clock{zone}.time(w, "DTSTART", at)
		if got := strings.TrimSpace(w.out.String()); got != test.want {
			t.Errorf("%s in %s is %s, want %s", test.at, test.zone, got, test.want)
		}
	}
}

// A written zone matches Go's data, at each hour of its years.
func TestZones(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/Copenhagen", "America/Nuuk", "Asia/Kathmandu", "Africa/Casablanca", "Australia/Lord_Howe", "UTC", "Europe/Dublin"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		w := &writer{}
		clock{zone}.write(w, 2021, 2024)
		observances := parseZone(t, w.out.String())
		for at := time.Date(2021, 1, 1, 0, 0, 0, 0, zone); at.Year() < 2025; at = at.Add(time.Hour) {
			_, want := at.Zone()
			if got := observances.offset(at); got != want {
				t.Fatalf("%s: the offset at %s is read as %d, want %d\n%s", name, at, got, want, w.out.String())
			}
		}
	}
}

type observance struct {
	since  time.Time
	offset int
}

type observances []observance

func (all observances) offset(at time.Time) int {
	offset := -1
	for _, o := range all {
		if !o.since.After(at) {
			offset = o.offset
		}
	}
	return offset
}

func parseZone(t *testing.T, s string) (all observances) {
	t.Helper()
	var start string
	var from, to int
	for _, line := range strings.Split(s, "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		switch {
		case name == "DTSTART":
			start = value
		case name == "TZOFFSETFROM":
			from = parseOffset(t, value)
		case name == "TZOFFSETTO":
			to = parseOffset(t, value)
		case name == "END" && value != "VTIMEZONE":
			since, err := time.ParseInLocation(local, start, time.FixedZone("", from))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, observance{since, to})
		}
	}
	return all
}

func parseOffset(t *testing.T, s string) int {
	t.Helper()
	at, err := time.Parse("-0700", s)
	if err != nil {
		t.Fatal(err)
	}
	_, offset := at.Zone()
	return offset
}
