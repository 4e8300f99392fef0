package catalog

import (
	"testing"

	"lectern/content"
)

func TestTopic(t *testing.T) {
	t.Parallel()
	checkRules(t, exampleTopic, []rule[*Topic]{
		{name: "no name", edit: func(p *Topic) { p.Name = nil }, publish: []string{"REQUIRED name", "NO_COMPLETE_LANGUAGE "}},
		{name: "broader than itself", edit: func(p *Topic) { p.BroaderID = p.ID }, always: []string{"CYCLE broader"}},
		{
			name: "in a circle",
			around: func(w world) {
				of[*Topic](w, "topic", "broader").BroaderID = testID("topic", "example")
			},
			soft: []string{"CYCLE broader"},
		},
		{
			name: "below a circle of others",
			around: func(w world) {
				w.add(&Topic{Meta: content.Meta{ID: testID("topic", "other"), PublishedAt: &morning}, BroaderID: testID("topic", "broader")})
				of[*Topic](w, "topic", "broader").BroaderID = testID("topic", "other")
			},
			soft: []string{"CYCLE broader"},
		},
		{
			name:   "broader is not there",
			edit:   func(p *Topic) { p.BroaderID = testID("topic", "nowhere") },
			always: []string{"UNKNOWN_REFERENCE broader"},
		},
		{
			name:   "broader is a session",
			edit:   func(p *Topic) { p.BroaderID = testID("session", "example") },
			always: []string{"WRONG_KIND broader"},
		},
	})
}
