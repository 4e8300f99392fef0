package transfer

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v4"

	"lectern/content"
	"lectern/content/catalog"
)

// The keys of a file for the state of its document, which are not fields.
const (
	keyState       = "state"
	keyType        = "type"
	keyPublishAt   = "publishAt"
	keyUnpublishAt = "unpublishAt"
	keyHidden      = "hidden"
)

// extras are the parts of a document's state beyond its standing: its planned steps, and
// whether it is hidden itself. What a file does not mention stays.
type extras struct {
	publishAt, unpublishAt *time.Time
	hidden                 *bool
}

func (s extras) any() bool { return s != extras{} }

// standsIn returns the lines of a file for the state of its document.
func standsIn(id content.ID, s content.State) (lines []string) {
	switch {
	case s.Archived:
		lines = append(lines, keyState+": archived")
	case s.Published == 0:
		lines = append(lines, keyState+": draft")
	}
	for key, step := range map[string]*content.Step{keyPublishAt: s.PublishAt, keyUnpublishAt: s.UnpublishAt} {
		if step != nil && !step.Missed {
			lines = append(lines, key+": "+step.At.Format(time.RFC3339Nano))
		}
	}
	slices.Sort(lines)
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

// instant parses the time of a step.
func (d *decoder) instant(n *yaml.Node, to **time.Time) {
	at, err := time.Parse(time.RFC3339, n.Value)
	if err != nil || n.Kind != yaml.ScalarNode {
		d.failAt(n, content.BadFormat, "This is not a time such as 2026-12-01T08:00:00+01:00.")
		return
	}
	*to = &at
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
		todo = extras{cmp.Or(todo.publishAt, beside.extras.publishAt), cmp.Or(todo.unpublishAt, beside.extras.unpublishAt), cmp.Or(todo.hidden, beside.extras.hidden)}
	}
	if !todo.any() {
		return
	}
	todo = im.planSteps(target, it, todo, state)
	if todo.hidden != nil && *todo.hidden == isHidden(target.id, state) {
		todo.hidden = nil
	}
	target.extras = todo
}

// planSteps determines which steps must be planned.
func (im *importer) planSteps(target *target, it *item, todo extras, state content.State) extras {
	missed := false
	planned := func(key string, at *time.Time, has *content.Step) (all, todo *time.Time) {
		switch {
		case has != nil && !has.Missed && (at == nil || has.At.Equal(*at)):
			return &has.At, nil
		case at == nil:
			return nil, nil
		case !at.After(im.options.Now):
			missed = true
			im.notice(it, "The time of a scheduled step has passed. It is not scheduled.")
			return nil, nil
		case !at.Equal(at.Truncate(time.Millisecond)) || at.After(im.options.Now.AddDate(maxScheduleYears, 0, 0)):
			im.find(it, []string{key}, content.BadFormat, fmt.Sprintf("A time may have at most milliseconds, and be at most %d years ahead.", maxScheduleYears))
			return nil, nil
		}
		return at, at
	}
	var publish, unpublish *time.Time
	publish, todo.publishAt = planned(keyPublishAt, todo.publishAt, state.PublishAt)
	unpublish, todo.unpublishAt = planned(keyUnpublishAt, todo.unpublishAt, state.UnpublishAt)
	switch {
	case todo.publishAt != nil && !target.willHaveDraft(state):
		im.find(it, []string{keyPublishAt}, content.Contradiction, "There is no draft to publish then.")
	case publish != nil && unpublish != nil && !publish.Before(*unpublish):
		im.find(it, []string{keyUnpublishAt}, content.Contradiction, "It is scheduled to be published only then or later.")
	case todo.unpublishAt == nil || publish != nil || target.willBePublished(state):
	case missed: // because of the step before it
		im.notice(it, "It is not published. The step to unpublish it is not scheduled.")
		todo.unpublishAt = nil
	default:
		im.find(it, []string{keyUnpublishAt}, content.Contradiction, "It is neither published nor scheduled to be published before that.")
	}
	return todo
}

// maxScheduleYears is content's bound on planning ahead.
const maxScheduleYears = 5

// willHaveDraft reports whether there is a draft after the import.
func (t *target) willHaveDraft(state content.State) bool {
	switch {
	case t.beside != nil:
		return true
	case t.main.standing == published:
		return state.Draft != 0 && !t.plan.publish
	}
	return t.main.standing == draft
}

func (t *target) willBePublished(state content.State) bool {
	if t.main == nil {
		return state.Published != 0
	}
	return t.main.standing == published
}

// stageExtras plans the steps of written documents, and hides people.
func stageExtras(t *content.Transaction, targets []*target) error {
	for _, target := range targets {
		s := target.extras
		if s.publishAt != nil && s.unpublishAt != nil {
			if err := content.CancelSchedule(t, target.id); err != nil { // so that no new time conflicts with another step's former time
				return err
			}
		}
		if s.publishAt != nil {
			if err := content.SchedulePublish(t, target.id, *s.publishAt); err != nil {
				return err
			}
		}
		if s.unpublishAt != nil {
			if err := content.ScheduleUnpublish(t, target.id, *s.unpublishAt); err != nil {
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
