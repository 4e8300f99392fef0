package app

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"lectern/internal/operations"
)

// TestWarningsOfOperations: who starts a newer service sees which registered
// operations it doesn't answer any more.
func TestWarningsOfOperations(t *testing.T) {
	good := operations.NewDocument("Good", "query Good { viewer { name } }")
	bad := operations.NewDocument("Bad", "query Bad { viewer { shoeSize } }")
	for name, test := range map[string]struct {
		documents []operations.Document
		public    PublicOperations
		warns     []string
	}{
		"nothing registered":              {nil, OpenOperations, nil},
		"nothing registered, but trusted": {nil, TrustedOperations, []string{"no operations are registered"}},
		"one that is good":                {[]operations.Document{good}, TrustedOperations, nil},
		"one that has become wrong": {[]operations.Document{good, bad}, TrustedOperations, []string{
			`"a registered operation doesn't fit the schema" operation=Bad id=` + bad.ID,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c := small(t)
			registry, err := operations.Open(c.Data, c.Log)
			if err == nil && test.documents != nil {
				_, err = registry.Register(operations.Client{Name: "website", Version: "1"}, test.documents)
			}
			if err != nil {
				t.Fatal(err)
			}
			var log bytes.Buffer
			c.PublicOperations, c.Log = test.public, slog.New(slog.NewTextHandler(&log, nil))
			starts(t, c)
			if n := strings.Count(log.String(), "level=WARN"); n != len(test.warns) {
				t.Errorf("%d warnings, want %d: %s", n, len(test.warns), &log)
			}
			for _, want := range test.warns {
				if !strings.Contains(log.String(), want) {
					t.Errorf("no %s in %s", want, &log)
				}
			}
		})
	}
}
