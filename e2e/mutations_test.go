package e2e_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// life is a run of the real program.
type life struct {
	cmd     *exec.Cmd
	address string
}

// live starts the program on a data directory.
func live(t *testing.T, program, data string) *life {
	t.Helper()
	cmd := exec.Command(program, "--data="+data, "--seed=false", "--listen=127.0.0.1:0", "--log-format=json")
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewScanner(errs)
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "Lectern answers" {
			go func() { _, _ = io.Copy(io.Discard, errs) }()
			return &life{cmd, line.Address}
		}
	}
	t.Fatalf("the program did not start: %v", lines.Err())
	return nil
}

// end kills the program, like a power failure.
func (l *life) end() {
	_ = l.cmd.Process.Kill()
	_ = l.cmd.Wait() // it was killed
}

// written is the state of a document as a client knows it.
type written struct {
	id           string
	title, maybe string // the acknowledged one, and the last one sent
	revisions    []int  // acknowledged
	far, soon    bool   // a plan was acknowledged
	published    bool
}

// ledger is what all clients were told.
type ledger struct {
	mu        sync.Mutex
	documents []*written
	mutations int
}

// askProgram posts an operation. It fails without a response, or if that is a refusal.
func askProgram(ctx context.Context, address, token, query string, variables map[string]any) (map[string]json.RawMessage, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct {
		Data   map[string]json.RawMessage
		Errors []json.RawMessage
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if len(answer.Errors) > 0 {
		return nil, fmt.Errorf("%w: %s", errRefused, answer.Errors[0])
	}
	return answer.Data, nil
}

var errRefused = errors.New("refused")

// payload is the response of this test's mutations.
type payload struct {
	Document   struct{ ID string }
	Revision   int
	UserErrors []struct{ Code string }
}

// client writes documents one after another until the program ends.
func (l *ledger) client(t *testing.T, address, token string, random *rand.Rand) {
	do := func(d *written, field, query string, variables map[string]any) bool {
		data, err := askProgram(t.Context(), address, token, query, variables)
		if errors.Is(err, errRefused) {
			t.Errorf("%s: %v", field, err)
		}
		if err != nil {
			return false
		}
		var p payload
		if err := json.Unmarshal(data[field], &p); err != nil || len(p.UserErrors) > 0 {
			t.Errorf("%s: %s, %v", field, data[field], err)
			return false
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		if d.id = p.Document.ID; len(d.revisions) == 0 {
			l.documents = append(l.documents, d)
		}
		d.revisions = append(d.revisions, p.Revision)
		d.title = d.maybe
		l.mutations++
		return true
	}
	for {
		d := &written{maybe: fmt.Sprintf("Emne %016x", random.Uint64())}
		if !do(d, "createTopic", `mutation($t: String) { createTopic(input: {fields: {name: $t}}) { document { id } revision userErrors { code } } }`, map[string]any{"t": d.maybe}) {
			return
		}
		for range random.IntN(3) {
			title := fmt.Sprintf("Emne %016x", random.Uint64())
			l.mu.Lock()
			d.maybe = title
			l.mu.Unlock()
			if !do(d, "updateTopic", `mutation($id: ID!, $t: String, $r: Revision) { updateTopic(input: {id: $id, fields: {name: $t}, expectedRevision: $r}) { document { id } revision userErrors { code } } }`,
				map[string]any{"id": d.id, "t": title, "r": d.revisions[len(d.revisions)-1]}) {
				return
			}
		}
		schedule := func(at time.Time) bool {
			return do(d, "schedulePublish", `mutation($id: ID!, $at: DateTime!) { schedulePublish(input: {id: $id, at: $at}) { document { id } revision userErrors { code } } }`,
				map[string]any{"id": d.id, "at": at.Format(time.RFC3339)})
		}
		ok := true
		switch random.IntN(4) {
		case 0:
			ok = do(d, "publish", `mutation($id: ID!) { publish(input: {id: $id}) { document { id } revision userErrors { code } } }`, map[string]any{"id": d.id})
			d.published = ok
		case 1:
			ok = schedule(time.Now().Add(24 * time.Hour))
			d.far = ok
		case 2:
			ok = schedule(time.Now().Add(2 * time.Second))
			d.soon = ok
		}
		if !ok {
			return
		}
	}
}

// TestKillMutations kills the program while editors write, repeatedly. Everything acknowledged
// is there, the schedule is intact, and the store too. The number of kills is
// LECTERN_TEST_LIVES; make fault uses 100, and 10,000 mutations.
func TestKillMutations(t *testing.T) {
	t.Parallel()
	lives, err := strconv.Atoi(os.Getenv("LECTERN_TEST_LIVES"))
	if err != nil {
		lives = 4
	}
	program, data := program(t), t.TempDir()
	out, err := exec.Command(program, "token", "create", "--role", "admin", "--name", "fault", "--data", data).Output()
	if err != nil {
		t.Fatal(err)
	}
	token := strings.TrimSpace(string(out))
	random := rand.New(rand.NewPCG(11, 12))
	l := &ledger{}
	for n := range lives {
		p := live(t, program, data)
		enough := l.mutations + 10_000/max(lives, 100)
		var clients sync.WaitGroup
		for c := range 4 {
			clients.Go(func() { l.client(t, p.address, token, rand.New(rand.NewPCG(uint64(n), uint64(c)))) })
		}
		time.Sleep(time.Duration(random.Int64N(int64(400 * time.Millisecond))))
		for { // at a random instant, but not before there is something to lose
			l.mu.Lock()
			done := l.mutations >= enough
			l.mu.Unlock()
			if done || t.Failed() {
				break
			}
			time.Sleep(time.Millisecond)
		}
		p.end()
		clients.Wait()
		if n%10 == 9 || n == lives-1 {
			if out, err := exec.Command(program, "verify", "--data", data).CombinedOutput(); err != nil {
				t.Fatalf("after %d kills, verify: %v\n%s", n+1, err, out)
			}
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	p := live(t, program, data)
	defer p.end()
	time.Sleep(3 * time.Second) // the steps that were planned soon are done
	l.check(t, p.address, token)
	t.Logf("%d kills, %d mutations acknowledged, %d documents", lives, l.mutations, len(l.documents))
}

// check compares what the clients were told with the content.
func (l *ledger) check(t *testing.T, address, token string) {
	const atOnce = 50
	for from := 0; from < len(l.documents); from += atOnce {
		some := l.documents[from:min(from+atOnce, len(l.documents))]
		var b strings.Builder
		b.WriteString("{")
		for i, d := range some {
			fmt.Fprintf(&b, " d%d: topicDraft(id: %q) { name publishing { state steps { missed } } history(first: 20) { nodes { revision } } }", i, d.id)
		}
		b.WriteString(" }")
		data, err := askProgram(t.Context(), address, token, b.String(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range some {
			d.check(t, data[fmt.Sprint("d", i)])
		}
	}
}

func (d *written) check(t *testing.T, draft json.RawMessage) {
	var is struct {
		Name       map[string]string
		Publishing struct {
			State string
			Steps []struct{ Missed bool }
		}
		History struct{ Nodes []struct{ Revision int } }
	}
	if err := json.Unmarshal(draft, &is); err != nil || is.Name == nil {
		t.Errorf("%s is lost: %s, %v", d.id, draft, err)
		return
	}
	if name := is.Name["da"]; name != d.title && name != d.maybe {
		t.Errorf("%s is called %q, acknowledged was %q", d.id, name, d.title)
	}
	there := map[int]bool{}
	for _, v := range is.History.Nodes {
		there[v.Revision] = true
	}
	for _, r := range d.revisions {
		if !there[r] {
			t.Errorf("%s has lost its acknowledged revision %d: %v", d.id, r, is.History.Nodes)
		}
	}
	public := is.Publishing.State == "PUBLISHED"
	switch plan := is.Publishing.Steps; {
	case (d.published || d.soon) && !public:
		t.Errorf("%s is not public: %s", d.id, draft)
	case d.far && (len(plan) != 1 || plan[0].Missed):
		t.Errorf("%s has lost its plan: %s", d.id, draft)
	}
}
