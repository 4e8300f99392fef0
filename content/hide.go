package content

import (
	"cmp"
	"slices"
)

// What is hidden is published and not to be seen: a person, and the recordings
// that the person is in. Sessions stay, and name the person no longer; photos
// stay, with a place in the row that has no name.

// HideSpeaker stages that readers, and editors who preview, see a person no
// longer, nor any recording that the person is in, at every door at once. It
// holds for recordings that are saved later too, until ShowSpeaker. For editors
// and above: a takedown does not wait. CodeNotFound where there is no such
// speaker; a person who is hidden already stays so.
func HideSpeaker(t *Transaction, id ID) error {
	if err := t.Options().Actor.Require(RoleEditor); err != nil {
		return err
	}
	return takedown(t, id, true)
}

// ShowSpeaker stages that a person who was hidden, and the recordings that were
// hidden with the person, are to be seen again, as far as nothing else hides
// them. For publishers and above. CodeNotFound where there is no such speaker.
func ShowSpeaker(t *Transaction, id ID) error {
	if err := t.Options().Actor.Require(RolePublisher); err != nil {
		return err
	}
	return takedown(t, id, false)
}

// takedown hides a person or shows one. The recordings follow with the change
// (followConsents).
func takedown(t *Transaction, id ID, hide bool) error {
	if _, err := speakerIn(t, id); err != nil {
		return err
	}
	state, err := t.State(id)
	if err != nil {
		return err
	}
	own := Hiding{id, HiddenByEditor}
	switch hidden := slices.Contains(state.Hidden, own); {
	case hide && !hidden:
		return t.Touch(id, Hide, func(s *State, _ Document) { s.Hidden = append(s.Hidden, own) })
	case !hide && hidden:
		return t.Touch(id, Show, func(s *State, _ Document) {
			s.Hidden = slices.DeleteFunc(s.Hidden, func(h Hiding) bool { return h == own })
			if len(s.Hidden) == 0 {
				s.Hidden = nil
			}
		})
	}
	return nil
}

func isRecording(id ID) bool { return id.Kind() == videoKind || id.Kind() == podcastEpisodeKind }

// recordingNeeds is what everybody in a recording of a kind must consent to.
func recordingNeeds(kind string) []ConsentTo {
	if kind == "podcastEpisode" {
		return []ConsentTo{ConsentToRecording, ConsentToVoice}
	}
	return []ConsentTo{ConsentToRecording}
}

// followHidings stages for whose sake a recording is hidden.
func followHidings(t *Transaction, id ID) ([]ID, error) { return nil, hideRecording(t, id) }

func hideRecording(t *Transaction, id ID) error {
	state, err := t.State(id)
	if err != nil || state.Archived {
		return err
	}
	working, published, err := CurrentIn(t, id, state)
	if err != nil {
		return err
	}
	var hidden []Hiding
	for _, person := range append(castOf(published), castOf(working)...) {
		p, err := t.State(person)
		if IsNotFound(err) {
			continue // which is reported
		}
		if err != nil {
			return err
		}
		if takedown := (Hiding{person, HiddenByEditor}); slices.Contains(p.Hidden, takedown) {
			hidden = append(hidden, takedown)
		}
		if slices.ContainsFunc(recordingNeeds(id.Kind().Name), func(to ConsentTo) bool { return slices.Contains(p.Refused, to) }) {
			hidden = append(hidden, Hiding{person, HiddenByConsent})
		}
	}
	kept, err := erasedHidings(t, id, state)
	if err != nil {
		return err
	}
	hidden = append(hidden, kept...)
	slices.SortFunc(hidden, compareHidings)
	hidden = slices.Compact(hidden)
	if slices.Equal(hidden, state.Hidden) {
		return nil
	}
	return t.Touch(id, hidingAction(state.Hidden, hidden), func(s *State, _ Document) { s.Hidden = hidden })
}

// erasedHidings are the hidings of a recording for the sake of people who were
// erased: nobody can be asked any more. They go when an editor decides so, and
// publishes the recording again.
func erasedHidings(t *Transaction, id ID, state State) (kept []Hiding, err error) {
	if s := StagedIn(t, id); s != nil && slices.Contains(s.Actions, Publish) {
		return nil, nil
	}
	for _, h := range state.Hidden {
		p, err := t.State(h.For)
		if err != nil && !IsNotFound(err) {
			return nil, err
		}
		if p.Erased {
			kept = append(kept, h)
		}
	}
	return kept, nil
}

func compareHidings(a, b Hiding) int {
	return cmp.Or(cmp.Compare(a.For, b.For), cmp.Compare(a.Why, b.Why))
}

// hidingAction is what it is called that hidings have changed.
func hidingAction(was, is []Hiding) Action {
	takedowns := func(all []Hiding) (n int) {
		for _, h := range all {
			if h.Why == HiddenByEditor {
				n++
			}
		}
		return n
	}
	switch before, after := takedowns(was), takedowns(is); {
	case after > before:
		return Hide
	case after < before:
		return Show
	}
	return Consenting
}
