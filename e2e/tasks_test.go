//go:build browser

package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// maxSteps is the maximum number of steps of a task for an editor.
const maxSteps = 12

// tasks is an editor at the playground, with a count of a task's steps: everything typed and
// pressed is in plain words.
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

// finish ends a task: the page must be quiet, and the steps few.
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

// focus focuses a field by its label, and selects its content.
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

// finds searches for a document by words and picks it by its title.
func (d *tasks) finds(label, words, title string) {
	d.t.Helper()
	d.steps++
	d.focus(label)
	d.do(chromedp.KeyEvent(words))
	d.option(title)
}

// selects opens a list and picks an item by its words.
func (d *tasks) selects(label, words string) {
	d.t.Helper()
	d.steps++
	d.focus(label)
	d.do(chromedp.KeyEvent("\r"))
	d.option(words)
}

// option clicks an option of the open list.
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

// saves runs the operation without the dry run.
func (d *tasks) saves() {
	d.t.Helper()
	d.steps += 2
	d.inEarnest()
	d.run("Gemt.")
}

// order waits until the rows have an order.
func (d *tasks) order(names ...string) {
	d.t.Helper()
	d.wait("the order is "+strings.Join(names, ", "), fmt.Sprintf(`[...document.querySelectorAll(".react-aria-GridListItem .title")].map((r) => r.innerText.split(" · ")[0]).join() === %s`, quoted(strings.Join(names, ","))))
}

// lookOpen is look for what closes when the window is resized: at one width, light and dark.
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

// drag drags an item below another, as a mouse does.
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
		time.Sleep(100 * time.Millisecond) // a drop target reacts with a delay
	}
	mouse(chromedp.MouseReleased, at[1][0], at[1][1])
}
