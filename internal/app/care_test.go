package app

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/internal/auth"
)

// careDesk is a service with an empty store, and tokens for its editors.
type careDesk struct {
	t      *testing.T
	app    *App
	tokens map[content.Role]string
}

func newCareDesk(t *testing.T, change ...func(*Config)) *careDesk {
	t.Helper()
	c := small(t)
	c.Listen, c.Website, c.PublicURL = "", "https://example.org/{kind}/{slug}", "https://api.example.org"
	for _, f := range change {
		f(&c)
	}
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	d := &careDesk{t: t, app: a, tokens: map[content.Role]string{}}
	for _, role := range []content.Role{content.RoleEditor, content.RolePublisher, content.RoleAdmin} {
		if d.tokens[role], _, err = auth.OpenTokens(c.Data).Create(string(role), role, time.Time{}, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// ask sends an operation as an actor with a role; anonymously for readers.
func (d *careDesk) ask(role content.Role, query string, variables map[string]any) string {
	d.t.Helper()
	r := request(http.MethodPost, query, variables)
	if token := d.tokens[role]; token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	d.app.Handler().ServeHTTP(w, r)
	return w.Body.String()
}

// did sends a mutation that must have no errors, and decodes its data.
func (d *careDesk) did(role content.Role, query string, variables map[string]any, data any) {
	d.t.Helper()
	body := d.ask(role, query, variables)
	if strings.Contains(body, `"errors"`) || strings.Contains(body, `"code"`) {
		d.t.Fatalf("%s: %s", query, body)
	}
	if data == nil {
		return
	}
	if err := json.Unmarshal([]byte(body), &struct{ Data any }{data}); err != nil {
		d.t.Fatalf("%v: %s", err, body)
	}
}

// created creates and publishes a document, and returns its id.
func (d *careDesk) created(kind string, fields map[string]any) string {
	d.t.Helper()
	var data map[string]struct{ Document struct{ DocumentID string } }
	d.did(content.RolePublisher, `mutation($f: `+kind+`Input!) { create`+kind+`(input: {fields: $f}) { document { documentId } userErrors { path code } } }`, map[string]any{"f": fields}, &data)
	id := data["create"+kind].Document.DocumentID
	d.did(content.RolePublisher, `mutation($id: ID!) { publish(input: {id: $id}) { userErrors { path code } } }`, map[string]any{"id": id}, nil)
	return id
}

// TestEditorsCannotUndoAWithdrawal: a person with a withdrawn consent stays invisible to
// readers whatever an editor saves, restores or copies, until a publisher records a new
// consent.
func TestEditorsCannotUndoAWithdrawal(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	consents := []any{map[string]any{"to": "NAME", "scope": "Alt", "givenOn": "2021-01-01"}}
	anna := d.created("Speaker", map[string]any{"name": "Anna Hviid", "consents": consents})
	id := map[string]any{"id": anna}
	sees := func(when string, want bool) {
		t.Helper()
		if body := d.ask(content.RoleReader, `{ speakers(first: 9) { nodes { name } } }`, nil); strings.Contains(body, "Anna") != want {
			t.Errorf("%s, a reader sees %s", when, body)
		}
	}
	sees("at first", true)
	d.did(content.RoleEditor, `mutation($id: ID!) { withdrawConsent(input: {id: $id}) { userErrors { path code } } }`, id, nil)
	sees("withdrawn", false)
	body := d.ask(content.RoleEditor, `mutation($id: ID!, $c: [ConsentInput!]) { updateSpeaker(input: {id: $id, fields: {consents: $c}}) { userErrors { path code message } } }`, map[string]any{"id": anna, "c": consents})
	if !strings.Contains(body, "CONSENT_ENDED") || !strings.Contains(body, "recordConsent") {
		t.Errorf("the former consents are saved: %s", body)
	}
	sees("after that", false)
	d.did(content.RoleEditor, `mutation($id: ID!) { restoreVersion(input: {id: $id, revision: 1}) { userErrors { path code } } }`, id, nil)
	sees("restored", false)
	d.did(content.RoleEditor, `mutation($id: ID!) { duplicate(input: {id: $id}) { userErrors { path code } } }`, id, nil)
	sees("copied", false)
	today := time.Now().UTC().Format(time.DateOnly)
	record := `mutation($id: ID!, $on: Date!, $why: String!) { recordConsent(input: {id: $id, to: NAME, scope: "Alt", givenOn: $on, reason: $why}) { userErrors { path code } } }`
	if body := d.ask(content.RoleEditor, record, map[string]any{"id": anna, "on": today, "why": "Et brev."}); !strings.Contains(body, "FORBIDDEN") {
		t.Errorf("an editor records a consent: %s", body)
	}
	for why, on := range map[string]string{" ": today, "Et brev.": "2021-01-01"} {
		if body := d.ask(content.RolePublisher, record, map[string]any{"id": anna, "on": on, "why": why}); !strings.Contains(body, `"path":["`) {
			t.Errorf("recorded for %q, on %s: %s", why, on, body)
		}
	}
	sees("refused", false)
	d.did(content.RolePublisher, record, map[string]any{"id": anna, "on": today, "why": "Et brev."}, nil)
	sees("recorded", true)
}

// picture returns a PNG of one colour, with bytes that no other picture has.
func picture(t *testing.T, c color.Color) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 8, 8))
	draw.Draw(m, m.Bounds(), image.NewUniform(c), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// uploaded uploads a picture as a publisher, and returns its id and digits.
func (d *careDesk) uploaded(c color.Color) (id, digits string) {
	d.t.Helper()
	var data struct {
		UploadAsset struct{ Asset struct{ ID string } }
	}
	d.did(content.RolePublisher, `mutation($data: Base64!) { uploadAsset(input: {name: "p.png", kind: IMAGE, data: $data}) { asset { id } userErrors { path code } } }`,
		map[string]any{"data": base64.StdEncoding.EncodeToString(picture(d.t, c))}, &data)
	id = data.UploadAsset.Asset.ID
	return id, strings.TrimPrefix(id, "asset_")
}

// get returns the status and the body at a path.
func (d *careDesk) get(path string) (int, string) {
	d.t.Helper()
	w := httptest.NewRecorder()
	d.app.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

// panelDoors are the places where a reader may find the photo of the panel, by GraphQL.
var panelDoors = map[string]string{
	"lists":     `{ photos(first: 9) { nodes { id } } }`,
	"slug":      `{ photo(slug: "panelet") { id people { name speaker { name } } openGraph { image { url } } } }`,
	"sync":      `{ sync(first: 99, types: [PHOTO]) { entries { document { id } } } }`,
	"node":      `query($id: ID!) { node(id: $id) { id } }`,
	"a speaker": `{ speakers(first: 9) { nodes { photos(first: 9) { nodes { id } } } } }`,
}

// seesPanel reports the places where a reader finds the photo of the panel although it is
// hidden, or does not although it is shown.
func (d *careDesk) seesPanel(when, id, digits string, want bool) {
	d.t.Helper()
	found := map[string]bool{}
	for door, query := range panelDoors {
		variables := map[string]any{}
		if door == "node" {
			variables["id"] = id
		}
		body := d.ask(content.RoleReader, query, variables)
		if strings.Contains(body, `"errors"`) {
			d.t.Fatal(body)
		}
		found[door] = strings.Contains(body, id)
	}
	code, _ := d.get("/media/" + digits + ".png")
	found["the file"] = code == http.StatusOK
	code, _ = d.get("/feeds/jsonld/photo/panelet.json")
	found["JSON-LD"] = code == http.StatusOK
	_, sitemap := d.get("/feeds/sitemap/photos.xml")
	found["the sitemap"] = strings.Contains(sitemap, "/photos/panelet")
	for door, there := range found {
		if there != want {
			d.t.Errorf("%s, a reader finds the photo at %s: %t", when, door, there)
		}
	}
	if body := d.ask(content.RoleReader, `{ search(query: "panelet") { nodes { slug } } }`, nil); !want && strings.Contains(body, `"panelet"`) {
		d.t.Errorf("%s, search finds %s", when, body)
	}
}

// TestPhotosGoWithTheConsent: a photo of a person who is hidden, or withdraws the consent to
// photos, disappears everywhere in the same change. The payload lists it, and an app removes
// it. It returns with another file, or with a statement by a publisher.
func TestPhotosGoWithTheConsent(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	var consents []any
	for _, to := range []string{"NAME", "PHOTO"} {
		consents = append(consents, map[string]any{"to": to, "scope": "Alt", "givenOn": "2021-01-01"})
	}
	anna := d.created("Speaker", map[string]any{"name": "Anna Hviid", "consents": consents})
	bo := d.created("Speaker", map[string]any{"name": "Bo Lund", "consents": consents})
	first, digits := d.uploaded(color.White)
	row := []any{map[string]any{"speaker": anna}, map[string]any{"name": "Ukendt"}, map[string]any{"speaker": bo}}
	photo := d.created("Photo", map[string]any{"slug": "panelet", "alt": "To personer.", "caption": "Panelet", "asset": map[string]any{"url": first}, "people": row})
	d.seesPanel("at first", photo, digits, true)
	var synced struct{ Sync struct{ Cursor string } }
	d.did(content.RoleReader, `{ sync(first: 99) { cursor } }`, nil, &synced)

	var gone struct {
		WithdrawConsent, HideSpeaker struct{ Effects struct{ Disappear []string } }
	}
	d.did(content.RoleEditor, `mutation($id: ID!) { withdrawConsent(input: {id: $id, to: [PHOTO]}) { effects { disappear } userErrors { path code } } }`, map[string]any{"id": anna}, &gone)
	if !slices.Equal(gone.WithdrawConsent.Effects.Disappear, []string{photo}) {
		t.Errorf("the payload of the withdrawal lists %v", gone.WithdrawConsent.Effects.Disappear)
	}
	d.seesPanel("withdrawn", photo, digits, false)
	if body := d.ask(content.RoleReader, `query($c: SyncCursor) { sync(after: $c, first: 99) { entries { tombstone { documentId } } } }`, map[string]any{"c": synced.Sync.Cursor}); !strings.Contains(body, photo) {
		t.Errorf("an app receives %s", body)
	}

	without := map[string]any{"id": photo, "p": row[1:]}
	update := `mutation($id: ID!, $p: [PhotoPersonInput!]) { updatePhoto(input: {id: $id, fields: {people: $p}}) { userErrors { path code } } }`
	if body := d.ask(content.RolePublisher, update, without); !strings.Contains(body, "PHOTO_WITHHELD") {
		t.Errorf("she is left out of the row: %s", body)
	}
	show := `mutation($id: ID!, $who: ID!, $why: String!) { showPhoto(input: {id: $id, speaker: $who, reason: $why}) { userErrors { path code } } }`
	if body := d.ask(content.RoleEditor, show, map[string]any{"id": photo, "who": anna, "why": "Set bagfra."}); !strings.Contains(body, "FORBIDDEN") {
		t.Errorf("an editor shows the photo: %s", body)
	}
	if body := d.ask(content.RolePublisher, show, map[string]any{"id": photo, "who": anna, "why": " "}); !strings.Contains(body, "REQUIRED") {
		t.Errorf("without a reason: %s", body)
	}
	d.seesPanel("refused", photo, digits, false)
	d.did(content.RolePublisher, show, map[string]any{"id": photo, "who": anna, "why": "Set bagfra."}, nil)
	d.seesPanel("she can't be recognised", photo, digits, true)
	if body := d.ask(content.RoleReader, panelDoors["slug"], nil); strings.Contains(body, "Anna") || !strings.Contains(body, "Ukendt") {
		t.Errorf("the row is %s", body)
	}

	d.did(content.RoleEditor, `mutation($id: ID!) { hideSpeaker(input: {id: $id}) { effects { disappear } userErrors { path code } } }`, map[string]any{"id": bo}, &gone)
	if !slices.Contains(gone.HideSpeaker.Effects.Disappear, photo) {
		t.Errorf("the payload of hiding lists %v", gone.HideSpeaker.Effects.Disappear)
	}
	d.seesPanel("Bo is hidden", photo, digits, false)
	second, newDigits := d.uploaded(color.Black)
	replace := `mutation($id: ID!, $f: PhotoInput!) { updatePhoto(input: {id: $id, fields: $f}) { userErrors { path code } } }`
	d.did(content.RoleEditor, replace, map[string]any{"id": photo, "f": map[string]any{"asset": map[string]any{"url": second}, "people": []any{}}}, nil)
	d.seesPanel("replaced in the draft", photo, digits, false)
	d.did(content.RolePublisher, `mutation($id: ID!) { publish(input: {id: $id}) { userErrors { path code } } }`, map[string]any{"id": photo}, nil)
	if code, _ := d.get("/media/" + digits + ".png"); code != http.StatusNotFound {
		t.Errorf("the former file: %d", code)
	}
	if code, _ := d.get("/media/" + newDigits + ".png"); code != http.StatusOK {
		t.Errorf("the new file: %d", code)
	}
}

// TestFormerFileWithoutAPerson: a photo that is hidden because of a person does not return with
// the same file and without the person, by way of another file.
func TestFormerFileWithoutAPerson(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	anna := d.created("Speaker", map[string]any{"name": "Anna Hviid", "withoutConsentReason": "Oplægsholder."})
	first, digits := d.uploaded(color.White)
	second, _ := d.uploaded(color.Black)
	photo := d.created("Photo", map[string]any{"slug": "panelet", "alt": "En person.", "caption": "Panelet", "asset": map[string]any{"url": first}, "people": []any{map[string]any{"speaker": anna}}})
	d.did(content.RoleEditor, `mutation($id: ID!) { hideSpeaker(input: {id: $id}) { userErrors { path code } } }`, map[string]any{"id": anna}, nil)
	d.seesPanel("hidden", photo, digits, false)
	const update = `mutation($id: ID!, $f: PhotoInput!) { updatePhoto(input: {id: $id, fields: $f}) { userErrors { path code } } }`
	const publish = `mutation($id: ID!) { publish(input: {id: $id}) { userErrors { path code } } }`
	back := map[string]any{"id": photo, "f": map[string]any{"asset": map[string]any{"url": first}}}
	d.did(content.RoleEditor, update, map[string]any{"id": photo, "f": map[string]any{"asset": map[string]any{"url": second}, "people": []any{}}}, nil)
	if body := d.ask(content.RoleEditor, update, back); !strings.Contains(body, "PHOTO_WITHHELD") {
		t.Errorf("the former file in a draft: %s", body)
	}
	d.did(content.RolePublisher, publish, map[string]any{"id": photo}, nil)
	if body := d.ask(content.RoleEditor, update, back); !strings.Contains(body, "PHOTO_WITHHELD") {
		t.Errorf("the former file after the other was public: %s", body)
	}
	d.did(content.RolePublisher, publish, map[string]any{"id": photo}, nil)
	if code, _ := d.get("/media/" + digits + ".png"); code != http.StatusNotFound {
		t.Errorf("readers get the former file: %d", code)
	}
	var copied struct {
		CreatePhoto struct{ Document struct{ DocumentID string } }
	}
	d.did(content.RoleEditor, `mutation($f: PhotoInput!) { createPhoto(input: {fields: $f}) { document { documentId } userErrors { path code } } }`, map[string]any{"f": map[string]any{"alt": "En person.", "asset": map[string]any{"url": first}}}, &copied)
	other := map[string]any{"id": copied.CreatePhoto.Document.DocumentID}
	if body := d.ask(content.RolePublisher, publish, other); strings.Contains(body, "PHOTO_WITHHELD") {
		t.Errorf("no photo with the person has the file any more: %s", body)
	}
	d.did(content.RolePublisher, `mutation($id: ID!) { unpublish(input: {id: $id}) { userErrors { path code } } }`, other, nil)
	if body := d.ask(content.RoleEditor, `mutation($id: ID!) { restoreVersion(input: {id: $id, revision: 3}) { userErrors { path code } } }`, map[string]any{"id": photo}); !strings.Contains(body, `"userErrors":[]`) {
		t.Errorf("the version with the person is restored: %s", body)
	}
	d.did(content.RolePublisher, publish, map[string]any{"id": photo}, nil)
	if body := d.ask(content.RolePublisher, publish, other); !strings.Contains(body, "PHOTO_WITHHELD") {
		t.Errorf("another photo with the same file is published: %s", body)
	}
	d.seesPanel("restored with the person", photo, digits, false)
}

// shownNames are ways to write a name in a rich text that readers see as the name.
var shownNames = []string{
	"Xenia&nbsp;Brombær", "Xenia<br>Brombær", "&#88;enia Bromb&aelig;r", "[Xenia](https://example.org) Brombær", "Xe**nia** Brombær", "Xe&shy;nia Brombær",
}

// TestNamesInFormatting: a legal name that readers of a rich text see is recognised however it is
// formatted, and erased.
func TestNamesInFormatting(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	const publish = `mutation($id: ID!) { publish(input: {id: $id}) { userErrors { path code } } }`
	const update = `mutation($id: ID!, $f: ConferenceInput!) { updateConference(input: {id: $id, fields: $f}) { userErrors { path code } } publish(input: {id: $id}) { userErrors { path code } } }`
	conference := fagdag(d)
	maja := d.created("Speaker", map[string]any{"name": "Xenia Brombær", "pseudonym": "Maja", "slug": "maja"})
	other := d.created("Conference", map[string]any{"title": "En anden", "status": "PLANNED", "year": 2028})
	for _, name := range shownNames {
		var data struct {
			CreateSession struct{ Document struct{ DocumentID string } }
		}
		d.did(content.RoleEditor, `mutation($f: SessionInput!) { createSession(input: {fields: $f}) { document { documentId } userErrors { path code } } }`, map[string]any{"f": map[string]any{
			"conference": conference, "kind": "TALK", "title": "Oplæg", "abstract": "Hør om " + name + " her.", "appearances": []any{map[string]any{"speaker": maja, "role": "SPEAKER"}},
		}}, &data)
		if body := d.ask(content.RolePublisher, publish, map[string]any{"id": data.CreateSession.Document.DocumentID}); !strings.Contains(body, "LEGAL_NAME_SHOWN") {
			t.Errorf("%s is published: %s", name, body)
		}
		d.did(content.RolePublisher, update, map[string]any{"id": other, "f": map[string]any{"body": "Om emnet.\n\nHør om " + name + " her."}}, nil)
		for _, action := range []string{`removeWords(input: {words: "Xenia Brombær"}) { receipt { versions places { documentId path } } userErrors { code } }`, `eraseSpeaker(input: {id: "` + maja + `"}) { receipt { documents { documentId what } } userErrors { code } }`} {
			if body := d.ask(content.RoleAdmin, `mutation @dryRun { `+action+` }`, nil); !strings.Contains(body, other) && !strings.Contains(body, "WORDS_IN_NAME") {
				t.Errorf("%s is not found by %s: %s", name, action, body)
			}
		}
	}
	d.did(content.RoleAdmin, `mutation($id: ID!) { eraseSpeaker(input: {id: $id}) { userErrors { code } } }`, map[string]any{"id": maja}, nil)
	body := d.ask(content.RoleEditor, `query($id: ID!) { draft(id: $id) { history(first: 50) { nodes { document { ... on ConferenceDraft { body } } } } } }`, map[string]any{"id": other})
	if strings.Contains(body, "enia") || strings.Contains(body, "Bromb") || !strings.Contains(body, "Om emnet.") {
		t.Errorf("after the erasure: %s", body)
	}
}

// TestRemoveFormattedWords: an address is removed with the line break or the no-break space in it,
// and nothing else of the text.
func TestRemoveFormattedWords(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference := d.created("Conference", map[string]any{"title": "Fagdag", "status": "PLANNED", "year": 2028, "body": "Send til Nørregade&nbsp;12<br>2100 København Ø, tak. Bo[s](https://example.org) Nørregade 12.\n\nSlut."})
	d.did(content.RoleAdmin, `mutation { removeWords(input: {words: "Nørregade 12, 2100 København Ø"}) { userErrors { code } } }`, nil, nil)
	body := d.ask(content.RoleReader, `query($id: ID!) { node(id: $id) { ... on Conference { body { markdown } } } }`, map[string]any{"id": conference})
	if !strings.Contains(body, `"Send til [slettet], tak. Bo[s](https://example.org) Nørregade 12.\n\nSlut."`) {
		t.Errorf("a reader sees %s", body)
	}
}

// TestCopyOfAHiddenPerson: the copy of a hidden person stays hidden, also when a publisher
// publishes it, until it is shown.
func TestCopyOfAHiddenPerson(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	anna := d.created("Speaker", map[string]any{"name": "Xenia Brombær", "pseudonym": "Anna"})
	var data struct {
		Duplicate struct{ Document struct{ DocumentID string } }
	}
	d.did(content.RoleEditor, `mutation($id: ID!) { hideSpeaker(input: {id: $id}) { userErrors { path code } } }`, map[string]any{"id": anna}, nil)
	d.did(content.RoleEditor, `mutation($id: ID!) { duplicate(input: {id: $id}) { document { documentId } userErrors { path code } } }`, map[string]any{"id": anna}, &data)
	id := map[string]any{"id": data.Duplicate.Document.DocumentID}
	d.did(content.RolePublisher, `mutation($id: ID!) { publish(input: {id: $id}) { userErrors { path code } } }`, id, nil)
	const names = `{ speakers(first: 9) { nodes { name } } }`
	if body := d.ask(content.RoleReader, names, nil); strings.Contains(body, "Anna") {
		t.Errorf("a reader sees %s", body)
	}
	d.did(content.RolePublisher, `mutation($id: ID!) { showSpeaker(input: {id: $id}) { userErrors { path code } } }`, id, nil)
	if body := d.ask(content.RoleReader, names, nil); !strings.Contains(body, "Anna") {
		t.Errorf("shown again, a reader sees %s", body)
	}
}
