package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"lectern/content"
	"lectern/internal/app"
	"lectern/internal/store"
)

// office is a service on a store on disk, and its administrator.
type office struct {
	t       *testing.T
	app     *app.App
	token   string
	caching app.Caching // the default if it is zero
}

// open opens the service on a directory. The first time, it reads the printed token.
func (o *office) open(dir string) {
	o.t.Helper()
	c := app.Default(dir)
	c.Listen = ""
	if o.caching != (app.Caching{}) {
		c.Caching = o.caching
	}
	c.Caching.ServerTiming = true
	c.FirstToken = func(secret string) { o.token = secret }
	a, err := app.Open(context.Background(), c)
	if err != nil {
		o.t.Fatal(err)
	}
	o.app = a
}

func (o *office) close() {
	o.t.Helper()
	if err := o.app.Close(); err != nil {
		o.t.Fatal(err)
	}
}

// portrait uploads a picture.
func (o *office) portrait(name string) content.AssetID {
	o.t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 50))); err != nil {
		o.t.Fatal(err)
	}
	asset, err := o.app.Library().Add(content.AssetUpload{Name: name}, &b)
	if err != nil {
		o.t.Fatal(err)
	}
	return asset.ID
}

// ask sends an operation, as the administrator or as a reader, and returns the body of the
// response.
func (o *office) ask(token, query string, variables map[string]any) string {
	o.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		o.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	o.app.Handler().ServeHTTP(w, r)
	return w.Body.String()
}

// must sends an operation as the administrator, which must succeed.
func (o *office) must(query string, variables map[string]any) map[string]any {
	o.t.Helper()
	text := o.ask(o.token, query, variables)
	var answer struct {
		Data   map[string]map[string]any
		Errors []any
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil || len(answer.Errors) > 0 {
		o.t.Fatalf("%s\n%s\n%v", query, text, err)
	}
	for _, payload := range answer.Data {
		if errs, _ := payload["userErrors"].([]any); len(errs) > 0 {
			o.t.Fatalf("%s\n%s", query, text)
		}
		return payload
	}
	return nil
}

// bytesWith returns the files below a directory that contain a marker, ignoring case.
func bytesWith(t *testing.T, dir, marker string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(b), []byte(strings.ToLower(marker))) {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// No byte of the data directory contains an erased person, not even after the restore of an
// older backup (promises 8 and 9).
func TestErasureLeavesNoByte(t *testing.T) {
	t.Parallel()
	const marker = "Xenografia"
	dir, backup := t.TempDir(), t.TempDir()
	o := &office{t: t}
	o.open(dir)
	portrait := o.portrait(marker + ".png")
	speaker := o.must(`mutation($name: String, $photo: URL) { createSpeaker(input: {fields: {name: $name, photo: $photo, jobTitle: "Leder", bio: "Om *Xenografia Holm*.", withoutConsentReason: "test"}, reason: "Xenografia kommer"}) { document { id } userErrors { code } } }`,
		map[string]any{"name": marker + " Holm", "photo": string(portrait.URL())})["document"].(map[string]any)["id"]
	who := map[string]any{"id": speaker}
	session := o.must(`mutation($id: ID!) { createSession(input: {fields: {title: "Samtale med Xenografia Holm", kind: TALK, conference: "conference_01M814A0TR66AQPTEB1WT2FV57", appearances: [{speaker: $id, role: SPEAKER, title: "Leder"}]}}) { document { id } userErrors { code } } }`, who)["document"].(map[string]any)["id"]
	both := map[string]any{"id": speaker, "session": session}
	o.must(`mutation($id: ID!, $session: ID!) { a: publish(input: {id: $id}) { userErrors { code } } b: publish(input: {id: $session}) { userErrors { code } } }`, both)
	o.must(`mutation($session: ID!) { updateSession(input: {id: $session, fields: {title: "Samtale", room: "Sal Xenografia Holm"}, reason: "xenografia holm vil ikke"}) { userErrors { code } } }`, map[string]any{"session": session})
	if public := o.ask("", `{ speakers(first: 9) { nodes { name slug } } }`, nil); !strings.Contains(public, marker) {
		t.Fatalf("the person is not public: %s", public)
	}
	o.close()
	if err := os.CopyFS(backup, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if len(bytesWith(t, dir, marker)) == 0 {
		t.Fatal("the test looks in the wrong place")
	}

	o.open(dir)
	would := o.must(`mutation($id: ID!) @dryRun { eraseSpeaker(input: {id: $id, reason: "Ønsket"}) { receipt { revision versions changes documents { documentId what } recordings files } userErrors { code } } }`, who)
	if _, err := o.app.Library().Asset(portrait); err != nil {
		t.Errorf("the dry run took the portrait away: %v", err)
	}
	did := o.must(`mutation($id: ID!) { eraseSpeaker(input: {id: $id, reason: "Ønsket"}) { receipt { revision versions changes documents { documentId what } recordings files } userErrors { code } } }`, who)
	if files := did["receipt"].(map[string]any)["files"]; !reflect.DeepEqual(files, []any{string(portrait)}) {
		t.Errorf("the files of the person: %v", files)
	}
	if _, err := o.app.Library().Asset(portrait); !content.IsNotFound(err) {
		t.Errorf("the portrait is still there: %v", err)
	}
	if r := would["receipt"].(map[string]any); r["revision"] != nil || r["versions"] != did["receipt"].(map[string]any)["versions"] {
		t.Errorf("the dry run said %v, the erasure did %v", r, did)
	}
	if found := bytesWith(t, dir, marker); len(found) > 0 {
		t.Errorf("the name is still in %v while the service runs", found)
	}
	for _, token := range []string{"", o.token} {
		for _, query := range []string{
			`{ speakers(first: 9) { nodes { name slug } } sessions(first: 9) { nodes { title slug room appearances { speaker { name } } } } }`,
			`query @inContext(preview: true) { speakers(first: 9) { nodes { name slug } } sessions(first: 9) { nodes { title slug room } } }`,
			`{ changes(first: 100) { nodes { reason actor { name } versions { fields { before after } } } } sessionDrafts(first: 9) { nodes { title slug room history { nodes { reason fields { before after } } } } } }`,
		} {
			if answer := o.ask(token, query, nil); strings.Contains(strings.ToLower(answer), strings.ToLower(marker)) {
				t.Errorf("%s\n%s", query, answer)
			}
		}
	}
	o.close()
	if found := bytesWith(t, dir, marker); len(found) > 0 {
		t.Errorf("the name is still in %v after the service stopped", found)
	}

	// An older backup is restored, beside the ledger.
	b, err := os.ReadFile(filepath.Join(backup, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, store.FileName), b, 0o600); err != nil {
		t.Fatal(err)
	}
	o.open(dir)
	defer o.close()
	if answer := o.ask("", `{ speakers(first: 9) { nodes { name } } }`, nil); strings.Contains(answer, marker) {
		t.Errorf("the first answer after a restore: %s", answer)
	}
	if found := bytesWith(t, dir, marker); len(found) > 0 {
		t.Errorf("the name is in %v after a restore", found)
	}
}
