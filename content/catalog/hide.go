package catalog

import (
	"cmp"
	"slices"

	"lectern/content"
)

// Hidden documents are published but not visible: a person, and the recordings and photos of
// the person. Sessions stay, but no longer name the person.

// HideSpeaker stages that readers, and editors who preview, no longer see a person, nor any
// recording or photo of the person, everywhere at once. It also applies to those that are saved
// later, until ShowSpeaker. For editors and above, since a takedown must not wait. It is
// CodeNotFound for an unknown speaker; a hidden person stays hidden.
func HideSpeaker(t *content.Transaction, id content.ID) error {
	return takedown(t, id, true)
}

// ShowSpeaker stages that a hidden person, and what was hidden with the person, are visible
// again, unless something else hides them. For publishers and above. It is CodeNotFound for an
// unknown speaker.
func ShowSpeaker(t *content.Transaction, id content.ID) error {
	if err := t.Options().Actor.Require(content.RolePublisher); err != nil {
		return err
	}
	return takedown(t, id, false)
}

// takedown hides a person or shows one. The recordings follow with the change (followConsents).
func takedown(t *content.Transaction, id content.ID, hide bool) error {
	if _, err := speakerIn(t, id); err != nil {
		return err
	}
	state, err := t.State(id)
	if err != nil {
		return err
	}
	content.AllowManyDocuments(t)
	own := content.Hiding{For: id, Why: content.HiddenByEditor}
	switch hidden := slices.Contains(state.Hidden, own); {
	case hide && !hidden:
		return t.Touch(id, content.Hide, func(s *content.State, _ content.Document) { s.Hidden = append(s.Hidden, own) })
	case !hide && hidden:
		return t.Touch(id, content.Show, func(s *content.State, _ content.Document) {
			s.Hidden = slices.DeleteFunc(s.Hidden, func(h content.Hiding) bool { return h == own })
			if len(s.Hidden) == 0 {
				s.Hidden = nil
			}
		})
	}
	return nil
}

// Duplicate is content.Transaction.Duplicate. The copy of a hidden person is hidden too, until
// ShowSpeaker.
func Duplicate(t *content.Transaction, id content.ID) (content.ID, error) {
	copied, err := t.Duplicate(id)
	if err != nil || id.Kind() != speakerKind {
		return copied, err
	}
	state, err := t.State(id)
	if err != nil || !slices.Contains(state.Hidden, content.Hiding{For: id, Why: content.HiddenByEditor}) {
		return copied, err
	}
	return copied, takedown(t, copied, true)
}

func isRecording(id content.ID) bool {
	return id.Kind().Recording != nil
}

// hidesForPeople reports whether documents of an id's kind are hidden because of people in
// them.
func hidesForPeople(id content.ID) bool {
	_, hides := id.Kind().New().(consenting)
	return hides
}

// followHidings stages because of which people a recording or a photo is hidden.
func followHidings(t *content.Transaction, id content.ID) ([]content.ID, error) {
	return nil, hideForPeople(t, id)
}

func hideForPeople(t *content.Transaction, id content.ID) error {
	shows, ok := id.Kind().New().(consenting)
	if !ok {
		return nil
	}
	state, err := t.State(id)
	if err != nil || state.Archived {
		return err
	}
	working, published, err := content.CurrentIn(t, id, state)
	if err != nil {
		return err
	}
	var hidden []content.Hiding
	for _, person := range shownIn(published, working) {
		p, err := t.State(person)
		if content.IsNotFound(err) {
			continue // it is reported elsewhere
		}
		if err != nil {
			return err
		}
		if takedown := (content.Hiding{For: person, Why: content.HiddenByEditor}); slices.Contains(p.Hidden, takedown) {
			hidden = append(hidden, takedown)
		}
		if slices.ContainsFunc(shows.needs(), func(to content.ConsentTo) bool { return slices.Contains(p.Refused, to) }) {
			hidden = append(hidden, content.Hiding{For: person, Why: content.HiddenByConsent})
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
	return t.Touch(id, hidingAction(state.Hidden, hidden), func(s *content.State, _ content.Document) { s.Hidden = hidden })
}

// erasedHidings returns the hidings of a recording or a photo because of erased people, who
// can't be asked again. They end when an editor publishes the recording again, or the photo
// with another file.
func erasedHidings(t *content.Transaction, id content.ID, state content.State) (kept []content.Hiding, err error) {
	if s := content.StagedIn(t, id); s != nil && slices.Contains(s.Actions, content.Publish) {
		if same, err := sameFile(t, s); err != nil || !same {
			return nil, err
		}
	}
	for _, h := range state.Hidden {
		p, err := t.State(h.For)
		if err != nil && !content.IsNotFound(err) {
			return nil, err
		}
		if p.Erased {
			kept = append(kept, h)
		}
	}
	return kept, nil
}

// sameFile reports whether a published photo shows the same file as before.
func sameFile(t *content.Transaction, s *content.Staged) (bool, error) {
	d, err := t.Published(s.ID)
	if err != nil {
		return false, err
	}
	is, ok := d.(*Photo)
	if !ok || s.Before.Working() == 0 {
		return false, nil
	}
	was, err := content.VersionIn(t, s.ID, cmp.Or(s.Before.Published, s.Before.Draft))
	if err != nil {
		return false, err
	}
	return was.(*Photo).file() == is.file(), nil
}

func compareHidings(a, b content.Hiding) int {
	return cmp.Or(cmp.Compare(a.For, b.For), cmp.Compare(a.Why, b.Why))
}

// hidingAction returns the action for a change of hidings.
func hidingAction(was, is []content.Hiding) content.Action {
	takedowns := func(all []content.Hiding) (n int) {
		for _, h := range all {
			if h.Why == content.HiddenByEditor {
				n++
			}
		}
		return n
	}
	switch before, after := takedowns(was), takedowns(is); {
	case after > before:
		return content.Hide
	case after < before:
		return content.Show
	}
	return content.Consenting
}
