//go:build browser

package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"lectern/playground"
)

// workplace is an editor at the playground: a service with the seed content, and a browser with
// the page.
type workplace struct {
	*office
	page    context.Context
	seen    *browsing
	address string
	shots   int
}

// The tested widths of the page: a screen's and a phone's.
const (
	screenWidth, screenHeight = 1366, 860
	phoneWidth, phoneHeight   = 360, 740
)

// sit opens the playground, with an optional fragment.
func sit(t *testing.T, fragment string) *workplace {
	t.Helper()
	if f, err := playground.Files().Open("index.html"); err != nil {
		t.Fatalf("the playground is not built, run make playground: %v", err)
	} else {
		_ = f.Close()
	}
	d := &workplace{office: &office{t: t}}
	d.open(t.TempDir())
	t.Cleanup(d.close)
	server := httptest.NewServer(d.app.Handler())
	t.Cleanup(server.Close)
	d.address = server.URL
	d.page, d.seen = browse(t, server.URL+"/playground"+fragment)
	d.do(chromedp.EmulateViewport(screenWidth, screenHeight))
	d.ready()
	return d
}

func (d *workplace) ready() {
	d.t.Helper()
	d.wait("the editors are there", `document.querySelectorAll(".monaco-editor[role=code]").length === 3`)
}

func (d *workplace) do(steps ...chromedp.Action[chromedp.Void]) {
	d.t.Helper()
	if err := chromedp.Do(d.page, steps...); err != nil {
		d.t.Fatal(err)
	}
}

// wait waits until an expression is true on the page, also while that reloads.
func (d *workplace) wait(what, expression string) {
	d.t.Helper()
	var last error
	for begun := time.Now(); time.Since(begun) < 30*time.Second; time.Sleep(20 * time.Millisecond) {
		holds, err := chromedp.Run(d.page, chromedp.Evaluate[bool](expression))
		if holds {
			return
		}
		last = err
	}
	d.keep("stuck")
	d.t.Fatalf("waited until %s: %v", what, last)
}

// sees waits until the page shows a text.
func (d *workplace) sees(text string) {
	d.t.Helper()
	d.wait("the page shows "+text, fmt.Sprintf(`document.body.innerText.includes(%s)`, quoted(text)))
}

// press clicks a button or a link by its first words. Nothing may cover it.
func (d *workplace) press(words string) {
	d.t.Helper()
	d.wait(words+" can be pressed", fmt.Sprintf(standsFree+`(() => {
		const named = [...document.querySelectorAll("button, a, label")].filter((e) => e.innerText.trim().startsWith(%s) && e.checkVisibility());
		const target = named.find((e) => !document.querySelector("dialog[open]") || e.closest("dialog"));
		if (!target) return false;
		target.scrollIntoView({block: "nearest"});
		return standsFree(target);
	})()`, quoted(words)))
	d.click()
}

// click clicks the element that standsFree found.
func (d *workplace) click() {
	d.t.Helper()
	at := evaluate[[]float64](d, `window.pressed`)
	d.do(chromedp.MouseClickXY(at[0], at[1]))
}

// standsFree reports whether an element has not moved since the last check, and nothing covers
// it.
const standsFree = `window.standsFree ??= (target) => {
	const {left, top, width, height} = target.getBoundingClientRect();
	const [at, before] = [[left + width / 2, top + height / 2], window.pressed];
	window.pressed = at;
	return at.join() === before?.join() && target.contains(document.elementFromPoint(...at));
};`

// model returns one of the page's three editors: operation.graphql, variables.json or
// response.json.
func model(name string) string {
	return `__MONACO.editor.getModels().find((m) => m.uri.path.endsWith("` + name + `")).getValue()`
}

func (d *workplace) text(name string) string {
	d.t.Helper()
	return evaluate[string](d, model(name))
}

func evaluate[T any](d *workplace, expression string) T {
	d.t.Helper()
	v, err := chromedp.Run(d.page, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		d.t.Fatalf("%v\n%.300s", err, expression)
	}
	return v
}

// recipe opens a recipe by its Danish title.
func (d *workplace) recipe(title, operation string) {
	d.t.Helper()
	d.press("Opskrifter")
	d.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("input[type=search]").select()`),
		chromedp.SendKeys(`input[type=search]`, strings.TrimRight(title, ".?")))
	d.press(title)
	d.wait(operation+" is open", model("operation.graphql")+`.includes("`+operation+`")`)
	d.wait("it is filled in", `!document.body.innerText.includes("Finder et dokument")`)
	d.formed()
}

// run runs the open operation and waits for the page's message about the response.
func (d *workplace) run(outcome string) {
	d.t.Helper()
	d.press("Kør")
	d.sees(outcome)
}

// signOut signs out, which reloads the page.
func (d *workplace) signOut() {
	d.t.Helper()
	d.do(chromedp.Evaluate[chromedp.Void](`window.signedIn = true`))
	d.press("Log ud")
	d.wait("the page is another", `!window.signedIn`)
	d.ready()
}

// inEarnest disables the dry run with which a mutation opens.
func (d *workplace) inEarnest() {
	d.t.Helper()
	d.press("Prøv kun")
	d.wait("the directive is gone", `!`+model("operation.graphql")+`.includes("@dryRun")`)
}

// online disconnects the browser's network, or reconnects it.
func (d *workplace) online(on bool) {
	d.t.Helper()
	if _, err := chromedp.Call(d.page, emulateNetwork, conditions{Offline: !on, Download: -1, Upload: -1}); err != nil {
		d.t.Fatal(err)
	}
}

// emulateNetwork is the command that all versions of Chromium support. cdproto has only its
// successor.
var emulateNetwork = cdp.Command[conditions, cdp.Empty]{Method: "Network.emulateNetworkConditions"}

type conditions struct {
	Offline  bool    `json:"offline"`
	Latency  float64 `json:"latency"`
	Download float64 `json:"downloadThroughput"`
	Upload   float64 `json:"uploadThroughput"`
}

// look takes a screenshot at both widths, light and dark, and checks the accessibility.
func (d *workplace) look(what string) {
	d.t.Helper()
	d.shots++
	for _, size := range []struct {
		name          string
		width, height int64
		scheme        string
	}{{"phone", phoneWidth, phoneHeight, "light"}, {"phone-dark", phoneWidth, phoneHeight, "dark"}, {"screen-dark", screenWidth, screenHeight, "dark"}, {"screen", screenWidth, screenHeight, "light"}} {
		d.do(chromedp.EmulateViewport(size.width, size.height))
		d.prefer(size.scheme)
		d.wait("the page fits its width", fmt.Sprintf(`document.documentElement.scrollWidth <= %d`, size.width))
		d.keep(fmt.Sprintf("%02d-%s-%s", d.shots, what, size.name))
		for _, v := range d.violations() {
			d.t.Errorf("%s on a %s: %s", what, size.name, v)
		}
	}
}

// prefer sets the device's preference for light or dark.
func (d *workplace) prefer(scheme string) {
	d.t.Helper()
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
	if _, err := chromedp.Call(d.page, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		d.t.Fatal(err)
	}
}

// keep writes a screenshot to the folder in LECTERN_TEST_SCREENSHOTS; without that it only
// takes one.
func (d *workplace) keep(name string) {
	d.t.Helper()
	picture, err := chromedp.Call(d.page, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp})
	if err != nil {
		d.t.Fatal(err)
	}
	if folder := os.Getenv("LECTERN_TEST_SCREENSHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name+".webp"), picture.Data, 0o600); err != nil {
			d.t.Fatal(err)
		}
	}
}

// violations returns axe-core's findings on the page.
func (d *workplace) violations() []string {
	d.t.Helper()
	if !evaluate[bool](d, `"axe" in window`) {
		axe := read(d.t, filepath.Join("..", "playground", "node_modules", "axe-core", "axe.min.js"))
		evaluate[bool](d, string(axe)+"; true")
	}
	return evaluate[[]string](d, `axe.run(document, {preload: false}).then((r) => r.violations.map((v) =>
		v.id + ": " + v.help + " " + v.nodes.slice(0, 4).map((n) => n.html.slice(0, 160) + " | " + n.failureSummary.replace(/\s+/g, " ").slice(0, 240)).join(" ; ")))`)
}

func quoted(text string) string {
	b, _ := json.Marshal(text) // of a string it can't fail
	return string(b)
}
