package operations

import (
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
)

// TestUses: they are counted by operation, client and day, and nothing of unregistered clients
// is stored.
func TestUses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r, clock, _ := open(t, dir)
	add(t, r, website14, front)
	add(t, r, app2, front, photos)
	apollo := http.Header{}
	apollo.Set("apollographql-client-name", "website")
	apollo.Set("apollographql-client-version", "1.4.0")
	for _, h := range []http.Header{
		header("website", "1.4.0"), apollo, header("app", "2"), nil,
		header("Ida Ågård", "1.4.0"), header("website", "1.4.0-ida"), header("unknown", ""),
	} {
		if !r.Used(front.ID, h) {
			t.Error("it is registered")
		}
	}
	if r.Used(session.ID, nil) {
		t.Error("it is not registered")
	}
	requireLines(t, shown(t, r), "FrontPage [website 1.4.0 app 2]", "Photos [app 2]")
	requireNoError(t, r.Flush())
	want := []string{
		"FrontPage [website 1.4.0 app 2]", "FrontPage app 2 1 2026-11-25", "FrontPage unknown 4 2026-11-25",
		"FrontPage website 1.4.0 2 2026-11-25", "Photos [app 2]",
	}
	requireLines(t, shown(t, r), want...)
	b, err := os.ReadFile(filepath.Join(dir, UseFileName))
	requireNoError(t, err)
	if strings.Contains(string(b), "Ida") || strings.Contains(string(b), "12:00") {
		t.Errorf("%s", b)
	}

	clock.turn(24 * time.Hour)
	r.Used(front.ID, header("app", "2"))
	requireNoError(t, r.Flush())
	requireNoError(t, r.Flush())
	want[1] = "FrontPage app 2 2 2026-11-26"
	requireLines(t, shown(t, r), want...)

	if _, err := r.RetireClient(app2, true); err != nil {
		t.Fatal(err)
	}
	r.look()
	r.Used(front.ID, nil)
	requireNoError(t, r.Flush())
	requireLines(t, shown(t, r), "FrontPage [website 1.4.0]", "FrontPage unknown 5 2026-11-26", "FrontPage website 1.4.0 2 2026-11-25")
}

// TestWhatIsUsedIsNotRetired: neither if the client itself used it, nor if anyone did and no
// other client has it; after 30 days it can be.
func TestWhatIsUsedIsNotRetired(t *testing.T) {
	t.Parallel()
	r, clock, _ := open(t, t.TempDir())
	add(t, r, website14, front, photos)
	add(t, r, website15, front)
	r.Used(front.ID, header("website", "1.5.0"))
	requireNoError(t, r.Flush())
	if gone, err := r.RetireClient(website14, false); err != nil || !slices.Equal(gone, []Document{photos}) {
		t.Fatalf("%v, %v", gone, err)
	}
	refused := "It is in use. Last: FrontPage by website 1.5.0 on 2026-11-25. Retire it with --force."
	for _, days := range []int{0, 30} {
		clock.turn(time.Duration(days) * 24 * time.Hour)
		_, byClient := r.RetireClient(website15, false)
		_, byID := r.RetireOperations([]string{front.ID}, false)
		for _, err := range []error{byClient, byID} {
			if content.CodeOf(err) != content.CodeConflict || !strings.Contains(err.Error(), refused) {
				t.Errorf("after %d days: %v", days, err)
			}
		}
	}
	clock.turn(24 * time.Hour)
	if _, err := r.RetireClient(website15, false); err != nil {
		t.Error(err)
	}
	// Uses by clients without a name may be of an operation that no known client has used.
	add(t, r, website15, front)
	r.Used(front.ID, nil)
	requireNoError(t, r.Flush())
	if _, err := r.RetireClient(website15, false); content.CodeOf(err) != content.CodeConflict {
		t.Errorf("%v", err)
	}
	if _, err := r.RetireClient(website15, true); err != nil {
		t.Error(err)
	}
}

// TestUsesThatCanNotBeWritten: they are kept for the next attempt.
func TestUsesThatCanNotBeWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r, _, _ := open(t, dir)
	add(t, r, website14, front)
	requireNoError(t, os.WriteFile(filepath.Join(dir, UseFileName), []byte("{"), 0o600))
	r.Used(front.ID, nil)
	if err := r.Flush(); content.CodeOf(err) != content.CodeCorrupt || !strings.Contains(err.Error(), "counting starts again") {
		t.Errorf("%v", err)
	}
	if _, err := r.RetireClient(website14, false); content.CodeOf(err) != content.CodeCorrupt {
		t.Errorf("%v", err)
	}
	requireNoError(t, os.Remove(filepath.Join(dir, UseFileName)))
	r.Used(front.ID, nil)
	requireNoError(t, r.Flush())
	requireLines(t, shown(t, r), "FrontPage [website 1.4.0]", "FrontPage unknown 2 2026-11-25")
}

// BenchmarkUsed measures its cost for a cached response.
func BenchmarkUsed(b *testing.B) {
	r, err := Open(b.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	if _, err := r.Register(website14, []Document{front}); err != nil {
		b.Fatal(err)
	}
	h := header("website", "1.4.0")
	r.Text(front.ID)
	b.ReportAllocs()
	for b.Loop() {
		r.Used(front.ID, h)
	}
}
