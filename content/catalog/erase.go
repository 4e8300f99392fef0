package catalog

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// Erase stages that a person is taken out of all that was ever written: the
// person's own versions, and of all versions of all other documents what refers
// to the person, and the names. The log keeps who did what to which document,
// without the names. What is left is the id and that it was erased; nothing can
// be saved under it again. It can't be undone, and is alone in its change.
//
// For admins. It is CodeNotFound where there is no such speaker, or one who was
// erased already. Neither a bound on documents nor a rule stands in the way.
func Erase(ctx context.Context, t *content.Transaction, id content.ID) (receipt *Receipt, err error) {
	if err := t.Options().Actor.Require(content.RoleAdmin); err != nil {
		return nil, err
	}
	err = content.Rewrite(t, func(base content.Snapshot) (*content.Batch, error) {
		e, err := newEraser(base, t.Options(), id)
		if err != nil {
			return nil, err
		}
		if err := e.walk(ctx); err != nil {
			return nil, err
		}
		receipt = &e.receipt
		return e.finish()
	})
	if err != nil {
		return nil, err
	}
	return receipt, nil
}

// ErasePerson is an Edit that does nothing but to Erase a person. The receipt of
// a dry run is the same, and nothing is written.
func ErasePerson(ctx context.Context, store content.Store, o content.EditOptions, id content.ID) (receipt *Receipt, err error) {
	_, err = content.Edit(ctx, store, o, func(t *content.Transaction) (err error) {
		receipt, err = Erase(ctx, t, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return receipt, nil
}

// EraseAgain erases those of some people whom a store has, and who are not
// erased in it: after a backup was restored that is older than their erasure.
// For admins.
func EraseAgain(ctx context.Context, store content.Store, o content.EditOptions, ids []content.ID) error {
	if err := o.Actor.Require(content.RoleAdmin); err != nil {
		return err
	}
	left, err := notErased(ctx, store, ids)
	if err != nil {
		return err
	}
	for _, id := range left {
		if _, err := ErasePerson(ctx, store, o, id); err != nil && !content.IsNotFound(err) {
			return err
		}
	}
	return nil
}

func notErased(ctx context.Context, store content.Store, ids []content.ID) (left []content.ID, err error) {
	snapshot, err := store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = snapshot.Close() }() // only read
	for _, id := range ids {
		state, err := snapshot.State(id)
		if err != nil && !content.IsNotFound(err) {
			return nil, err
		}
		if err == nil && !state.Erased {
			left = append(left, id)
		}
	}
	return left, nil
}

// eraser is one erasure.
type eraser struct {
	*scrubber
	base    content.Snapshot
	options content.EditOptions
	erasure content.Erasure
	receipt Receipt
	created content.Revision // of the person

	fields     map[content.ID][]string // that were changed, of each document
	titles     map[content.ID]string   // of the last version that was changed
	about      map[content.ID]bool     // documents that referred to the person in a version so far
	candidates map[content.ID]bool     // documents whose state may have to change
	files      map[content.AssetID]bool
}

// erasePage is how many changes an erasure reads at once.
const erasePage = 100

func newEraser(base content.Snapshot, o content.EditOptions, id content.ID) (*eraser, error) {
	state, err := base.State(id)
	if err != nil {
		return nil, err
	}
	if id.Kind() != speakerKind || state.Erased {
		return nil, content.NotFound(id)
	}
	o.Now = o.Now.UTC().Truncate(time.Millisecond)
	e := &eraser{
		base: base, options: o, created: state.Created,
		erasure: content.Erasure{Versions: map[content.ID]map[content.Revision][]byte{id: {}}},
		receipt: Receipt{Person: id, Revision: base.Revision() + 1, At: o.Now, Recordings: []content.ID{}, Photos: []content.ID{}, Namesakes: []content.ID{}, Files: []content.AssetID{}, Documents: []ReceiptItem{}},
		about:   map[content.ID]bool{}, fields: map[content.ID][]string{}, titles: map[content.ID]string{}, candidates: map[content.ID]bool{}, files: map[content.AssetID]bool{},
	}
	var versions []*Speaker
	for before := content.Revision(0); ; {
		revisions, err := base.History(id, before, erasePage)
		if err != nil {
			return nil, err
		}
		for _, r := range revisions {
			stored, err := base.Version(id, r)
			if err != nil {
				return nil, err
			}
			versions = append(versions, stored.Full.(*Speaker))
			for _, file := range content.AssetsOf(stored.Full) {
				e.files[file] = true
			}
			e.erasure.Versions[id][r] = nil
			e.receipt.Versions++
			before = r
		}
		if len(revisions) < erasePage {
			break
		}
	}
	e.scrubber = newScrubber(id, versions)
	return e, nil
}

// walk goes through the whole log.
func (e *eraser) walk(ctx context.Context) error {
	for after := content.Revision(0); ; {
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

// change takes the person out of a change and of what it wrote.
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
	change.Entries = slices.Clone(change.Entries)
	for i := range change.Entries {
		entry := &change.Entries[i]
		switch {
		case entry.ID == e.id:
			entry.State, changed = content.State{Created: entry.State.Created, Erased: true}, true
		case e.scrubState(&entry.State):
			e.candidates[entry.ID], changed = true, true
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

// version takes the person out of a version of another document.
func (e *eraser) version(id content.ID, r content.Revision, encoded []byte) error {
	content.EachStoredAsset(encoded, func(file content.AssetID) { delete(e.files, file) })
	stored, err := content.Decode(encoded, r)
	if err != nil {
		return err
	}
	if e.isNamesake(stored.Full) && !slices.Contains(e.receipt.Namesakes, id) {
		e.receipt.Namesakes = append(e.receipt.Namesakes, id)
	}
	if content.Refers(stored.Full, e.id) {
		e.about[id] = true
	}
	d, fields := e.document(stored.Full)
	if len(fields) == 0 {
		return nil
	}
	if e.erasure.Versions[id] == nil {
		e.erasure.Versions[id] = map[content.Revision][]byte{}
	}
	if e.erasure.Versions[id][r], err = content.EncodeAny(d); err != nil {
		return err
	}
	e.receipt.Versions++
	e.fields[id] = append(e.fields[id], fields...)
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

// scrubChange takes names out of who made a change, and why.
func (e *eraser) scrubChange(c *content.Change) (changed bool) {
	// Why somebody edited the person's own document, or one with the person in
	// it, may well name nobody else.
	x := e.scrubber
	if slices.ContainsFunc(c.Entries, func(entry content.Entry) bool { return entry.ID == e.id || e.about[entry.ID] }) {
		x = x.near()
	}
	actor, reason := e.actor(c.Actor), x.text(c.Reason, nameRemoved)
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

// scrubState takes names out of what is planned.
func (e *eraser) scrubState(s *content.State) (changed bool) {
	for _, step := range []**content.Step{&s.PublishAt, &s.UnpublishAt} {
		if *step == nil {
			continue
		}
		scrubbed := **step
		scrubbed.Actor, scrubbed.Reason = e.actor(scrubbed.Actor), e.text(scrubbed.Reason, nameRemoved)
		if scrubbed != **step {
			*step, changed = &scrubbed, true
		}
	}
	return changed
}

func (e *eraser) isFor(h content.Hiding) bool { return h.For == e.id }

// finish makes the batch.
func (e *eraser) finish() (*content.Batch, error) {
	set := content.ChangeSet{
		Change: content.Change{
			Revision: e.receipt.Revision, Previous: e.base.Revision(), Time: e.options.Now,
			Actor: e.options.Actor, Reason: e.options.Reason,
			Entries: []content.Entry{{ID: e.id, Actions: []content.Action{content.Erase}, State: content.State{Created: e.created, Erased: true}}},
		},
		Documents: map[content.ID][]byte{},
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
		working, err := rewritten.Version(id, state.Working())
		if err != nil {
			return nil, content.MustBeThere(err, id)
		}
		if set.Documents[id], err = content.EncodeAny(working.Full); err != nil {
			return nil, err
		}
		e.titles[id] = titleOf(working.Full)
		if state.Draft != 0 {
			state.Draft = set.Revision
		} else {
			state.Published = set.Revision
		}
		set.Entries = append(set.Entries, content.Entry{ID: id, Actions: []content.Action{content.Erase}, State: state})
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

// stateAfter is where a document stands after the erasure, and whether that or
// a version that counts is another than before.
func (e *eraser) stateAfter(id content.ID) (s content.State, changed bool, err error) {
	if s, err = e.base.State(id); err != nil || s.Working() == 0 {
		return s, false, err
	}
	changed = e.scrubState(&s)
	was := s.Hidden
	s.Hidden = slices.DeleteFunc(slices.Clone(was), e.isFor)
	if hidesForPeople(id) {
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
