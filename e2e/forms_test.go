//go:build browser

package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// maxSteps is how many steps a task may take an editor.
const maxSteps = 12

// tasks is an editor at the playground who counts the steps of a task: what is typed and
// pressed are plain words.
type tasks struct {
	*workplace
	steps int
}

func startTask(t *testing.T) *tasks {
	t.Helper()
	d := &tasks{workplace: sit(t, "")}
	d.press("Dansk")
	d.press("Log ind")
	d.do(chromedp.SendKeys("#token", d.token+"\r"))
	d.sees("Slette personer for altid")
	d.press("Luk")
	d.wait("the forms are loaded", `document.querySelector(".correct input") !== null`)
	return d
}

// finish ends a task: the page was quiet, and the task took few steps.
func (d *tasks) finish(name string) {
	d.t.Helper()
	d.t.Logf("%s: %d steps", name, d.steps)
	if d.steps > maxSteps {
		d.t.Errorf("%s takes %d steps", name, d.steps)
	}
	d.seen.quiet(d.t)
	if s := d.seen.strangers(d.t, d.address); len(s) > 0 {
		d.t.Errorf("asked of other origins: %v", s)
	}
}

// labelled finds the control of a field by the first words of its label.
const labelled = `((words) => {
	const label = [...document.querySelectorAll("label, .react-aria-Label")].find((l) => l.innerText.startsWith(words) && l.checkVisibility());
	if (!label) return null;
	return document.getElementById(label.htmlFor) ?? document.querySelector("[aria-labelledby~='" + label.id + "']");
})`

// focus goes to a field by its label, and selects what is in it.
func (d *tasks) focus(label string) {
	d.t.Helper()
	d.wait(label+" is there", fmt.Sprintf(`(() => {
		const field = %s(%s);
		if (!field || field.matches(":disabled")) return false;
		field.scrollIntoView({block: "center"});
		field.focus();
		field.select?.();
		return document.activeElement === field;
	})()`, labelled, quoted(label)))
}

// fills writes into a field.
func (d *tasks) fills(label, text string) {
	d.t.Helper()
	d.steps++
	d.focus(label)
	d.do(chromedp.KeyEvent(text))
	d.wait(label+" has the text", fmt.Sprintf(`%s(%s).value === %s`, labelled, quoted(label), quoted(text)))
}

// finds looks for a document by words and picks it by its title.
func (d *tasks) finds(label, words, title string) {
	d.t.Helper()
	d.steps++
	d.focus(label)
	d.do(chromedp.KeyEvent(words))
	d.option(title)
}

// selects opens a list and picks one of its words.
func (d *tasks) selects(label, words string) {
	d.t.Helper()
	d.steps++
	d.focus(label)
	d.do(chromedp.KeyEvent("\r"))
	d.option(words)
}

// option clicks an option of the list that is open.
func (d *tasks) option(words string) {
	d.t.Helper()
	d.wait(words+" can be picked", fmt.Sprintf(standsFree+`(() => {
		const option = [...document.querySelectorAll("[role=option]")].find((o) => o.innerText.startsWith(%s) && o.checkVisibility());
		if (!option) return false;
		option.scrollIntoView({block: "nearest"});
		return standsFree(option);
	})()`, quoted(words)))
	d.click()
	d.wait("the list is closed", `document.querySelector("[role=option]") === null`)
}

// presses is press as a step.
func (d *tasks) presses(words string) {
	d.t.Helper()
	d.steps++
	d.press(words)
}

// opensRecipe is recipe as two steps: the words are typed, and the recipe is pressed.
func (d *tasks) opensRecipe(title, operation string) {
	d.t.Helper()
	d.steps += 2
	d.recipe(title, operation)
}

// saves runs the operation in earnest.
func (d *tasks) saves() {
	d.t.Helper()
	d.steps += 2
	d.inEarnest()
	d.run("Gemt.")
}

// TestTaskNewSession makes a session with a speaker who is picked by name.
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

// TestTaskReorderPanelists puts the people of a session in another order: by a button, and
// with the keyboard alone.
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

// order waits until the rows are in an order.
func (d *tasks) order(names ...string) {
	d.t.Helper()
	d.wait("the order is "+strings.Join(names, ", "), fmt.Sprintf(`[...document.querySelectorAll(".react-aria-GridListItem .title")].map((r) => r.innerText.split(" · ")[0]).join() === %s`, quoted(strings.Join(names, ","))))
}

// TestFormAndJSON: the form and the variables are the same thing. What one side writes, the
// other shows, and neither loses what it does not know.
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

// TestFormShowsErrors: what the service finds wrong stands at its field.
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

// TestFormAtFourTimesTheSize: at 400 % on a screen of 1280 by 1024, a form needs no scrolling
// sideways, and everything in it is reached by the key Tab.
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

// TestFormWidgets looks at what opens over the form: a search, a list, a calendar, in both
// languages of the page.
func TestFormWidgets(t *testing.T) {
	t.Parallel()
	d := startTask(t)
	d.focus("Ret et dokument")
	d.do(chromedp.KeyEvent("podcast"))
	d.wait("something is found", `document.querySelector("[role=option] img") !== null`)
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

// lookOpen is look for what closes when the window changes its size: at one width, light and
// dark.
func (d *tasks) lookOpen(what string) {
	d.t.Helper()
	d.shots++
	for _, scheme := range []string{"dark", "light"} {
		d.prefer(scheme)
		d.keep(fmt.Sprintf("%02d-%s-screen-%s", d.shots, what, scheme))
		for _, v := range d.violations() {
			d.t.Errorf("%s in %s: %s", what, scheme, v)
		}
	}
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

// drag drags an item to below another, as a mouse does.
func (d *tasks) drag(selector string, from, to int) {
	d.t.Helper()
	at := evaluate[[][]float64](d.workplace, fmt.Sprintf(`[%d, %d].map((i, n) => {
		const row = document.querySelectorAll(%s)[i];
		if (n === 0) row.scrollIntoView({block: "center"});
		const {left, top, height} = row.getBoundingClientRect();
		return [left + 60, n === 0 ? top + height / 2 : top + height - 3];
	})`, from, to, quoted(selector)))
	dragged := make(chan *input.DragData, 1)
	if err := chromedp.Listen(d.page, func(event any) {
		if e, ok := event.(*input.EventDragIntercepted); ok {
			dragged <- e.Data
		}
	}); err != nil {
		d.t.Fatal(err)
	}
	if _, err := chromedp.Call(d.page, input.SetInterceptDrags, input.SetInterceptDragsParams{Enabled: true}); err != nil {
		d.t.Fatal(err)
	}
	mouse := func(kind input.DispatchMouseEventType, x, y float64) {
		if _, err := chromedp.Call(d.page, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1}); err != nil {
			d.t.Fatal(err)
		}
	}
	mouse(chromedp.MousePressed, at[0][0], at[0][1])
	mouse(chromedp.MouseMoved, at[0][0]+8, at[0][1]+8)
	mouse(chromedp.MouseMoved, at[0][0]+16, at[0][1]+16)
	var data *input.DragData
	select {
	case data = <-dragged:
	case <-time.After(10 * time.Second):
		d.t.Fatal("no drag began")
	}
	for _, kind := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
		if _, err := chromedp.Call(d.page, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: at[1][0], Y: at[1][1], Data: data}); err != nil {
			d.t.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond) // a drop target answers in its own time
	}
	mouse(chromedp.MouseReleased, at[1][0], at[1][1])
}
