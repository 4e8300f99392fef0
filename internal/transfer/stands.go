package transfer

import (
	"slices"
	"time"

	"go.yaml.in/yaml/v4"

	"lectern/content"
)

// The keys of a file that say how its document stands, and are no fields.
const (
	keyState       = "state"
	keyType        = "type"
	keyPublishAt   = "publishAt"
	keyUnpublishAt = "unpublishAt"
	keyHidden      = "hidden"
)

// extras are how a document stands beyond its standing: what is planned for it,
// and whether it is hidden for its own sake. What a file does not say stays.
type extras struct {
	publishAt, unpublishAt *time.Time
	hidden                 *bool
}

func (s extras) any() bool { return s != extras{} }

// standsIn are the lines of a file that say how its document stands.
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

// isHidden tells whether an editor took the person down whose document it is.
// What else is hidden follows from that, and from consents.
func isHidden(id content.ID, s content.State) bool {
	return slices.Contains(s.Hidden, content.Hiding{For: id, Why: content.HiddenByEditor})
}

// instant reads the time of a step.
func (d *decoder) instant(n *yaml.Node, to **time.Time) {
	at, err := time.Parse(time.RFC3339, n.Value)
	if err != nil || n.Kind != yaml.ScalarNode {
		d.failAt(n, content.BadFormat, "This is not a time such as 2026-12-01T08:00:00+01:00.")
		return
	}
	*to = &at
}

// hidden reads whether a person was taken down.
func (d *decoder) hidden(n *yaml.Node, it *item) {
	if n.Kind != yaml.ScalarNode || (n.Value != "true" && n.Value != "false") {
		d.failAt(n, content.BadValue, "Hidden is true or false.")
		return
	}
	if it.kind.Name != "speaker" {
		d.failAt(n, content.Contradiction, "Only a speaker can be hidden.")
		return
	}
	hidden := n.Value == "true"
	it.extras.hidden = &hidden
}

// planExtras finds out which of what a file says of its document's stand is
// still to be done, and says what can't be any more.
func (im *importer) planExtras(target *target, state content.State) {
	it := target.main
	if it == nil || !it.extras.any() {
		return
	}
	todo := it.extras
	for _, step := range []struct {
		at  **time.Time
		has *content.Step
	}{{&todo.publishAt, state.PublishAt}, {&todo.unpublishAt, state.UnpublishAt}} {
		switch at := *step.at; {
		case at == nil:
		case step.has != nil && !step.has.Missed && step.has.At.Equal(*at):
			*step.at = nil
		case !at.After(im.options.Now):
			im.notice(it, "The time of a planned step has passed: it is not planned.")
			*step.at = nil
		}
	}
	if todo.hidden != nil && *todo.hidden == isHidden(target.id, state) {
		todo.hidden = nil
	}
	target.extras = todo
}

// stageExtras does what is planned for documents that are written by then.
func stageExtras(t *content.Transaction, targets []*target) error {
	for _, target := range targets {
		s := target.extras
		if s.publishAt != nil {
			if err := t.SchedulePublish(target.id, *s.publishAt); err != nil {
				return err
			}
		}
		if s.unpublishAt != nil {
			if err := t.ScheduleUnpublish(target.id, *s.unpublishAt); err != nil {
				return err
			}
		}
		if s.hidden == nil {
			continue
		}
		do := t.ShowSpeaker
		if *s.hidden {
			do = t.HideSpeaker
		}
		if err := do(target.id); err != nil {
			return err
		}
	}
	return nil
}
