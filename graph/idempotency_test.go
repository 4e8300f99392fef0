package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/contenttest"
)

// keyed sends an operation with an Idempotency-Key, and returns the response.
func (d *desk) keyed(key, query string, variables map[string]any) *httptest.ResponseRecorder {
	d.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		d.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(WithActor(context.Background(), d.actor), http.MethodPost, "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", key)
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w
}

// data decodes a response that must have no errors.
func (d *desk) data(w *httptest.ResponseRecorder) map[string]any {
	d.t.Helper()
	var answer struct {
		Data   map[string]any
		Errors []any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer.Errors) > 0 {
		d.t.Fatalf("%v: %s", err, w.Body)
	}
	return answer.Data
}

// revision returns the revision of the store.
func (d *desk) revision() content.Revision {
	d.t.Helper()
	snap, err := d.store.Snapshot(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = snap.Close() }()
	return snap.Revision()
}

const (
	createTopic = `mutation($name: String!) { createTopic(input: {fields: {name: $name}}) { document { id name } revision userErrors { code } } }`
	keptOutcome = `query($key: String!) { mutationOutcome(idempotencyKey: $key) { revision time expiresAt } }`
)

func TestARepeatedMutationRunsOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	if got := d.data(d.keyed("unused", keptOutcome, map[string]any{"key": "k1"})); got["mutationOutcome"] != nil {
		t.Errorf("before: %v", got)
	}
	variables := map[string]any{"name": "Opsporing"}
	first := d.keyed(`"k1"`, createTopic, variables)
	want := d.data(first)
	if first.Header().Get("Idempotent-Replayed") != "" {
		t.Error("the first one is marked as repeated")
	}
	for _, query := range []string{createTopic, "# the same\n" + createTopic} {
		again := d.keyed("k1", query, variables)
		if got := d.data(again); !reflect.DeepEqual(got, want) || again.Header().Get("Idempotent-Replayed") != "true" {
			t.Errorf("repeated: %v (%v), want %v", got, again.Header(), want)
		}
	}
	if r := d.revision(); r != 1 {
		t.Errorf("%d changes were made", r)
	}
	d.wants(keptOutcome, map[string]any{"key": `"k1"`}, `{"mutationOutcome": {"revision": 1, "time": "2021-09-01T07:00:00Z", "expiresAt": "2021-09-08T07:00:00Z"}}`)

	// Another request under the key is refused, whatever differs.
	for _, other := range []*httptest.ResponseRecorder{
		d.keyed("k1", createTopic, map[string]any{"name": "opsporing"}),
		d.keyed("k1", strings.Replace(createTopic, "id name", "id", 1), variables),
	} {
		if other.Code != http.StatusUnprocessableEntity || !strings.Contains(other.Body.String(), `"IDEMPOTENCY_KEY_REUSED"`) {
			t.Errorf("another request: %d %s", other.Code, other.Body)
		}
	}
	// Keys belong to an actor.
	d.actor.Name = "another"
	if got := d.data(d.keyed("k1", keptOutcome, map[string]any{"key": "k1"})); got["mutationOutcome"] != nil {
		t.Errorf("somebody else's key: %v", got)
	}
	if got := d.data(d.keyed("k1", createTopic, map[string]any{"name": "Opsporing 2"})); got["createTopic"].(map[string]any)["revision"] != 2.0 {
		t.Errorf("the same key of somebody else: %v", got)
	}
}

// TestARepeatedMutationShowsThePresent: the payload has the present documents, by the actor's
// present role.
func TestARepeatedMutationShowsThePresent(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	made := d.data(d.keyed("k1", createTopic, map[string]any{"name": "Før"}))["createTopic"].(map[string]any)
	id := made["document"].(map[string]any)["id"]
	d.wants(`mutation($id: ID!) { updateTopic(input: {id: $id, fields: {name: "Efter"}}) { userErrors { code } } }`, map[string]any{"id": id}, `{"updateTopic": {"userErrors": []}}`)
	again := d.data(d.keyed("k1", createTopic, map[string]any{"name": "Før"}))["createTopic"].(map[string]any)
	if !reflect.DeepEqual(again, map[string]any{"document": map[string]any{"id": id, "name": map[string]any{"da": "Efter"}}, "revision": 1.0, "userErrors": []any{}}) {
		t.Errorf("repeated: %v", again)
	}
	for role, code := range map[content.Role]string{content.RolePreviewer: "FORBIDDEN", content.RoleReader: "FORBIDDEN"} {
		d.actor.Role = role
		if w := d.keyed("k1", createTopic, map[string]any{"name": "Før"}); !strings.Contains(w.Body.String(), code) || strings.Contains(w.Body.String(), "Efter") {
			t.Errorf("as %s: %s", role, w.Body)
		}
		if w := d.keyed("k1", keptOutcome, map[string]any{"key": "k1"}); !strings.Contains(w.Body.String(), code) {
			t.Errorf("the outcome as %s: %s", role, w.Body)
		}
	}
}

func TestReceiptsAreRepeatedForAdmins(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Conference("fagdag"), contenttest.Speaker("anna"), contenttest.Session("panel", "fagdag", 0, "anna"))
	d := newDesk(t, store)
	d.actor.Role = content.RoleAdmin
	const erase = `mutation($id: ID!) { eraseSpeaker(input: {id: $id}) { receipt { person revision at versions changes documents { documentId title what } recordings files namesakes } reach { doors { door since } } userErrors { code } } }`
	variables := map[string]any{"id": contenttest.ID("speaker", "anna")}
	const hide = `mutation($id: ID!) { hideSpeaker(input: {id: $id}) { revision reach { doors { door state since note } } userErrors { code } } }`
	hidden := d.data(d.keyed("h1", hide, variables))
	if got := d.data(d.keyed("h1", hide, variables)); !reflect.DeepEqual(got, hidden) || len(hidden["hideSpeaker"].(map[string]any)["reach"].(map[string]any)["doors"].([]any)) < 10 {
		t.Errorf("hidden again: %v\nwant %v", got, hidden)
	}
	want := d.data(d.keyed("e1", erase, variables))
	if got := d.data(d.keyed("e1", erase, variables)); !reflect.DeepEqual(got, want) || d.revision() != 3 {
		t.Errorf("repeated: %v\nwant %v", got, want)
	}
	d.actor.Role = content.RolePublisher
	if w := d.keyed("e1", erase, variables); !strings.Contains(w.Body.String(), "FORBIDDEN") || strings.Contains(w.Body.String(), "panel") {
		t.Errorf("no longer an admin: %s", w.Body)
	}
}

func TestWhatChangesNothingIsNotKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	variables := map[string]any{"name": "Opsporing"}
	for name, send := range map[string]func() *httptest.ResponseRecorder{
		"a dry run": func() *httptest.ResponseRecorder {
			return d.keyed("k1", strings.Replace(createTopic, ")", ") @dryRun", 1), variables)
		},
		"a refused one": func() *httptest.ResponseRecorder {
			return d.keyed("k1", createTopic, map[string]any{"name": strings.Repeat("x", 9000)})
		},
		"no change": func() *httptest.ResponseRecorder { return d.keyed("k1", `mutation { __typename }`, nil) },
	} {
		send()
		if got := d.data(d.keyed("k1", keptOutcome, map[string]any{"key": "k1"})); got["mutationOutcome"] != nil || d.revision() != 0 {
			t.Errorf("%s is kept: %v", name, got)
		}
	}
	// So the key is free for what is done then, and a dry run ignores it.
	d.data(d.keyed("k1", createTopic, variables))
	if w := d.keyed("k1", strings.Replace(createTopic, ")", ") @dryRun", 1), variables); w.Header().Get("Idempotent-Replayed") != "" || w.Code != http.StatusOK {
		t.Errorf("a dry run with a used key: %d %s", w.Code, w.Body)
	}
}

func TestKeysExpire(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	for i := range 20 {
		d.data(d.keyed(fmt.Sprint("k", i), createTopic, map[string]any{"name": fmt.Sprint("Emne ", i)}))
	}
	d.now = d.now.Add(7*24*time.Hour - time.Millisecond)
	d.data(d.keyed("k0", createTopic, map[string]any{"name": "Emne 0"}))
	d.now = d.now.Add(time.Millisecond)
	if got := d.data(d.keyed("k", keptOutcome, map[string]any{"key": "k0"})); got["mutationOutcome"] != nil {
		t.Errorf("after a week: %v", got)
	}
	if r := d.revision(); r != 20 {
		t.Fatalf("%d changes", r)
	}
	// The key is free again, and each commit removes some of the expired records.
	if got := d.data(d.keyed("k19", createTopic, map[string]any{"name": "Nyt emne"})); got["createTopic"].(map[string]any)["revision"] != 21.0 {
		t.Errorf("after a week: %v", got)
	}
	for i := range 3 {
		contenttest.Edit(t, d.store, func(tx *content.Transaction) error { return tx.Save(contenttest.Speaker(fmt.Sprint("person ", i))) })
	}
	left := 0
	for i := range 4 {
		snap, err := d.store.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		keys, err := snap.Scan(nil, content.Outcomes, "", "", false, 1000)
		if err != nil {
			t.Fatal(err)
		}
		left = len(keys)
		_ = snap.Close()
		d.data(d.keyed(fmt.Sprint("later", i), createTopic, map[string]any{"name": fmt.Sprint("Senere ", i)}))
	}
	if left != 2*4 { // k19 again, later0 to later2
		t.Errorf("%d entries are left", left)
	}
}

func TestMalformedKeysAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	for key, ok := range map[string]bool{
		"": false, `""`: false, `"`: false, `"a`: false, `a"`: false, "a b": false, "a,b": false, `"a", "b"`: false, `"a";x=1`: false,
		"nøgle": false, "\"a\x7f\"": false, "a\tb": false, `a\b`: false, `"a\b"`: false, strings.Repeat("x", 256): false, `"` + strings.Repeat("x", 256) + `"`: false,
		"a": true, `"a b"`: true, ` "a,b" `: true, `"a\"\\b"`: true, "8e03978e-40d5-43dd-bc93-6894a57f9324": true, strings.Repeat("x", 255): true,
	} {
		w := d.keyed(key, `mutation { __typename }`, nil)
		if refused := w.Code == http.StatusBadRequest && strings.Contains(w.Body.String(), `"field":"Idempotency-Key"`); refused == ok {
			t.Errorf("%q: %d %s", key, w.Code, w.Body)
		}
		if w := d.keyed(key, `{ __typename }`, nil); w.Code != http.StatusOK {
			t.Errorf("%q with a query, which needs none: %d %s", key, w.Code, w.Body)
		}
	}
}

// TestConcurrentMutationsWithOneKey: they wait for each other, and one runs.
func TestConcurrentMutationsWithOneKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	var waiting sync.WaitGroup
	var mu sync.Mutex
	bodies := map[string]int{}
	for range 16 {
		waiting.Go(func() {
			body := d.keyed("k1", createTopic, map[string]any{"name": "Opsporing"}).Body.String()
			mu.Lock()
			defer mu.Unlock()
			bodies[body]++
		})
	}
	waiting.Wait()
	if len(bodies) != 1 || d.revision() != 1 {
		t.Errorf("%d changes; responses: %v", d.revision(), maps.Collect(maps.All(bodies)))
	}
}
