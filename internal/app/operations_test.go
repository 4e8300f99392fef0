package app

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/internal/operations"
)

// TestWarningsOfOperations: the start of a newer version logs the registered operations that it
// refuses.
func TestWarningsOfOperations(t *testing.T) {
	t.Parallel()
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
			`"a registered operation is not valid for the schema" operation=Bad id=` + bad.ID,
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

// TestUsesAreWrittenWhileServing: the uses are saved while the service runs.
func TestUsesAreWrittenWhileServing(t *testing.T) {
	t.Parallel()
	c := small(t)
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	command, err := operations.Open(c.Data, c.Log)
	if err != nil {
		t.Fatal(err)
	}
	document := operations.NewDocument("Good", "query Good { viewer { name } }")
	if _, err := command.Register(operations.Client{Name: "website", Version: "1"}, []operations.Document{document}); err != nil {
		t.Fatal(err)
	}
	if _, registered := a.operations.Text(document.ID); !registered || !a.operations.Used(document.ID, nil) {
		t.Fatal("it is registered")
	}
	ctx, stop := context.WithCancel(t.Context())
	var beside sync.WaitGroup
	beside.Go(func() { a.countUses(ctx, time.Millisecond) })
	defer beside.Wait()
	defer stop()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(time.Millisecond) {
		list, err := command.List()
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 1 && len(list[0].Uses) == 1 && list[0].Uses[0].Count == 1 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%+v", list)
		}
	}
}
