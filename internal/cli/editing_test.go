package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEditorsCommands runs the commands for editors' work: a spreadsheet out and in, the log,
// an erasure.
func TestEditorsCommands(t *testing.T) {
	t.Parallel()
	data, sheet := t.TempDir(), filepath.Join(t.TempDir(), "sessions.csv")
	s, _ := serve(t, "--data="+data, "--listen=127.0.0.1:0")
	s.end(t)
	const conference, speaker = "--conference=fagkonference-om-stalking-2021", "speaker_01M8149ZVGR3E8WSSAMCT66KNR"
	must := func(says string, args ...string) {
		t.Helper()
		if code, out, errs := run(t, append(args, "--data="+data)...); code != 0 || !strings.Contains(out, says) {
			t.Fatalf("%v: exit code %d\n%s%s", args, code, out, errs)
		}
	}
	must("Exported 2 documents", "export", conference, sheet)
	must("Would import 0 new and 0 changed documents as drafts; 2 unchanged.", "import", conference, "--dry-run", sheet)
	text, err := os.ReadFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(sheet, []byte(strings.Replace(string(text), "Afsluttende paneldebat", "Paneldebat", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	must(`title.da: "Afsluttende paneldebat" -> "Paneldebat"`, "import", conference, "--dry-run", sheet)
	must("Imported 0 new and 1 changed documents as drafts", "import", conference, "--reason=Kortere.", sheet)
	must("operator  Kortere.", "log", "--limit=1")
	must(`"path":["title","da"]`, "log", "--json", "--fields", "--since=1h", "--document=session_01M814A4QRFV3Q6M3TJF0XVEMT")
	if err := os.WriteFile(sheet, []byte("slug,startsAt\nx,snart\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, _ := run(t, "import", "--data="+data, conference, sheet); code != 3 || !strings.Contains(out, "sessions.csv:2:startsAt: BAD_FORMAT") {
		t.Errorf("a bad time: %d, %s", code, out)
	}
	if code, _, _ := run(t, "export", "--data="+data, conference, sheet); code != 1 {
		t.Errorf("an export over a file: exit code %d", code)
	}
	must(`"person": "`+speaker+`"`, "erase", "--dry-run", speaker)
	must("nick-haekkerup", "log", "--limit=1", "--actor=seed")
	must(`"versions":`, "erase", speaker)
	if code, out, _ := run(t, "log", "--data="+data, "--fields", "--limit=100"); code != 0 || strings.Contains(out, "Hækkerup") {
		t.Errorf("after the erasure: %d, %s", code, out)
	}
}
