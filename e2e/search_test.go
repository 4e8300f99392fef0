package e2e_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/internal/search"
)

// TestKillIndexing kills the real program while it indexes, and between two runs deletes the
// index, or damages it. Each next run serves at once, and finds every acknowledged document
// when it reports that it has caught up. The number of kills is LECTERN_TEST_KILLS; make fault
// uses 50.
func TestKillIndexing(t *testing.T) {
	t.Parallel()
	kills, err := strconv.Atoi(os.Getenv("LECTERN_TEST_KILLS"))
	if err != nil {
		kills = 5
	}
	program, data := program(t), t.TempDir()
	out, err := exec.Command(program, "token", "create", "--role", "admin", "--name", "fault", "--data", data).Output()
	if err != nil {
		t.Fatal(err)
	}
	token := strings.TrimSpace(string(out))
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	published := 0
	for n := range kills + 1 {
		p := live(t, program, data)
		findAll(t, p.address, token, published)
		if n == kills {
			break
		}
		timer := time.AfterFunc(time.Duration(20+random.IntN(400))*time.Millisecond, func() { _ = p.cmd.Process.Kill() })
		for publishTopic(t, p.address, token, published) {
			published++
		}
		timer.Stop()
		p.end()
		if random.IntN(3) == 0 {
			damage(t, filepath.Join(data, search.FolderName), random)
		}
	}
	if published < kills {
		t.Errorf("only %d documents in %d lives: the test tried little", published, kills)
	}
	t.Logf("%d kills, %d documents", kills, published)
}

// nameOf returns a word that only one document has.
func nameOf(n int) string { return fmt.Sprintf("emne%04d", n) }

// publishTopic publishes a topic, and reports whether that was acknowledged.
func publishTopic(t *testing.T, address, token string, n int) bool {
	t.Helper()
	answer, err := askProgram(t.Context(), address, token, `mutation($name: String!, $slug: Slug!) { createTopic(input: {fields: {name: $name, slug: $slug}}) { document { id } userErrors { code } } }`,
		map[string]any{"name": "Viden om " + nameOf(n), "slug": fmt.Sprintf("viden-om-%s-%x", nameOf(n), time.Now().UnixNano())})
	if err != nil {
		return false
	}
	var p payload
	if err := json.Unmarshal(answer["createTopic"], &p); err != nil || len(p.UserErrors) > 0 {
		t.Fatalf("%s (%v)", answer["createTopic"], err)
	}
	_, err = askProgram(t.Context(), address, token, `mutation($id: ID!) { publish(input: {id: $id}) { userErrors { code } } }`, map[string]any{"id": p.Document.ID})
	return err == nil
}

// findAll waits until the index has caught up, and finds each document.
func findAll(t *testing.T, address, token string, published int) {
	t.Helper()
	var newest int
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		var answer struct{ IndexedRevision int } // null counts as 0
		data, err := askProgram(t.Context(), address, token, `{ search(query: "viden") { indexedRevision } changes(first: 1) { nodes { revision } } }`, nil)
		if err != nil {
			t.Fatalf("it does not serve: %v", err)
		}
		var log struct{ Nodes []struct{ Revision int } }
		if err := json.Unmarshal(data["changes"], &log); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data["search"], &answer); err != nil {
			t.Fatal(err)
		}
		if len(log.Nodes) > 0 {
			newest = log.Nodes[0].Revision
		}
		if answer.IndexedRevision == newest {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the index came to %d of %d", answer.IndexedRevision, newest)
		}
	}
	for n := range published {
		data, err := askProgram(t.Context(), address, token, `query($q: String!) { search(query: $q) { totalCount } }`, map[string]any{"q": nameOf(n)})
		if err != nil {
			t.Fatal(err)
		}
		if got := string(data["search"]); !strings.HasPrefix(got, `{"totalCount":`) || got == `{"totalCount":0}` {
			t.Fatalf("%s is not found at revision %d: %s", nameOf(n), newest, got)
		}
	}
}

// damage deletes the index, or a file of it, or changes a byte of one.
func damage(t *testing.T, dir string, random *rand.Rand) {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		return // it was killed before there was any
	}
	path := files[random.IntN(len(files))]
	switch random.IntN(4) {
	case 0:
		err = os.RemoveAll(dir)
	case 1:
		err = os.Remove(path)
	case 2:
		err = os.Truncate(path, int64(random.IntN(200)))
	default:
		var b []byte
		if b, err = os.ReadFile(path); err == nil && len(b) > 0 {
			b[random.IntN(len(b))] ^= 1 << random.IntN(8)
			err = os.WriteFile(path, b, 0o600)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}
