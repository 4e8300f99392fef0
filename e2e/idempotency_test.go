package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// keyedTopic creates a topic under an idempotency key, and returns its id.
func keyedTopic(address, token, key, name string) (id string, replayed bool, err error) {
	body, err := json.Marshal(map[string]any{
		"query":     `mutation($name: String!) { createTopic(input: {fields: {name: $name}}) { document { id } userErrors { code } } }`,
		"variables": map[string]any{"name": name},
	})
	if err != nil {
		return "", false, err
	}
	r, err := http.NewRequest(http.MethodPost, address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return "", false, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Idempotency-Key", key)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", false, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return "", false, err
	}
	var answer struct {
		Data struct {
			CreateTopic struct{ Document struct{ ID string } }
		}
	}
	if err := json.Unmarshal(text, &answer); err != nil || answer.Data.CreateTopic.Document.ID == "" {
		return "", false, fmt.Errorf("%w: %s", errRefused, text)
	}
	return answer.Data.CreateTopic.Document.ID, response.Header.Get("Idempotent-Replayed") == "true", nil
}

// TestKillKeepsIdempotencyKeys: a client that repeats each mutation until it gets a response
// makes each document once, however often the program is killed; and the key of a change that
// was acknowledged is known after it.
func TestKillKeepsIdempotencyKeys(t *testing.T) {
	t.Parallel()
	kills, err := strconv.Atoi(os.Getenv("LECTERN_TEST_KILLS"))
	if err != nil {
		kills = 3
	}
	lectern, data := program(t), t.TempDir()
	out, err := exec.Command(lectern, "token", "create", "--data="+data, "--role=editor", "--name=Ida").Output()
	if err != nil {
		t.Fatal(err)
	}
	token := strings.TrimSpace(string(out))
	random := rand.New(rand.NewPCG(11, 12))
	ids := map[string]string{} // that were acknowledged, by key
	n := 0
	for kill := range kills + 1 {
		l := live(t, lectern, data)
		for i := max(0, n-40); i < n; i++ { // those of the life before, at least the last of them
			key := fmt.Sprint("key-", i)
			id := ids[key]
			outcome, err := askProgram(t.Context(), l.address, token, `query($key: String!) { mutationOutcome(idempotencyKey: $key) { revision } }`, map[string]any{"key": key})
			if err != nil || string(outcome["mutationOutcome"]) == "null" {
				t.Fatalf("after kill %d, the acknowledged key %s is not known: %s, %v", kill, key, outcome["mutationOutcome"], err)
			}
			if again, replayed, err := keyedTopic(l.address, token, key, "Emne "+key); err != nil || again != id || !replayed {
				t.Fatalf("after kill %d, %s is %s (replayed %v, %v), was %s", kill, key, again, replayed, err, id)
			}
		}
		if kill == kills {
			checkTopics(t, l.address, token, ids)
			l.end()
			return
		}
		timer := time.AfterFunc(20*time.Millisecond+time.Duration(random.Int64N(int64(300*time.Millisecond))), func() { _ = l.cmd.Process.Kill() })
		for {
			key := fmt.Sprint("key-", n)
			id, _, err := keyedTopic(l.address, token, key, "Emne "+key)
			if err != nil {
				break // the same key again in the next life
			}
			ids[key] = id
			n++
		}
		timer.Stop()
		l.end()
	}
}

// checkTopics compares all topics with those that were acknowledged. The last mutation may have
// been done without a response.
func checkTopics(t *testing.T, address, token string, ids map[string]string) {
	t.Helper()
	left := map[string]bool{}
	for _, id := range ids {
		left[id] = true
	}
	surplus := 0
	after := "null"
	for {
		data, err := askProgram(t.Context(), address, token, `query { topicDrafts(first: 100, after: `+after+`) { nodes { id } pageInfo { hasNextPage endCursor } } }`, nil)
		if err != nil {
			t.Fatal(err)
		}
		var page struct {
			Nodes    []struct{ ID string }
			PageInfo struct {
				HasNextPage bool
				EndCursor   string
			}
		}
		if err := json.Unmarshal(data["topicDrafts"], &page); err != nil {
			t.Fatal(err)
		}
		for _, topic := range page.Nodes {
			if !left[topic.ID] {
				surplus++
			}
			delete(left, topic.ID)
		}
		if !page.PageInfo.HasNextPage {
			break
		}
		after = strconv.Quote(page.PageInfo.EndCursor)
	}
	if len(ids) == 0 || len(left) > 0 || surplus > 1 {
		t.Errorf("of %d topics, %d are lost and %d are there twice", len(ids), len(left), surplus)
	}
	t.Logf("%d topics", len(ids))
}
