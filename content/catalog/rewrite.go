package catalog

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"lectern/content"
	"lectern/content/listing"
	"lectern/content/locale"
)

func newRewriter(base content.Snapshot, o content.EditOptions) *eraser {
	o.Now = o.Now.UTC().Truncate(time.Millisecond)
	return &eraser{
		base: base, options: o,
		erasure: content.Erasure{Versions: map[content.ID]map[content.Revision][]byte{}},
		receipt: Receipt{Revision: base.Revision() + 1, At: o.Now, Recordings: []content.ID{}, Photos: []content.ID{}, Namesakes: []content.ID{}, Files: []content.AssetID{}, Documents: []ReceiptItem{}},
		about:   map[content.ID]bool{}, fields: map[content.ID][]string{}, titles: map[content.ID]string{}, candidates: map[content.ID]bool{}, files: map[content.AssetID]bool{},
	}
}

// walk reads the whole log.
func (e *eraser) walk(ctx context.Context) error {
	for after := e.after; ; {
		if ctx.Err() != nil {
			return content.Errorf(content.CodeTimeout, "The erasure was stopped; nothing was erased.")
		}
		sets, err := e.base.Changes(after, erasePage)
		if err != nil {
			return err
		}
		for _, set := range sets {
			if err := e.change(set); err != nil {
				return err
			}
			after = set.Revision
		}
		if e.options.Progress != nil {
			e.options.Progress(after, e.base.Revision())
		}
		if len(sets) < erasePage {
			return nil
		}
	}
}

// change removes what is sought from a change and its versions.
func (e *eraser) change(set content.ChangeSet) error {
	for _, entry := range set.Entries {
		if b := set.Documents[entry.ID]; entry.ID != e.id && b != nil {
			if err := e.version(entry.ID, set.Revision, b); err != nil {
				return err
			}
		}
	}
	change := set.Change
	changed := e.scrubChange(&change)
	if changed {
		e.places = append(e.places, content.Place{Revision: set.Revision, Path: "change"})
	}
	change.Entries = slices.Clone(change.Entries)
	for i := range change.Entries {
		entry := &change.Entries[i]
		switch {
		case entry.ID == e.id:
			entry.State, changed = content.State{Created: entry.State.Created, Erased: true}, true
		case e.scrubState(&entry.State):
			e.candidates[entry.ID], changed = true, true
			e.places = append(e.places, content.Place{DocumentID: entry.ID, Revision: set.Revision, Path: "schedule"})
		case slices.ContainsFunc(entry.State.Hidden, e.isFor):
			e.candidates[entry.ID] = true
		}
	}
	if changed {
		e.erasure.Changes = append(e.erasure.Changes, change)
		e.receipt.Changes++
	}
	return nil
}

// version removes what is sought from a version of another document.
func (e *eraser) version(id content.ID, r content.Revision, encoded []byte) error {
	listing.EachStoredAsset(encoded, func(file content.AssetID) { delete(e.files, file) })
	stored, err := content.Decode(encoded, r)
	if err != nil {
		return err
	}
	if e.isNamesake(stored.Full) && !slices.Contains(e.receipt.Namesakes, id) {
		e.receipt.Namesakes = append(e.receipt.Namesakes, id)
	}
	if e.id != "" && content.Refers(stored.Full, e.id) {
		e.about[id] = true
	}
	d, paths := e.document(stored.Full)
	if len(paths) == 0 {
		return nil
	}
	for _, path := range paths {
		e.places = append(e.places, content.Place{DocumentID: id, Revision: r, Path: path})
	}
	if e.erasure.Versions[id] == nil {
		e.erasure.Versions[id] = map[content.Revision][]byte{}
	}
	if e.erasure.Versions[id][r], err = content.EncodeAny(d); err != nil {
		return err
	}
	e.receipt.Versions++
	e.fields[id] = append(e.fields[id], topFields(paths)...)
	e.titles[id] = titleOf(d)
	e.candidates[id] = true
	return nil
}

func titleOf(d content.Document) string {
	title := content.KindOf(d).Title(d)
	if s := title.In(locale.DefaultLanguage); s != "" {
		return s
	}
	return title.String()
}

// scrubChange removes names from the actor of a change, and its reason.
func (e *eraser) scrubChange(c *content.Change) (changed bool) {
	// The reason for an edit of the person's own document, or one with the person, is probably
	// about the person.
	x := e.scrubber
	if slices.ContainsFunc(c.Entries, func(entry content.Entry) bool { return entry.ID == e.id || e.about[entry.ID] }) {
		x = x.near()
	}
	actor, reason := e.actor(c.Actor), x.text(c.Reason, x.says.english)
	changed = actor != c.Actor || reason != c.Reason
	c.Actor, c.Reason = actor, reason
	return changed
}

func (e *eraser) actor(a content.Actor) content.Actor {
	if e.has(a.Name) {
		a.Name = erasedActor
	}
	return a
}

// scrubState removes names from planned steps.
func (e *eraser) scrubState(s *content.State) (changed bool) {
	s.Steps = slices.Clone(s.Steps)
	for i, step := range s.Steps {
		s.Steps[i].Actor, s.Steps[i].Reason = e.actor(step.Actor), e.text(step.Reason, e.says.english)
		changed = changed || s.Steps[i] != step
	}
	return changed
}

func (e *eraser) isFor(h content.Hiding) bool { return h.For == e.id }

// finish builds the batch.
func (e *eraser) finish() (*content.Batch, error) {
	set := content.ChangeSet{
		Change: content.Change{
			Revision: e.receipt.Revision, Previous: e.base.Revision(), Time: e.options.Now,
			Actor: e.options.Actor, Reason: e.options.Reason,
		},
		Documents: map[content.ID][]byte{},
	}
	if e.id != "" {
		set.Entries = []content.Entry{{ID: e.id, Actions: []content.Action{content.Erase}, State: content.State{Created: e.created, Erased: true}}}
	}
	e.scrubChange(&set.Change)
	rewritten := content.Rewritten(e.base, &e.erasure)
	for _, id := range slices.Sorted(maps.Keys(e.candidates)) {
		state, changed, err := e.stateAfter(id)
		if err != nil {
			return nil, err
		}
		if !changed {
			continue
		}
		if err := e.write(&set, id, state, rewritten); err != nil {
			return nil, err
		}
	}
	if len(set.Entries) == 0 {
		if err := e.carry(&set, rewritten); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(set.Entries, func(a, b content.Entry) int { return cmp.Compare(a.ID, b.ID) })
	for _, id := range slices.Sorted(maps.Keys(e.fields)) {
		slices.Sort(e.fields[id])
		e.receipt.Documents = append(e.receipt.Documents, ReceiptItem{DocumentID: id, Title: e.titles[id], What: slices.Compact(e.fields[id])})
	}
	slices.Sort(e.receipt.Namesakes)
	e.receipt.Files = append(e.receipt.Files, slices.Sorted(maps.Keys(e.files))...)
	e.erasure.Files = e.receipt.Files
	return content.ReplayErasure(e.base, set, &e.erasure)
}

// write adds the working version of a document to the change.
func (e *eraser) write(set *content.ChangeSet, id content.ID, state content.State, rewritten content.Snapshot) error {
	if !state.Erased {
		working, err := rewritten.Version(id, state.Working())
		if err != nil {
			return content.MustBeThere(err, id)
		}
		if set.Documents[id], err = content.EncodeAny(working.Full); err != nil {
			return err
		}
		e.titles[id] = titleOf(working.Full)
		if state.Draft != 0 {
			state.Draft = set.Revision
		} else {
			state.Published = set.Revision
		}
	}
	set.Entries = append(set.Entries, content.Entry{ID: id, Actions: []content.Action{content.Erase}, State: state})
	return nil
}

// carry adds a document of the newest change to one that changes only history: a change must
// have an entry.
func (e *eraser) carry(set *content.ChangeSet, rewritten content.Snapshot) error {
	newest, err := e.base.Log(0, 1)
	if err != nil || len(newest) == 0 {
		return err
	}
	id := newest[0].Entries[0].ID
	state, err := e.base.State(id)
	if err != nil {
		return err
	}
	return e.write(set, id, state, rewritten)
}

// stateAfter returns the state of a document after the erasure, and whether that or a current
// version has changed.
func (e *eraser) stateAfter(id content.ID) (s content.State, changed bool, err error) {
	if s, err = e.base.State(id); err != nil || s.Working() == 0 {
		return s, false, err
	}
	changed = e.scrubState(&s)
	was := s.Hidden
	s.Hidden = slices.DeleteFunc(slices.Clone(was), e.isFor)
	if e.id != "" && hidesForPeople(id) {
		hides := len(s.Hidden) < len(was)
		for _, r := range []content.Revision{s.Draft, s.Published} {
			d, err := content.FullVersion(e.base, id, r)
			if err != nil {
				return s, false, err
			}
			hides = hides || slices.Contains(castOf(d), e.id)
		}
		if hides {
			s.Hidden = append(s.Hidden, content.Hiding{For: e.id, Why: content.HiddenByEditor})
			slices.SortFunc(s.Hidden, compareHidings)
			if isRecording(id) {
				e.receipt.Recordings = append(e.receipt.Recordings, id)
			} else {
				e.receipt.Photos = append(e.receipt.Photos, id)
			}
		}
	}
	if len(s.Hidden) == 0 {
		s.Hidden = nil
	}
	changed = changed || !slices.Equal(was, s.Hidden)
	for _, r := range []content.Revision{s.Draft, s.Published} {
		_, rewritten := e.erasure.Versions[id][r]
		changed = changed || rewritten
		if rewritten && r == s.Shown() {
			s.Seen, s.Turned = e.receipt.Revision, e.receipt.Revision
		}
	}
	return s, changed, nil
}
