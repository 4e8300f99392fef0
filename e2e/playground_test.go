//go:build browser

package e2e_test

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const photo = "photo_01M814A9M0KEYR6106GEP309P8"

// TestEditorsMorning is an editor's typical work at the playground.
func TestEditorsMorning(t *testing.T) {
	t.Parallel()
	d := sit(t, "")
	d.press("Dansk")
	d.look("start")

	d.press("Log ind")
	d.look("sign-in")
	d.do(chromedp.SendKeys("#token", d.token+"\r"))
	d.sees("Slette personer for altid")
	d.look("who-am-i")
	d.press("Luk")

	d.recipe("Opret en session.", "CreateSession")
	d.look("recipe")
	d.do(chromedp.Click(`button[aria-label="Kopiér link til »Opret en session.«"]`))
	d.wait("the link is copied", `document.querySelector("button[aria-label='Linket er kopieret.']") !== null`)
	before := d.ask(d.token, `{ sessionDrafts(first: 1) { totalCount } }`, nil)
	d.run("Intet er gemt")
	if after := d.ask(d.token, `{ sessionDrafts(first: 1) { totalCount } }`, nil); after != before {
		t.Errorf("the trial was kept: %s, then %s", before, after)
	}
	d.look("trial")
	d.inEarnest()
	d.run("Gemt.")
	if after := d.ask(d.token, `{ sessionDrafts(first: 1) { totalCount } }`, nil); after == before {
		t.Error("the session was not kept")
	}
	d.recipe("Flyt en session", "MoveSession")
	d.inEarnest()
	d.run("Gemt.")

	d.recipe("Udgiv en kladde.", "Publish")
	d.run("Prøven lykkedes")
	d.look("publish-trial")
	d.inEarnest()
	d.run("Gemt.")
	if sees := d.ask("", programme, nil); !strings.Contains(sees, "Sikkerhed på mobilen") {
		t.Errorf("a reader sees %s", sees)
	}

	d.recipe("Se en konferenceside med kladderne", "PreviewConference")
	d.press("Vis kladder")
	d.wait("the directive is gone", `!`+model("operation.graphql")+`.includes("preview: true")`)
	d.run("Her er svaret.")
	d.wait("the reader's answer has the session", model("response.json")+`.includes("Sikkerhed på mobilen")`)
	d.look("as-a-reader")

	d.recipe("Ret uden at overskrive andres rettelser.", "EditBasedOnARevision")
	d.must(`mutation($id: ID!) { updatePhoto(input: {id: $id, fields: {credit: "En anden"}}) { userErrors { message } } }`, map[string]any{"id": photo})
	d.inEarnest()
	d.run("Intet er gemt")
	d.sees("Andres rettelse")
	d.look("conflict")
	d.press("Brug min rettelse alligevel")
	d.sees("Din rettelse bygger nu på version")
	d.run("Gemt.")
	if credit := d.must(`query($id: ID!) { photoDraft(id: $id) { credit } }`, map[string]any{"id": photo})["credit"]; credit != "Dansk Stalking Center" {
		t.Errorf("after mending the credit is %v", credit)
	}

	d.recipe("Hvilke sessioner er der", "ListDrafts")
	written := d.text("operation.graphql")
	d.seen.quiet(t)
	d.online(false)
	d.sees("Ingen forbindelse")
	d.run("Tjenesten kunne ikke nås")
	d.look("offline")
	if now := d.text("operation.graphql"); now != written {
		t.Errorf("offline the operation became %q", now)
	}
	d.online(true)
	d.sees("Forbundet")
	d.seen.forgetOffline()
	d.run("Her er svaret.")
	d.look("back")

	d.press("Historik")
	d.sees("Slet historikken")
	d.look("history")
	d.press("Slet historikken")
	d.sees("Her er ikke noget endnu.")
	d.press("Byg selv")
	d.look("build")
	d.press("Dokumentation")
	d.do(chromedp.SendKeys(".graphiql-doc-explorer input", "participantCount"))
	d.wait("the field is found", `[...document.querySelectorAll("[role=option]")].some((o) => o.innerText.includes("participantCount"))`)
	d.do(chromedp.Click(`[role=option]`))
	d.sees("How many people took part")
	d.look("documentation")
	d.press("English")
	d.sees("Everything that you can query and change.")

	d.kept()
	d.seen.quiet(t)
	if s := d.seen.strangers(t, d.address); len(s) > 0 {
		t.Errorf("asked of other origins: %v", s)
	}
}

// TestPlaygroundByKeyboard moves through the page with the key Tab alone: in reading order,
// into each editor and out of it again.
func TestPlaygroundByKeyboard(t *testing.T) {
	t.Parallel()
	d := sit(t, "")
	d.press("Dansk")
	d.do(chromedp.Reload()) // then nothing has the focus
	d.ready()
	stops := []string{
		"Gå til operationen", "Dansk", "English", "Log ind", "Opskrifter", "Byg selv", "Dokumentation", "Historik",
		"Søg i opskrifter", "En konference med sit program og dem, der medvirker.",
	}
	for _, want := range stops {
		d.do(chromedp.KeyEvent("\t"))
		if got := d.focused(); got != want {
			t.Fatalf("the focus is on %q, want %q", got, want)
		}
	}
	d.do(chromedp.Focus(".skip"), chromedp.KeyEvent("\r"))
	stops = []string{"Uden navn", "Ny fane", "Sprog", "Vis kladder preview", "Som på tidspunktet"}
	for _, want := range stops {
		d.do(chromedp.KeyEvent("\t"))
		if got := d.focused(); got != want {
			t.Fatalf("after the link that skips, the focus is on %q, want %q", got, want)
		}
	}
	d.do(chromedp.Focus(".run"), chromedp.KeyEvent("\r"))
	d.sees("Her er svaret.")
	stops = []string{"Sæt pænt op", "Operation", "Variabler", "Svaret som JSON"}
	for _, want := range stops {
		d.do(chromedp.KeyEvent("\t"))
		if got := d.focused(); got != want {
			t.Fatalf("after the button that runs, the focus is on %q, want %q", got, want)
		}
	}
	d.do(chromedp.KeyEvent("\t"))
	if got := d.focused(); got == "Svaret som JSON" {
		t.Error("the last editor does not let go of the focus")
	}
}

// focused returns the accessible name of the focused element.
func (d *workplace) focused() string {
	d.t.Helper()
	return evaluate[string](d, `(() => {
		const e = document.activeElement;
		return (e.ariaLabel ?? e.labels?.[0]?.innerText ?? e.innerText ?? e.tagName).trim().replace(/\s+/g, " ");
	})()`)
}

// TestReadersRecipes is a visit without a token: the page opens with recipes for readers, and
// each of them runs as it opens. Links open operations, and a mutation opens as a dry run.
func TestReadersRecipes(t *testing.T) {
	t.Parallel()
	d := sit(t, "")
	d.press("Dansk")
	d.sees("Log ind for at se redaktørernes opskrifter.")
	d.run("Her er svaret.")
	d.wait("the first answer has conferences", model("response.json")+`.includes("Fagkonference om stalking")`)
	d.press("English")
	d.link("recipe=conference-programme")
	d.wait("the recipe is open", model("operation.graphql")+`.includes("query ConferenceProgramme")`)
	d.press("Run")
	d.sees("Here is the response.")
	d.wait("the answer is there", model("response.json")+`.includes("datesText")`)
	d.look("english") // the picture in README.md
	d.press("Dansk")
	names := evaluate[[]string](d, `[...document.querySelectorAll(".recipes a")].map((a) => a.hash.replace("#recipe=", ""))`)
	paths, err := filepath.Glob(filepath.Join("..", "playground", "src", "readers", "*.graphql"))
	if err != nil || len(paths) == 0 || len(paths) != len(names) {
		t.Fatalf("%d recipes are shown, %d are there (%v)", len(names), len(paths), err)
	}
	for _, name := range names {
		d.tries(name)
		if text := d.text("response.json"); !strings.Contains(text, `"title": "`) && !strings.Contains(text, `"url": "`) {
			t.Errorf("%s finds nothing in the seed: %s", name, text)
		}
	}
	d.look("reader")
	d.link("query=" + url.QueryEscape(`query Linked($slug: Slug!) { session(slug: $slug) { title } }`) + "&variables=" + url.QueryEscape(`{"slug": "spoergsmaal-til-justitsministeren"}`))
	d.wait("the query is open", model("operation.graphql")+`.includes("Linked")`)
	d.run("Her er svaret.")
	d.wait("the variables are open", model("response.json")+`.includes("Spørgsmål til justitsministeren")`)
	d.link("query=" + url.QueryEscape(`query Harmless { __typename } mutation Harm { eraseSpeaker(input: {id: "speaker_x"}) { userErrors { message } } }`))
	d.wait("the mutation is a trial", model("operation.graphql")+`.includes("mutation Harm @dryRun {")`)
	d.seen.quiet(t)
	if s := d.seen.strangers(t, d.address); len(s) > 0 {
		t.Errorf("asked of other origins: %v", s)
	}
}

// link follows a link to this page.
func (d *workplace) link(fragment string) {
	d.t.Helper()
	d.do(chromedp.Evaluate[chromedp.Void](`history.replaceState({}, "", "/playground"); location.hash = ` + quoted(fragment)))
}

// TestPagesForPeople opens the other pages of the service: those of documents and of the
// schema.
func TestPagesForPeople(t *testing.T) {
	t.Parallel()
	d := sit(t, "")
	for _, path := range []string{"/conferences/fagkonference-om-stalking-2021", "/videos/konferencens-temaer?language=en", "/schema", "/schema/Query"} {
		d.do(chromedp.Navigate(d.address + path))
		d.look(strings.NewReplacer("/", "-", "?", "-").Replace(path[1:]))
	}
	d.seen.quiet(t)
	if s := d.seen.strangers(t, d.address); len(s) > 0 {
		t.Errorf("asked of other origins: %v", s)
	}
}

// TestSwitches uses each switch, and checks its directive in the operation and its effect on
// the response.
func TestSwitches(t *testing.T) {
	t.Parallel()
	d := sit(t, "#recipe=preview-conference") // without a token the example opens as it is
	d.press("Dansk")
	d.wait("the link is followed", model("operation.graphql")+`.includes("PreviewConference")`)
	d.sees("Log ind som redaktør")
	d.run("Det gik ikke.")
	d.sees("UNAUTHENTICATED")
	d.press("Vis kladder")
	d.choose("Sprog", "da")
	d.wait("the language is written", model("operation.graphql")+`.includes('($slug: Slug!) @inContext(language: "da") {')`)
	d.run("Her er svaret.")
	d.wait("the answer is Danish", model("response.json")+`.includes("Fagkonference om stalking")`)
	d.choose("Sprog", "en")
	d.run("Her er svaret.")
	d.wait("the answer is English", model("response.json")+`.includes("Professional conference on stalking")`)
	d.choose("Sprog", "")
	d.choose("Som på tidspunktet", "2030-05-01T08:30")
	d.wait("the time is written", model("operation.graphql")+`.match(/@inContext\(at: "2030-05-01T08:30:00[+-]\d\d:\d\d"\)/) !== null`)
	d.look("switches")
	d.press("Nu")
	d.wait("nothing is written any more", `!`+model("operation.graphql")+`.includes("@inContext")`)
	d.seen.quiet(t)
}

// choose sets a field, by its label, to a value.
func (d *workplace) choose(label, value string) {
	d.t.Helper()
	evaluate[bool](d, fmt.Sprintf(`(() => {
		const field = [...document.querySelectorAll(".switches label")].find((l) => l.innerText === %s).control;
		Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, %s);
		return field.dispatchEvent(new Event("input", {bubbles: true})) && field.dispatchEvent(new Event("change", {bubbles: true}));
	})()`, quoted(label), quoted(value)))
}

// TestWrongToken: a refused token is reported, and not stored.
func TestWrongToken(t *testing.T) {
	t.Parallel()
	d := sit(t, "")
	d.press("Dansk")
	d.press("Log ind")
	d.do(chromedp.SendKeys("#token", "lectern_wrong\r"))
	d.sees("Nøglen virker ikke.")
	if kept := evaluate[int](d, `sessionStorage.length`); kept != 0 {
		t.Errorf("%d things are kept of a refused token", kept)
	}
	d.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#token").select()`), chromedp.SendKeys("#token", d.token+"\r"))
	d.sees("Slette personer for altid")
	d.signOut()
	d.press("Log ind")
	d.sees("Ikke logget ind")
	if kept := evaluate[int](d, `sessionStorage.length`); kept != 0 {
		t.Errorf("%d things are kept after signing out", kept)
	}
}

// kept checks what the page stores on the device: no cookie, and no token beyond the tab.
func (d *workplace) kept() {
	d.t.Helper()
	for _, what := range kept(d.t, d.page) {
		if what != "local storage" && what != "session storage" {
			d.t.Errorf("left behind: %s", what)
		}
	}
	stored := evaluate[string](d, `JSON.stringify(localStorage) + location.href`)
	if strings.Contains(stored, d.token) {
		d.t.Error("the token is stored for good")
	}
	if !strings.Contains(evaluate[string](d, `JSON.stringify(sessionStorage)`), d.token) {
		d.t.Error("the check for the token finds none where one is")
	}
}

// TestRecipesWork opens each recipe from a link, as a newcomer with the seed content, and runs
// it with its variables. If the seed content lacks what it needs, the page names the recipe
// that creates it, which is run first.
func TestRecipesWork(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join("..", "clients", "editor", "*.graphql"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no recipes (%v)", err)
	}
	d := sit(t, "")
	d.press("Dansk")
	d.press("Log ind")
	d.do(chromedp.SendKeys("#token", d.token+"\r"))
	d.sees("Slette personer for altid")
	d.press("Luk")
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".graphql")
		d.tries(name)
	}
	d.seen.quiet(t)
}

// tries runs a recipe as it opens, and reports errors in the response.
func (d *workplace) tries(name string) {
	d.t.Helper()
	d.opens(name)
	if errs := d.outcome(); len(errs) > 0 {
		d.t.Errorf("%s: %v\n%s", name, errs, d.text("variables.json"))
	}
}

// opens opens a recipe, after those that must run before it.
func (d *workplace) opens(name string) {
	d.t.Helper()
	for first := d.follow(name); first != ""; first = d.follow(name) {
		d.opens(first)
		d.inEarnest()
		if errs := d.outcome(); len(errs) > 0 {
			d.t.Fatalf("%s, for %s: %v\n%s", first, name, errs, d.text("variables.json"))
		}
	}
}

// follow opens a recipe by its link, and returns the name of the one that must run before it.
func (d *workplace) follow(name string) (first string) {
	d.t.Helper()
	d.link("recipe=" + name)
	d.wait(name+" is opened", `document.querySelector("[data-opened]")?.dataset.opened === "`+name+`"`)
	d.formed()
	return evaluate[string](d, `document.querySelector(".important a")?.hash.replace("#recipe=", "") ?? ""`)
}

// outcome runs the open operation and returns the errors in the response.
func (d *workplace) outcome() []string {
	d.t.Helper()
	d.giveReason()
	d.press("Kør")
	d.wait("there is an answer", `["good", "look", "bad"].includes(document.querySelector(".outcome").dataset.outcome)`)
	return evaluate[[]string](d, `[...document.querySelectorAll(".findings [data-kind=error]")].map((e) => e.innerText)`)
}

// formed waits until the form of the open operation is shown, if it has one.
func (d *workplace) formed() {
	d.t.Helper()
	d.wait("the form is there", `!`+model("operation.graphql")+`.includes("($") || document.querySelector(".form") !== null`)
}

// giveReason writes the reason that an operation requires: the page leaves it to the editor.
func (d *workplace) giveReason() {
	d.t.Helper()
	if evaluate[bool](d, `(() => {
		const label = [...document.querySelectorAll(".form label")].find((l) => l.innerText.startsWith("Hvorfor? (skal udfyldes)"));
		document.getElementById(label?.htmlFor)?.focus();
		return label !== undefined;
	})()`) {
		d.do(chromedp.KeyEvent("Aftalt."))
	}
}
