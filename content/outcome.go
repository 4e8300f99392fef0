package content

import (
	"maps"
	"slices"
	"strings"

	"lectern/content/locale"
)

// Outcome is what came of an edit of a document of one type, for its editor.
type Outcome[D Document] struct {
	Document D         // as the edit left it; nil where nothing was kept
	Revision *Revision // of the change; nil where nothing was kept
	// UserErrors are what stood in the way.
	UserErrors []Problem
	Warnings   []Problem
	Conflicts  []Conflict
	Merged     []string // fields of others that were kept beside the edit's
	Effects    *Effects
}

// Effects are what readers will notice of a change.
type Effects struct {
	// Addresses are the pages on the website whose content changes: those of
	// the documents themselves, and of public documents that refer to them or
	// that they refer to.
	Addresses []locale.URL
	// Appear, Change and Disappear are the documents that readers see from then
	// on, see otherwise, and see no longer.
	Appear, Change, Disappear []ID
	// Lists are those that change, as kind and index: "session.startsAt". They
	// and the documents are what cached answers depend on.
	Lists []string
}

// maxEffects bounds the addresses that are told.
const maxEffects = 500

// EffectsOf are what readers notice of a batch that was made over a state.
func EffectsOf(base Snapshot, b *Batch, site *Site) (*Effects, error) {
	e := &Effects{}
	written := &writtenBy{Snapshot: base, revision: b.Revision, documents: b.Stored}
	addresses := map[locale.URL]bool{}
	for _, entry := range b.Entries {
		before, err := base.State(entry.ID)
		if err != nil && !IsNotFound(err) {
			return nil, err
		}
		was, is := before.Shown(), entry.State.Shown()
		switch {
		case was == 0 && is == 0:
			continue
		case was == 0:
			e.Appear = append(e.Appear, entry.ID)
		case is == 0:
			e.Disappear = append(e.Disappear, entry.ID)
		case was != is:
			e.Change = append(e.Change, entry.ID)
		default:
			continue
		}
		for _, r := range []Revision{was, is} {
			d, err := FullVersion(written, entry.ID, r)
			if err != nil {
				return nil, err
			}
			if d == nil {
				continue
			}
			addresses[site.address(d)] = true
			for _, target := range refs(d) { // whose page may list it
				if err := publicAddress(written, target, site, addresses); err != nil {
					return nil, err
				}
			}
		}
		if err := referrerAddresses(base, entry.ID, site, addresses); err != nil {
			return nil, err
		}
	}
	e.Addresses = slices.Sorted(maps.Keys(addresses))
	e.Addresses = e.Addresses[:min(len(e.Addresses), maxEffects)]
	e.Lists = changedLists(b)
	return e, nil
}

// publicAddress adds the page of a document, if readers see it.
func publicAddress(base Snapshot, id ID, site *Site, addresses map[locale.URL]bool) error {
	s, err := base.State(id)
	if IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	d, err := FullVersion(base, id, s.Shown())
	if d != nil {
		addresses[site.address(d)] = true
	}
	return err
}

// referrerAddresses adds the pages of the public documents that refer to one.
func referrerAddresses(base Snapshot, id ID, site *Site, addresses map[locale.URL]bool) error {
	from := string(appendElement(nil, StringKey(id)))
	keys, err := base.Scan(nil, References, from, keyAfter(from), false, maxEffects)
	if err != nil {
		return err
	}
	for _, key := range keys {
		source := KeyID(key)
		s, err := base.State(source)
		if err != nil {
			return err
		}
		d, err := FullVersion(base, source, s.Shown())
		if err != nil {
			return err
		}
		if d != nil && slices.Contains(refs(d), id) {
			addresses[site.address(d)] = true
		}
	}
	return nil
}

// changedLists names the public indexes in which keys come or go.
func changedLists(b *Batch) []string {
	lists := map[string]bool{}
	for _, key := range append(slices.Clone(b.Put[PublicIndex]), b.Delete[PublicIndex]...) {
		elements := strings.SplitN(key, ElementEnd, 3)
		if len(elements) == 3 {
			index, _, _ := strings.Cut(elements[1], "@") // in whatever language
			lists[elements[0]+"."+index] = true
		}
	}
	return slices.Sorted(maps.Keys(lists))
}
