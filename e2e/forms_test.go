//go:build browser

package e2e_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestTaskNewSession creates a session with a speaker who is picked by name.
func TestTaskNewSession(t *testing.T) {
	t.Parallel()
	d := startTask(t)
	d.opensRecipe("Opret en session.", "CreateSession")
	d.fills("Titel", "Paneldebat om digital stalking")
	d.selects("Slags", "paneldebat")
	d.look("new-session")
	d.finds("Tilføj til Medvirkende", "nick", "Nick Hækkerup")
	d.selects("Rolle", "paneldeltager")
	d.look("new-session-person")
	d.fills("Hvorfor?", "Aftalt på redaktionsmødet.")
	d.saves()
	got := d.ask(d.token, `{ sessionDrafts(first: 1, orderBy: UPDATED_AT_DESC) { nodes { title kind conference { slug } appearances { speaker { name } role } history(first: 1) { nodes { reason } } } } }`, nil)
	want := `{"title":{"da":"Paneldebat om digital stalking"},"kind":"PANEL","conference":{"slug":"fagkonference-om-stalking-2021"},"appearances":[{"speaker":{"name":"Nick Hækkerup"},"role":"PANELIST"}],"history":{"nodes":[{"reason":"Aftalt på redaktionsmødet."}]}}`
	if !strings.Contains(got, want) {
		t.Errorf("the draft is %s", got)
	}
	d.finish("a new session with a speaker")
}

// TestTaskCorrectAndPublish corrects the title of a published session and publishes it.
func TestTaskCorrectAndPublish(t *testing.T) {
	t.Parallel()
	const title = "Spørgsmål til justitsministeren om stalking"
	d := startTask(t)
	d.finds("Ret et dokument", "justits", "Spørgsmål til justitsministeren")
	d.wait("the form shows what the document has", `document.querySelector(".others")?.innerText.includes("Questions to the Minister of Justice")`)
	d.look("correct")
	d.fills("Titel", title)
	d.fills("Hvorfor?", "Titlen var for kort.")
	d.saves()
	saved := d.must(`query { sessionDraft(slug: "spoergsmaal-til-justitsministeren") { revision } }`, nil)["revision"]
	d.wait("the next edit is based on what was saved", fmt.Sprintf(`JSON.parse(%s).expectedRevision === %v`, model("variables.json"), saved))
	d.wait("nothing is marked as changed any more", `document.querySelector(".field[data-changed]") === null`)
	d.opensRecipe("Udgiv en kladde.", "Publish")
	d.presses("Vælg en anden")
	d.finds("Dokument", "om stalking", title)
	d.look("publish")
	d.saves()
	if sees := d.ask("", `query @inContext(language: "en") { session(slug: "spoergsmaal-til-justitsministeren") { title } }`, nil); !strings.Contains(sees, "Questions to the Minister of Justice") {
		t.Errorf("a reader in English sees %s", sees)
	}
	if sees := d.ask("", `query @inContext(language: "da") { session(slug: "spoergsmaal-til-justitsministeren") { title } }`, nil); !strings.Contains(sees, title) {
		t.Errorf("a reader sees %s", sees)
	}
	d.finish("a correction and its publication")
}

// TestTaskReorderPanelists reorders the people of a session: by a button, and with the keyboard
// alone.
func TestTaskReorderPanelists(t *testing.T) {
	t.Parallel()
	d := startTask(t)
	const session = "session_01M814A4QRFV3Q6M3TJF0XVEMT"
	people := []map[string]any{}
	for _, name := range []string{"Anna Berg", "Bo Dahl", "Carla Eng"} {
		made := d.must(`mutation($name: String!) { createSpeaker(input: {fields: {name: $name}}) { document { documentId } userErrors { message } } }`, map[string]any{"name": name})
		people = append(people, map[string]any{"speaker": made["document"].(map[string]any)["documentId"], "role": "PANELIST"})
	}
	d.must(`mutation($id: ID!, $people: [AppearanceInput!]!) { updateSession(input: {id: $id, fields: {appearances: $people}}) { userErrors { message } } }`, map[string]any{"id": session, "people": people})
	d.opensRecipe("Ændr rækkefølgen af de medvirkende i en session.", "ReorderAppearances")
	d.presses("Vælg en anden")
	d.finds("Dokument", "paneldebat", "Afsluttende paneldebat")
	d.sees("Carla Eng · paneldeltager")
	d.steps++
	d.do(chromedp.Click(`button[aria-label="Flyt Carla Eng · paneldeltager op"]`))
	d.order("Anna Berg", "Carla Eng", "Bo Dahl")
	d.look("reorder")
	// The drag handle by keyboard: Enter takes, the arrow moves, Enter drops.
	d.steps++
	d.do(chromedp.Focus(`button[aria-label="Træk Anna Berg · paneldeltager"]`), chromedp.KeyEvent("\r"))
	d.wait("the item is being dragged", `document.activeElement.matches("[aria-roledescription], [role=button], .react-aria-DropIndicator *")`)
	d.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent("\r"))
	d.order("Carla Eng", "Bo Dahl", "Anna Berg")
	d.saves()
	got := d.ask(d.token, `query($id: ID!) { sessionDraft(id: $id) { appearances { speaker { name } } } }`, map[string]any{"id": session})
	if at := func(name string) int { return strings.Index(got, name) }; at("Carla") < 0 || at("Carla") > at("Bo Dahl") || at("Bo Dahl") > at("Anna") {
		t.Errorf("the order is %s", got)
	}
	d.finish("another order of panelists")
}

// TestFormAndJSON: the form and the variables have the same values. Each shows the other's
// edits, and neither loses what it does not know.
func TestFormAndJSON(t *testing.T) {
	t.Parallel()
	d := startTask(t)
	d.finds("Ret et dokument", "justits", "Spørgsmål til justitsministeren")
	d.fills("Titel", "Fra felterne")
	d.wait("the variables have the title", model("variables.json")+`.includes('"title": "Fra felterne"')`)
	write := func(text string) {
		d.do(chromedp.Evaluate[chromedp.Void](`__MONACO.editor.getModels().find((m) => m.uri.path.endsWith("variables.json")).setValue(` + quoted(text) + `)`))
	}
	text := strings.Replace(d.text("variables.json"), `"Fra felterne"`, `"Fra variablerne", // fra Bo`, 1)
	text = strings.Replace(text, `"fields"`, `"unknown": {"x": 1}, "fields"`, 1)
	write(text)
	title := labelled + `("Titel").value`
	d.wait("the form has the title", title+` === "Fra variablerne"`)
	write(text[:len(text)-3])
	d.sees("er ikke gyldig JSON lige nu")
	if evaluate[bool](d.workplace, labelled+`("Titel").matches(":disabled")`+` === false`) {
		t.Error("the form takes text while the variables can't be read")
	}
	d.look("form-waits")
	write(text)
	d.wait("the form goes on", `!document.body.innerText.includes("er ikke gyldig JSON lige nu")`)
	d.fills("Titel", "Til sidst")
	after := d.text("variables.json")
	if want := strings.Replace(text, "Fra variablerne", "Til sidst", 1); after != want {
		t.Errorf("the variables are %s, want %s", after, want)
	}
	d.press("Fortryd")
	d.wait("the form shows what the document has", title+` === "Spørgsmål til justitsministeren"`)
	d.press("Vis, som læserne ser det")
	d.wait("the service renders the text", `document.querySelector(".rendered p")?.innerText.startsWith("Justitsminister")`)
	d.look("rendered")
	d.seen.quiet(t)
}

// TestFormShowsErrors: errors of the service are shown at their fields.
func TestFormShowsErrors(t *testing.T) {
	t.Parallel()
	d := startTask(t)
	d.opensRecipe("Flyt en session", "MoveSession")
	d.wait("the form is there", labelled+`("Slutter") !== null`)
	write := strings.Replace(d.text("variables.json"), "T11:30:00", "T09:30:00", 1)
	d.do(chromedp.Evaluate[chromedp.Void](`__MONACO.editor.getModels().find((m) => m.uri.path.endsWith("variables.json")).setValue(` + quoted(write) + `)`))
	d.run("Det gik ikke")
	d.wait("the field says what is wrong", `document.querySelector(".react-aria-DatePicker .react-aria-FieldError")?.innerText.includes("Slutter, før det begynder.")`)
	d.look("form-error")
	d.seen.quiet(t)
}

// TestFormAtFourTimesTheSize: at 400 % on a screen of 1280 by 1024, a form needs no horizontal
// scrolling, and the key Tab reaches everything in it.
func TestFormAtFourTimesTheSize(t *testing.T) {
	t.Parallel()
	d := startTask(t)
	d.opensRecipe("Flyt en session", "MoveSession")
	d.wait("the form is there", labelled+`("Lokale") !== null`)
	d.do(chromedp.EmulateViewport(320, 256))
	d.wait("the page fits its width", `document.documentElement.scrollWidth <= 320`)
	d.keep("form-400")
	d.do(chromedp.Focus("#operation"))
	want := map[string]bool{"Vælg en anden": true, "Lokale": true, "Hvorfor?": true, "Prøv kun @dryRun": true, "Kør": true}
	for range 60 {
		d.do(chromedp.KeyEvent("\t"))
		delete(want, d.focused())
	}
	if len(want) > 0 {
		t.Errorf("the key Tab does not reach %v", want)
	}
	d.seen.quiet(t)
}

// smallPicture is a PNG file in base64.
const smallPicture = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mPQz+8nCTGMahjVMHw1AACmBC0QDzo4fwAAAABJRU5ErkJggg=="

// TestFormWidgets checks what opens over the form: a search, a list, a calendar, in both
// languages of the page.
func TestFormWidgets(t *testing.T) {
	t.Parallel()
	d := startTask(t)
	d.focus("Ret et dokument")
	d.do(chromedp.KeyEvent("podcast"))
	d.wait("the podcast is found", `document.querySelector("[role=option] img") !== null &&
		[...document.querySelectorAll("[role=option]")].every((o) => o.innerText.toLowerCase().includes("podcast"))`)
	d.wait("the field points to an option that is there", `(() => {
		const id = document.activeElement.getAttribute("aria-activedescendant");
		return !id || document.getElementById(id) !== null;
	})()`)
	d.lookOpen("search-open")
	d.do(chromedp.KeyEvent(kb.Escape))
	d.opensRecipe("Opret en session.", "CreateSession")
	d.focus("Slags")
	d.do(chromedp.KeyEvent("\r"))
	d.wait("the list is open", `document.querySelectorAll("[role=option]").length > 5`)
	d.lookOpen("list-open")
	d.do(chromedp.KeyEvent(kb.Escape))
	d.press("Tøm felterne")
	d.wait("the title is empty", labelled+`("Titel").value === ""`)
	d.run("Det gik ikke")
	d.wait("the empty fields are said to be", `[...document.querySelectorAll(".react-aria-FieldError")].filter((e) => e.innerText === "Feltet skal udfyldes.").length === 3`)
	d.look("emptied")
	d.must(`mutation($data: Base64!) { uploadAsset(input: {name: "logo.png", data: $data}) { userErrors { message } } }`, map[string]any{"data": smallPicture})
	d.opensRecipe("Brug et uploadet billede som en organisations logo.", "UseAsset")
	d.wait("the picture is shown", `[...document.querySelectorAll(".picked")].some((p) => p.innerText.includes("logo.png") && p.querySelector("img")?.naturalWidth > 0)`)
	d.press("English")
	d.link("recipe=move-session")
	d.wait("the recipe is open", model("operation.graphql")+`.includes("MoveSession")`)
	d.wait("the form is there", `document.querySelector(".date button") !== null`)
	d.do(chromedp.Click(".date button"))
	d.wait("the calendar is open", `document.querySelectorAll(".react-aria-CalendarCell").length > 20`)
	d.lookOpen("calendar-open")
	d.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent("\r"))
	d.wait("the day is written", model("variables.json")+`.includes('"startsAt": "2021-09-02T10:00:00+02:00"')`)
	d.seen.quiet(t)
}

// TestListByDrag moves an item of a list with the mouse.
func TestListByDrag(t *testing.T) {
	t.Parallel()
	d := startTask(t)
	d.finds("Ret et dokument", "justits", "Spørgsmål til justitsministeren")
	const rows = `[...document.querySelector(".react-aria-GridList")?.querySelectorAll(".title") ?? []].map((r) => r.innerText).join()`
	d.wait("the topics are there", rows+` === "Stalking,Lovgivning"`)
	d.drag(`.react-aria-GridListItem`, 0, 1)
	d.wait("the rows have changed places", rows+` === "Lovgivning,Stalking"`)
	d.wait("the variables have all of the list", `JSON.parse(`+model("variables.json")+`).fields.topics.length === 2`)
	d.seen.quiet(t)
}

// blockURLs makes requests fail. cdproto has only what newer versions of Chromium take.
var blockURLs = cdp.Command[blocked, cdp.Empty]{Method: "Network.setBlockedURLs"}

type blocked struct {
	URLs []string `json:"urls"`
}

// TestFormNotLoaded: where the form can't be loaded, the rest of the page works, and the form
// can be loaded later.
func TestFormNotLoaded(t *testing.T) {
	t.Parallel()
	d := sit(t, "")
	d.press("Dansk")
	block := func(patterns ...string) {
		t.Helper()
		if _, err := chromedp.Call(d.page, blockURLs, blocked{URLs: patterns}); err != nil {
			t.Fatal(err)
		}
	}
	block("*/playground/assets/form-*.js")
	d.do(chromedp.Reload())
	d.ready()
	d.sees("Felterne kunne ikke hentes.")
	d.run("Her er svaret.")
	block()
	d.link("query=" + url.QueryEscape(`query($query: String!) { search(query: $query, first: 1) { totalCount } }`))
	d.press("Prøv igen")
	d.wait("the form is there", labelled+`("Søg efter") !== null`)
}
