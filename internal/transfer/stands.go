package transfer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/content/schedule"
)

// The keys of a file for the state of its document, which are not fields.
const (
	keyState    = "state"
	keyType     = "type"
	keySchedule = "schedule"
	keyHidden   = "hidden"
)

// extras are the parts of a document's state beyond its standing: its planned steps, and
// whether it is hidden itself. What a file does not mention stays.
type extras struct {
	steps  []content.Step
	hidden *bool
}

func (s extras) any() bool { return s.steps != nil || s.hidden != nil }

// stepNames are the actions of steps in files.
var stepNames = map[string]content.Action{"publish": content.Publish, "unpublish": content.Unpublish}

// standsIn returns the lines of a file for the state of its document.
func standsIn(id content.ID, s content.State) (lines []string) {
	switch {
	case s.Archived:
		lines = append(lines, keyState+": archived")
	case s.Published == 0:
		lines = append(lines, keyState+": draft")
	}
	if steps := upcoming(s); len(steps) > 0 {
		lines = append(lines, keySchedule+":")
		for _, step := range steps {
			lines = append(lines, "  - "+strings.ToLower(string(step.Action))+": "+step.At.Format(time.RFC3339Nano))
		}
	}
	if isHidden(id, s) {
		lines = append(lines, keyHidden+": true")
	}
	return lines
}

// isHidden reports whether an editor hid the person of a document. What else is hidden follows
// from that, and from consents.
func isHidden(id content.ID, s content.State) bool {
	return slices.Contains(s.Hidden, content.Hiding{For: id, Why: content.HiddenByEditor})
}

// upcoming returns the steps of a state that were not missed.
func upcoming(s content.State) []content.Step {
	return slices.DeleteFunc(slices.Clone(s.Steps), func(step content.Step) bool { return step.Missed })
}

// schedule parses the steps of a document.
func (d *decoder) schedule(n *yaml.Node, to *[]content.Step) {
	if n.Kind != yaml.SequenceNode {
		d.failAt(n, WrongType, "The schedule must be a list such as `- publish: 2026-12-01T08:00:00+01:00`.")
		return
	}
	for _, item := range n.Content {
		if step, ok := d.step(item); ok {
			*to = append(*to, step)
		}
	}
	slices.SortStableFunc(*to, func(a, b content.Step) int { return a.At.Compare(b.At) })
	for i := 1; i < len(*to); i++ {
		if (*to)[i].At.Equal((*to)[i-1].At) {
			d.failAt(n, content.Duplicate, "Two steps are scheduled for the same time.")
		}
	}
}

// step parses one step of a schedule.
func (d *decoder) step(n *yaml.Node) (step content.Step, ok bool) {
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 || stepNames[n.Content[0].Value] == "" {
		d.failAt(n, content.BadValue, "A step must be `publish` or `unpublish` with its time.")
		return step, false
	}
	at, err := locale.ParseInstant(n.Content[1].Value)
	if err != nil || n.Content[1].Kind != yaml.ScalarNode {
		d.failAt(n, content.BadFormat, "This is not a time such as 2026-12-01T08:00:00+01:00 (RFC 3339, with an offset).")
		return step, false
	}
	return content.Step{At: at.UTC().Truncate(time.Second), Action: stepNames[n.Content[0].Value]}, true
}

// hidden parses whether a person is hidden.
func (d *decoder) hidden(n *yaml.Node, it *item) {
	if n.Kind != yaml.ScalarNode || (n.Value != "true" && n.Value != "false") {
		d.failAt(n, content.BadValue, "hidden must be true or false.")
		return
	}
	if it.kind.Name != "speaker" {
		d.failAt(n, content.Contradiction, "Only a speaker can be hidden.")
		return
	}
	hidden := n.Value == "true"
	it.extras.hidden = &hidden
}

// planExtras determines which extras of a file are not done yet, and reports those that are no
// longer possible.
func (im *importer) planExtras(target *target, state content.State) {
	it := target.main
	if it == nil { // the published version is only in the store
		it = target.beside
	}
	todo := it.extras
	if beside := target.beside; beside != nil { // the draft's file may have extras, too
		todo.hidden = cmp.Or(todo.hidden, beside.extras.hidden)
		if todo.steps == nil {
			todo.steps = beside.extras.steps
		}
	}
	if !todo.any() {
		return
	}
	todo.steps = im.planSteps(it, todo.steps, state)
	if todo.hidden != nil && *todo.hidden == isHidden(target.id, state) {
		todo.hidden = nil
	}
	target.extras = todo
}

// planSteps returns the steps that must be planned, or nil if the document has them already.
func (im *importer) planSteps(it *item, steps []content.Step, state content.State) (todo []content.Step) {
	for _, step := range steps {
		switch {
		case !step.At.After(im.options.Now):
			im.notice(it, "The time of a scheduled step has passed. It is not scheduled.")
			continue
		case step.At.After(im.options.Now.AddDate(maxScheduleYears, 0, 0)):
			im.find(it, []string{keySchedule}, content.BadFormat, fmt.Sprintf("A time may be at most %d years ahead.", maxScheduleYears))
		}
		todo = append(todo, step)
	}
	same := func(a, b content.Step) bool { return a.Action == b.Action && a.At.Equal(b.At) }
	if slices.EqualFunc(todo, upcoming(state), same) {
		return nil
	}
	return todo
}

// maxScheduleYears is content's bound on planning ahead.
const maxScheduleYears = 5

// stageExtras plans the steps of written documents, and hides people.
func stageExtras(t *content.Transaction, targets []*target) error {
	for _, target := range targets {
		s := target.extras
		if s.steps != nil {
			if err := schedule.Set(t, target.id, s.steps); err != nil {
				return err
			}
		}
		if s.hidden == nil {
			continue
		}
		do := catalog.ShowSpeaker
		if *s.hidden {
			do = catalog.HideSpeaker
		}
		if err := do(t, target.id); err != nil {
			return err
		}
	}
	return nil
}
