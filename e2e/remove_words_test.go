package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"lectern/content"
	"lectern/internal/store"
)

// secretWords are typed by accident in many forms; marker is in each of them.
const (
	secretWords  = "Xenografivej 17"
	secretMarker = "xenografi"
)

const removeWords = `mutation($words: String!) { removeWords(input: {words: $words, reason: "En adresse, som ikke skulle stå her"}) { receipt { revision places { documentId revision path } versions changes files renamed } userErrors { code message } } }`

// typeSecrets writes the words wherever a text can be written, and returns the id of a session.
func typeSecrets(o *office) (session any, files []content.AssetID) {
	o.t.Helper()
	captions, err := o.app.Library().Add(content.AssetUpload{Name: "tekst.vtt", Kind: content.AssetCaptions},
		strings.NewReader("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHun bor på xenografivej 17.\n"))
	if err != nil {
		o.t.Fatal(err)
	}
	picture := o.portrait("Xenografivej 17.png")
	session = o.must(`mutation { createSession(input: {fields: {title: "Xenografivej 17", kind: TALK, conference: "conference_01M814A0TR66AQPTEB1WT2FV57", abstract: "Mød mig på **Xenografivej**\n17, kl. 10."}, reason: "Bor på XENOGRAFIVEJ 17"}) { document { documentId } userErrors { code } } }`, nil)["document"].(map[string]any)["documentId"]
	id := map[string]any{"id": session}
	o.must(`mutation($id: ID!) { updateSession(input: {id: $id, fields: {title: "Samtale", room: "Xenografivej17"}}) { userErrors { code } } }`, id)
	o.must(`mutation($id: ID!) { publish(input: {id: $id}) { userErrors { code } } }`, id)
	o.must(`mutation($id: ID!) { scheduleUnpublish(input: {id: $id, at: "2031-01-01T00:00:00Z", reason: "xenografivej 17"}) { userErrors { code } } }`, id)
	video := o.must(`mutation($captions: URL!) { createVideo(input: {fields: {title: "Optagelse", captions: [{language: "da", kind: CAPTIONS, url: $captions}]}}) { document { documentId } userErrors { code } } }`,
		map[string]any{"captions": string(captions.ID.URL())})["document"].(map[string]any)["documentId"]
	o.must(`mutation($id: ID!) { updateVideo(input: {id: $id, fields: {sources: [{url: "https://video.example/xenografivej-17.mp4", mimeType: "video/mp4"}]}}) { userErrors { code } } }`, map[string]any{"id": video})
	return session, []content.AssetID{captions.ID, picture}
}

// TestRemovedWordsAreNowhere: after the removal, the words are in no byte of the data directory
// and at no door; nor after the restore of an older store, nor after an import that has them.
func TestRemovedWordsAreNowhere(t *testing.T) {
	t.Parallel()
	dir, backup, exported := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "out")
	o := &office{t: t}
	o.open(dir)
	session, files := typeSecrets(o)
	public := `{ sessions(first: 9) { nodes { title slug room abstract { plain } } } search(query: "xenografivej", first: 5) { totalCount } }`
	if answer := o.ask("", public, nil); !strings.Contains(strings.ToLower(answer), secretMarker) {
		t.Fatalf("the words are not public: %s", answer)
	}
	o.close()
	if err := os.CopyFS(backup, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	lectern := program(t)
	if out, err := exec.Command(lectern, "export", "--history", "--data="+dir, exported).CombinedOutput(); err != nil {
		t.Fatalf("export: %v\n%s", err, out)
	}
	if len(bytesWith(t, dir, secretMarker)) < 3 || len(bytesWith(t, exported, secretMarker)) == 0 {
		t.Fatal("the test looks in the wrong place")
	}

	o.open(dir)
	words := map[string]any{"words": "  XENOGRAFIVEJ  17"}
	would := o.must(strings.Replace(removeWords, ")", ") @dryRun", 1), words)["receipt"].(map[string]any)
	if len(bytesWith(t, dir, secretMarker)) < 3 {
		t.Error("the dry run removed something")
	}
	did := o.must(removeWords, words)["receipt"].(map[string]any)
	if would["revision"] != nil || !reflect.DeepEqual(would["places"], did["places"]) || !reflect.DeepEqual(would["files"], did["files"]) {
		t.Errorf("the dry run said %v, the removal did %v", would, did)
	}
	if !reflect.DeepEqual(did["files"], []any{string(files[0])}) || !reflect.DeepEqual(did["renamed"], []any{string(files[1])}) {
		t.Errorf("files: %v, renamed: %v, want %v", did["files"], did["renamed"], files)
	}
	paths := map[string]bool{}
	for _, place := range did["places"].([]any) {
		p := place.(map[string]any)
		if p["documentId"] == session || p["documentId"] == nil {
			paths[p["path"].(string)] = true
		}
	}
	if want := map[string]bool{"abstract.da": true, "title.da": true, "room": true, "slug": true, "change": true, "schedule": true}; !reflect.DeepEqual(paths, want) {
		t.Errorf("places: %v, want %v", paths, want)
	}
	nowhere(t, o, dir, "after the removal")
	if purge := o.get(fmt.Sprint("/changes?since=", did["revision"].(float64)-1)); !strings.Contains(purge, `"tags":["all"]`) {
		t.Errorf("caches in front of the service are told to purge %s", purge)
	}
	if answer := o.ask("", public, nil); !strings.Contains(answer, "[slettet]") {
		t.Errorf("what is left: %s", answer)
	}
	if again := o.must(removeWords, words)["receipt"].(map[string]any); again["revision"] != nil || len(again["places"].([]any)) != 0 {
		t.Errorf("the second removal: %v", again)
	}
	o.close()
	nowhere(t, nil, dir, "after the service stopped")
	clean := filepath.Join(t.TempDir(), "clean")
	if out, err := exec.Command(lectern, "export", "--history", "--data="+dir, clean).CombinedOutput(); err != nil {
		t.Fatalf("export: %v\n%s", err, out)
	}
	nowhere(t, nil, clean, "in an export")
	if out, err := exec.Command(lectern, "import", "--data="+t.TempDir(), clean).CombinedOutput(); err != nil {
		t.Errorf("import of the history without the words: %v\n%s", err, out)
	}

	restored(t, o, dir, backup)
	imported(t, o, dir, exported, lectern)
}

// nowhere searches the files and the doors for the words.
func nowhere(t *testing.T, o *office, dir, when string) {
	t.Helper()
	if found := bytesWith(t, dir, secretMarker); len(found) > 0 {
		t.Errorf("%s, the words are still in %v", when, found)
	}
	if o == nil {
		return
	}
	for _, token := range []string{"", o.token} {
		for _, query := range []string{
			`{ sessions(first: 9) { nodes { title slug room abstract { plain html markdown } } } videos(first: 9) { nodes { title sources { url } captions { url } } } search(query: "xenografivej", first: 5) { totalCount } }`,
			`query @inContext(preview: true) { sessions(first: 9) { nodes { title slug room } } search(query: "xenografivej", first: 5) { totalCount } }`,
			`{ changes(first: 100) { nodes { reason actor { name } versions { fields { before after } } } } scheduled(first: 9) { nodes { reason } } sessionDrafts(first: 9) { nodes { title slug room publishing { unpublishAt { reason } } history { nodes { reason fields { before after } } } } } assets(first: 50) { nodes { name } } }`,
		} {
			answer := o.ask(token, query, nil)
			if strings.Contains(strings.ToLower(answer), secretMarker) || strings.Contains(answer, `"totalCount":1`) {
				t.Errorf("%s, %s\n%s", when, query, answer)
			}
		}
	}
	for _, path := range []string{"/feeds/atom/sessions.xml", "/feeds/sitemap.xml", "/feeds/calendar/conference/fagkonference-om-stalking-2021.ics"} {
		if body := o.get(path); strings.Contains(strings.ToLower(body), secretMarker) {
			t.Errorf("%s, %s\n%s", when, path, body)
		}
	}
}

// restored restores an older store, beside the ledger.
func restored(t *testing.T, o *office, dir, backup string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(backup, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, store.FileName), b, 0o600); err != nil {
		t.Fatal(err)
	}
	o.open(dir)
	nowhere(t, o, dir, "after an older store came back")
	o.close()
	// Another person may have the same words later: they are not removed at each start.
	o.open(dir)
	kept := o.must(`mutation { createTopic(input: {fields: {name: "Xenografivej 17"}}) { document { documentId name } userErrors { code } } }`, nil)["document"]
	o.close()
	o.open(dir)
	if draft := o.ask(o.token, `query($id: ID!) { topicDraft(id: $id) { name } }`, map[string]any{"id": kept.(map[string]any)["documentId"]}); !strings.Contains(draft, "Xenografivej 17") {
		t.Errorf("what was typed after the removal is gone: %s", draft)
	}
	o.close()
	ledger, err := os.ReadFile(filepath.Join(dir, store.LedgerName))
	if err != nil || !strings.Contains(string(ledger), `"abstract.da"`) {
		t.Errorf("the ledger does not name the places: %s, %v", ledger, err)
	}
}

// imported brings the words back by an import of the history into an empty store with the
// ledger, and of files.
func imported(t *testing.T, o *office, dir, exported, lectern string) {
	t.Helper()
	for name, history := range map[string]bool{"a history": true, "files": false} {
		fresh := t.TempDir()
		for _, file := range []string{store.LedgerName, store.RemovalKeyName} {
			b, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(fresh, file), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if !history {
			if err := os.RemoveAll(filepath.Join(exported, "history")); err != nil {
				t.Fatal(err)
			}
		}
		if out, err := exec.Command(lectern, "import", "--data="+fresh, exported).CombinedOutput(); err != nil {
			t.Fatalf("import of %s: %v\n%s", name, err, out)
		}
		nowhere(t, nil, fresh, "after the import of "+name)
		if out, err := exec.Command(lectern, "verify", "--data="+fresh).CombinedOutput(); err != nil {
			t.Errorf("verify after the import of %s: %v\n%s", name, err, out)
		}
	}
}

// TestWordsInANameAreNotRemoved: a speaker must be erased instead.
func TestWordsInANameAreNotRemoved(t *testing.T) {
	t.Parallel()
	o := &office{t: t}
	o.open(t.TempDir())
	defer o.close()
	o.must(`mutation { createSpeaker(input: {fields: {name: "Ida Xenografi", withoutConsentReason: "test"}}) { userErrors { code } } }`, nil)
	var answer struct {
		Data struct {
			RemoveWords struct {
				Receipt    any
				UserErrors []struct {
					Document, Code, Message string
					Path                    []string
				}
			}
		}
	}
	body := o.ask(o.token, `mutation { removeWords(input: {words: "Xenografi"}) { receipt { revision } userErrors { document path code message } } }`, nil)
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	errs := answer.Data.RemoveWords.UserErrors
	if answer.Data.RemoveWords.Receipt != nil || len(errs) == 0 || errs[0].Code != "WORDS_IN_NAME" || !reflect.DeepEqual(errs[0].Path, []string{"name"}) || !strings.Contains(errs[0].Message, "eraseSpeaker") {
		t.Errorf("%s", body)
	}
	if short := o.ask(o.token, `mutation { removeWords(input: {words: "Bo"}) { receipt { revision } } }`, nil); !strings.Contains(short, `"field":"input.words"`) {
		t.Errorf("%s", short)
	}
}

// get requests a path, and returns the body of the response: as the administrator if readers
// may not.
func (o *office) get(path string) string {
	o.t.Helper()
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", path, nil)
	if strings.HasPrefix(path, "/changes") {
		r.Header.Set("Authorization", "Bearer "+o.token)
	}
	o.app.Handler().ServeHTTP(w, r)
	return w.Body.String()
}
