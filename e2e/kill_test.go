package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"lectern/content"
)

// TestKillImports imports one file after another with the real program, and kills it at random
// instants. After each kill the store is intact, and has every file whose import had succeeded.
// The number of kills is LECTERN_TEST_KILLS; make fault uses 50.
func TestKillImports(t *testing.T) {
	t.Parallel()
	kills, err := strconv.Atoi(os.Getenv("LECTERN_TEST_KILLS"))
	if err != nil {
		kills = 5
	}
	lectern := program(t)
	dir := t.TempDir()
	store := filepath.Join(dir, "store")
	random := rand.New(rand.NewPCG(7, 8))
	acknowledged, killed := 0, 0
	var takes time.Duration // of an undisturbed import on this machine
	for n := 0; killed < kills; n++ {
		file := filepath.Join(dir, fmt.Sprintf("person-%d.yaml", n))
		text := fmt.Sprintf("id: %s\nslug: person-%d\nname: Person %d\nwithoutConsentReason: Siger det.\n", content.NewID(content.KindNamed("speaker"), time.UnixMilli(int64(n)), [10]byte{}), n, n)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		importing := exec.Command(lectern, "import", "--data", store, file)
		begin := time.Now()
		if err := importing.Start(); err != nil {
			t.Fatal(err)
		}
		// About every second one is killed, at any time of its duration.
		until := time.Minute
		if takes > 0 {
			until = time.Duration(random.Int64N(int64(2 * takes)))
		}
		timer := time.AfterFunc(until, func() { _ = importing.Process.Kill() })
		err := importing.Wait()
		timer.Stop()
		if err == nil {
			takes = time.Since(begin)
			acknowledged = n + 1
			continue
		}
		if importing.ProcessState.ExitCode() != -1 {
			t.Fatalf("import %d: %v", n, err)
		}
		killed++
		takes += takes / 4 // otherwise a machine that has become slower completes none
		n--                // not acknowledged: again
		checkStore(t, lectern, store, acknowledged)
	}
	if acknowledged < 2 {
		t.Errorf("only %d imports were acknowledged: the test tried little", acknowledged)
	}
	t.Logf("%d kills, %d imports acknowledged", killed, acknowledged)
}

// checkStore verifies a store and checks that it has the expected people.
func checkStore(t *testing.T, lectern, store string, people int) {
	t.Helper()
	if out, err := exec.Command(lectern, "verify", "--data", store).CombinedOutput(); err != nil {
		t.Fatalf("verify: %v\n%s", err, out)
	}
	exported := filepath.Join(t.TempDir(), "out")
	if out, err := exec.Command(lectern, "export", "--data", store, exported).CombinedOutput(); err != nil {
		t.Fatalf("export: %v\n%s", err, out)
	}
	for n := range people {
		if _, err := os.Stat(filepath.Join(exported, "speakers", fmt.Sprintf("person-%d.yaml", n))); err != nil {
			t.Fatalf("an acknowledged file is lost: %v", err)
		}
	}
}
