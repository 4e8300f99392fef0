package content

import (
	"slices"
	"strings"
	"time"
)

// stepsWithout returns a copy of a list without some of its steps, or nil.
func stepsWithout(steps []Step, which func(Step) bool) []Step {
	steps = slices.DeleteFunc(slices.Clone(steps), which)
	if len(steps) == 0 {
		return nil
	}
	return steps
}

// afterPublishing returns the steps that are left after publishing by hand: a publication that
// is the next step, or was missed, is done.
func (s *State) afterPublishing() []Step {
	first := true
	return stepsWithout(s.Steps, func(o Step) bool {
		next := first && !o.Missed
		first = first && o.Missed
		return o.Action == Publish && (o.Missed || next)
	})
}

// due is something that will happen to a document at an instant. Its key in Schedules has all
// of its data.
type due struct {
	at   time.Time
	what Action // Publish, Unpublish, or Consenting: the end of consents
	id   ID
}

// rank orders steps of the same instant. Ends of consents come first. Then come publications,
// a kind after those that it refers to, then withdrawals in reverse order: so a document may
// require one that is published at the same instant.
func (d due) rank() byte {
	kind := byte(slices.Index(kinds, d.id.Kind()) + 1)
	switch d.what {
	case Publish:
		return rankPublish + kind
	case Unpublish:
		return rankEnd - kind
	}
	return rankConsents
}

// Ranks of actions; the numbers between are for kinds.
const (
	rankConsents  = 0x10
	rankPublish   = 0x20
	rankUnpublish = 0x80
	rankEnd       = 0xff
)

// key returns the key in Schedules: instant, rank and id.
func (d due) key() string {
	b := appendElement(nil, TimeKey(d.at))
	b = appendElement(b, Key([]byte{d.rank()}))
	return string(b) + string(d.id)
}

// missedPrefix is the prefix of the keys of missed steps. They sort after everything that will
// be due.
func missedPrefix() string { return string(appendElement(nil, NoValue)) }

// dueOf parses a key, missed or not; false if it is invalid.
func dueOf(key string) (due, bool) {
	at, rest, _ := strings.Cut(strings.TrimPrefix(key, missedPrefix()), ElementEnd)
	rank, id, ok := strings.Cut(rest, ElementEnd)
	instant, valid := timeOfKey(Key(strings.ReplaceAll(at, "\x00\xff", "\x00")))
	if !ok || !valid || len(rank) != 1 {
		return due{}, false
	}
	d := due{at: instant, what: Consenting, id: ID(id)}
	switch {
	case rank[0] > rankUnpublish:
		d.what = Unpublish
	case rank[0] > rankPublish:
		d.what = Publish
	}
	return d, true
}

// is reports whether a step is the due one.
func (d due) is(s Step) bool { return s.Action == d.what && s.At.Equal(d.at) }

// step returns the due step of a state, or nil.
func (d due) step(s *State) *Step {
	if i := slices.IndexFunc(s.Steps, d.is); i >= 0 {
		return &s.Steps[i]
	}
	return nil
}

// scheduleKeys returns the keys of what will happen to a document: its steps and the ends of
// its consents, and separately its missed steps.
func scheduleKeys(id ID, s State, published, working Document) []string {
	if s.Gone() {
		return nil
	}
	var keys []string
	for _, step := range s.Steps {
		key := due{step.At, step.Action, id}.key()
		if step.Missed {
			key = missedPrefix() + key
		}
		keys = append(keys, key)
	}
	for _, at := range endsOf(id, published, working, s) {
		keys = append(keys, due{at, Consenting, id}.key())
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// endsOf returns the instants at which something of a document ends.
func endsOf(id ID, published, working Document, s State) []time.Time {
	if ends := id.Kind().Ends; ends != nil {
		return ends(published, working, s)
	}
	return nil
}
