package calendar_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// pieces are texts that break a format if they are not escaped.
var pieces = []string{
	"\r\nBEGIN:VEVENT\r\n", "\n", "\r", "\\", ";", ",", ":", "\"", "\u2028", "\u0085", "æøå", "\U0001F600", "a\u0301", "\u200d", "=", "^n",
	"END:VCALENDAR", " ", "\t", strings.Repeat("å", 80), "]]>", "</script>", "&amp;", "\\n", "\\,",
}

// Whatever documents contain, a calendar has all events and no others, no line is too long, and
// each line is a property.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	taken := 0
	for seed := range uint64(100) {
		random := rand.New(rand.NewPCG(seed, 1))
		text := func() string {
			var b strings.Builder
			for range 1 + random.IntN(12) {
				b.WriteString(pieces[random.IntN(len(pieces))])
			}
			return b.String() + "x"
		}
		store := contenttest.NewMemory()
		c := contenttest.Conference("C")
		c.Title, c.Summary, c.Venue = locale.NewText("da", text()), locale.NewText("da", text()), &catalog.Venue{Name: text(), City: text(), Precision: catalog.VenuePublic}
		c.Helpline = &content.Helpline{Name: locale.NewText("da", text()), Phone: text()}
		s := contenttest.Session("S", "C", 0)
		s.Title, s.Abstract, s.Room, s.Track = locale.NewText("da", text()), locale.NewRichText("da", text()), text(), "spor"
		o := contenttest.Options()
		_, err := content.Edit(t.Context(), store, o, func(tx *content.Transaction) error {
			for _, d := range []content.Document{c, s} {
				if err := tx.Save(d); err != nil {
					return err
				}
				if err := tx.Publish(d.Base().ID); err != nil {
					return err
				}
			}
			return nil
		})
		if content.CodeOf(err) == content.CodeInvalid {
			continue // the rules refuse such a text
		}
		if err != nil {
			t.Fatal(err)
		}
		taken++
		calendar := mustAsk(t, store, "/feeds/calendar/conference/c.ics", "")
		lines := strings.Split(strings.TrimSuffix(calendar, "\r\n"), "\r\n")
		events, open := 0, []string{}
		for _, line := range lines {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("seed %d: not a line: %q", seed, line)
			}
			if strings.HasPrefix(line, " ") {
				continue
			}
			name, value, ok := strings.Cut(line, ":")
			switch {
			case !ok && !strings.Contains(line, ";"):
				t.Fatalf("seed %d: not a property: %q", seed, line)
			case name == "BEGIN":
				open = append(open, value)
			case name == "END":
				if len(open) == 0 || open[len(open)-1] != value {
					t.Fatalf("seed %d: %s ends in %v", seed, value, open)
				}
				open = open[:len(open)-1]
				if value == "VEVENT" {
					events++
				}
			}
		}
		if events != 2 || len(open) != 0 {
			t.Fatalf("seed %d: %d events, %v is open: %s", seed, events, open, calendar)
		}
	}
	if taken < 50 {
		t.Errorf("the rules took %d of the texts only", taken)
	}
}
