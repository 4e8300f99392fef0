package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/app"
)

const reach = `reach { doors { door state since note } }`

// doors returns the doors of a payload, by name.
func doors(t *testing.T, payload map[string]any) (names []string, by map[string]map[string]any) {
	t.Helper()
	by = map[string]map[string]any{}
	reached, _ := payload["reach"].(map[string]any)
	if reached == nil {
		return nil, nil
	}
	for _, d := range reached["doors"].([]any) {
		door := d.(map[string]any)
		name := door["door"].(string)
		names, by[name] = append(names, name), door
		if door["note"] == "" {
			t.Errorf("%s has no note", name)
		}
	}
	return names, by
}

// person creates a speaker who is in a session and in an episode, and publishes them.
func (o *office) person(name string) map[string]any {
	o.t.Helper()
	id := o.must(`mutation($name: String) { createSpeaker(input: {fields: {name: $name, consents: [{to: NAME, scope: "alt", givenOn: "2021-01-01"}, {to: VOICE, scope: "alt", givenOn: "2021-01-01"}, {to: RECORDING, scope: "alt", givenOn: "2021-01-01"}]}}) { document { documentId } userErrors { code } } }`,
		map[string]any{"name": name})["document"].(map[string]any)["documentId"]
	who := map[string]any{"id": id}
	session := o.must(`mutation($id: ID!) { createSession(input: {fields: {title: "Samtale", kind: TALK, conference: "conference_01M814A0TR66AQPTEB1WT2FV57", appearances: [{speaker: $id, role: SPEAKER}]}}) { document { documentId } userErrors { code path } } }`, who)["document"].(map[string]any)["documentId"]
	o.must(`mutation($id: ID!, $session: ID!) { a: publish(input: {id: $id}) { userErrors { code } } b: publish(input: {id: $session}) { userErrors { code path } } }`, map[string]any{"id": id, "session": session})
	return who
}

// TestPayloadsSayWhatTheyReached: the service's own doors are clean from the change on, and
// copies elsewhere are named where the person was seen.
func TestPayloadsSayWhatTheyReached(t *testing.T) {
	t.Parallel()
	o := &office{t: t, caching: app.Caching{Bytes: 1 << 20, SharedMaxAge: 24 * time.Hour}}
	o.open(t.TempDir())
	defer o.close()
	who := o.person("Ida Reachmark")
	feed := "/feeds/calendar/conference/fagkonference-om-stalking-2021.ics"
	if !strings.Contains(o.ask("", `{ speakers(first: 50) { nodes { name } } }`, nil), "Reachmark") {
		t.Fatal("the person is not public")
	}
	if none, _ := doors(t, o.must(`mutation($id: ID!) { updateSpeaker(input: {id: $id, fields: {jobTitle: "Leder"}}) { userErrors { code } `+reach+` } }`, who)); none != nil {
		t.Errorf("an edit reached %v", none)
	}
	hide := `mutation($id: ID!) %s { hideSpeaker(input: {id: $id}) { userErrors { code } revision ` + reach + ` } }`
	if _, by := doors(t, o.must(fmt.Sprintf(hide, "@dryRun"), who)); by["GRAPHQL"]["since"] != nil || by["CDN"]["state"] != "BEYOND_RECALL" {
		t.Errorf("a dry run: %v", by)
	}
	before := time.Now()
	names, by := doors(t, o.must(fmt.Sprintf(hide, ""), who))
	own := []string{"GRAPHQL", "FEEDS", "CALENDARS", "MEDIA", "SEARCH", "PURGE_FEED"}
	if !slices.Equal(names, append(slices.Clone(own), "CDN", "BROWSERS", "SUBSCRIBED_CALENDARS", "OFFLINE_APPS", "OTHER_WEBSITES", "BACKUPS")) {
		t.Errorf("the doors: %v", names)
	}
	for _, name := range own {
		since, err := time.Parse(time.RFC3339, fmt.Sprint(by[name]["since"]))
		if by[name]["state"] != "CLEAN" || err != nil || since.Before(before.Add(-time.Second)) || since.After(time.Now()) {
			t.Errorf("%s: %v, %v", name, by[name], err)
		}
	}
	for _, answer := range []string{o.ask("", `{ speakers(first: 50) { nodes { name } } search(query: "reachmark", first: 5) { nodes { __typename } } }`, nil), o.get(feed), o.get("/feeds/sitemap.xml")} {
		if strings.Contains(answer, "Reachmark") {
			t.Errorf("a clean door shows the person: %s", answer)
		}
	}
	if note := by["BACKUPS"]["note"].(string); !strings.Contains(note, "skjult, ikke slettet") {
		t.Errorf("backups of a person who is hidden: %s", note)
	}
	// Without a purge feed, a CDN has it for a day; with one, it is notified.
	if cdn := by["CDN"]; cdn["state"] != "BEYOND_RECALL" || !strings.Contains(cdn["note"].(string), "Tøm den") {
		t.Errorf("a CDN without the purge feed: %v", cdn)
	}
	o.must(`mutation($id: ID!) { showSpeaker(input: {id: $id}) { userErrors { code } } }`, who)
	o.get("/changes?since=1")
	_, by = doors(t, o.must(`mutation($id: ID!) @inContext(language: "en") { withdrawConsent(input: {id: $id, to: [NAME]}) { userErrors { code } `+reach+` } }`, who))
	if cdn := by["CDN"]; cdn["state"] != "PENDING" || !strings.Contains(cdn["note"].(string), "A program reads the purge feed") {
		t.Errorf("a CDN with the purge feed: %v", cdn)
	}
	names, by = doors(t, o.must(`mutation($id: ID!) { eraseSpeaker(input: {id: $id}) { userErrors { code } `+reach+` } }`, who))
	if !slices.Contains(names, "SUBSCRIBED_CALENDARS") || slices.Contains(names, "PODCAST_APPS") || !strings.Contains(by["BACKUPS"]["note"].(string), "erasures.jsonl") {
		t.Errorf("an erasure: %v, %v", names, by["BACKUPS"])
	}
}

// TestReachOfWhatNobodySaw: a draft is in no copy but the backups, an episode in podcast apps.
func TestReachOfWhatNobodySaw(t *testing.T) {
	t.Parallel()
	o := &office{t: t}
	o.open(t.TempDir())
	defer o.close()
	o.must(`mutation { createTopic(input: {fields: {name: "Et emne", description: "Bor på Hemmelig Vej 17."}}) { userErrors { code } } }`, nil)
	names, _ := doors(t, o.must(`mutation { removeWords(input: {words: "Hemmelig Vej 17"}) { userErrors { code } `+reach+` } }`, nil))
	if !slices.Equal(names, []string{"GRAPHQL", "FEEDS", "CALENDARS", "MEDIA", "SEARCH", "PURGE_FEED", "BACKUPS"}) {
		t.Errorf("the doors: %v", names)
	}
	o.must(`mutation($id: ID!) { a: updatePodcastEpisode(input: {id: $id, fields: {summary: "Bor på Hemmelig Vej 17."}}) { userErrors { code } } b: publish(input: {id: $id}) { userErrors { code path message } } }`,
		map[string]any{"id": "episode_01M814A8MR5PSJV5JDHTJ1A81R"})
	names, by := doors(t, o.must(`mutation @inContext(language: "en") { removeWords(input: {words: "Hemmelig Vej 17"}) { userErrors { code } `+reach+` } }`, nil))
	if !slices.Contains(names, "PODCAST_APPS") || slices.Contains(names, "SUBSCRIBED_CALENDARS") || by["CDN"]["state"] != "PENDING" || !strings.Contains(by["CDN"]["note"].(string), "5 seconds") {
		t.Errorf("an episode: %v, %v", names, by["CDN"])
	}
	if none, _ := doors(t, o.must(`mutation { removeWords(input: {words: "Hemmelig Vej 17"}) { userErrors { code } `+reach+` } }`, nil)); none != nil {
		t.Errorf("words that are nowhere: %v", none)
	}
}
