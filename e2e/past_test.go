package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Only an editor sees what readers saw before an edit. People who were erased since are not in
// it either.
func TestThePast(t *testing.T) {
	t.Parallel()
	o := &office{t: t}
	o.open(t.TempDir())
	t.Cleanup(o.close)
	created := o.must(`mutation { createSpeaker(input: {fields: {name: "Vera Holm", slug: "vera", withoutConsentReason: "test"}}) { document { id } userErrors { code } } }`, nil)
	who := map[string]any{"id": created["document"].(map[string]any)["id"]}
	o.must(`mutation($id: ID!) { publish(input: {id: $id}) { userErrors { code } } }`, who)
	time.Sleep(20 * time.Millisecond) // the log's times are in milliseconds
	before := time.Now().UTC().Format("2006-01-02T15:04:05.000Z07:00")
	time.Sleep(20 * time.Millisecond)
	topic := map[string]any{"id": "topic_01M8149T00R0VFC8BPG0EB61RV"}
	o.must(`mutation($id: ID!) { updateTopic(input: {id: $id, fields: {name: "Forfølgelse"}}) { userErrors { code } } }`, topic)
	o.must(`mutation($id: ID!) { publish(input: {id: $id}) { userErrors { code } } }`, topic)

	query := fmt.Sprintf(`query @inContext(at: %q) { topic(slug: "stalking") { name } speaker(slug: "vera") { name } }`, before)
	if answer := o.then(o.token, query); !strings.Contains(answer, `"name":"Stalking"`) || !strings.Contains(answer, "Vera Holm") {
		t.Errorf("the past: %s", answer)
	}
	if answer := o.ask("", `{ topic(slug: "stalking") { name } }`, nil); !strings.Contains(answer, "Forfølgelse") {
		t.Errorf("the present: %s", answer)
	}
	if answer := o.ask("", query, nil); !strings.Contains(answer, "UNAUTHENTICATED") || strings.Contains(answer, "Vera") {
		t.Errorf("the past of a reader: %s", answer)
	}
	o.must(`mutation($id: ID!) { eraseSpeaker(input: {id: $id}) { userErrors { code } } }`, who)
	if answer := o.then(o.token, query); strings.Contains(answer, "Vera") || !strings.Contains(answer, `"name":"Stalking"`) {
		t.Errorf("the past after an erasure: %s", answer)
	}
}

// then repeats a query until the past is built.
func (o *office) then(token, query string) string {
	o.t.Helper()
	for range 100 {
		answer := o.ask(token, query, nil)
		if !strings.Contains(answer, "Try again") {
			return answer
		}
		time.Sleep(50 * time.Millisecond)
	}
	o.t.Fatal("the past was never built")
	return ""
}
