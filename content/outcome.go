package content

import (
	"maps"
	"slices"
	"strings"

	"lectern/content/locale"
)

// Outcome is the outcome of an edit of a document of one type, for its editor.
type Outcome[D Document] struct {
	Document D         // after the edit; nil if nothing was saved
	Revision *Revision // of the change; nil if nothing was saved
	// UserErrors are the reasons why nothing was saved.
	UserErrors []Problem
	Warnings   []Problem
	Conflicts  []Conflict
	Merged     []string // fields of others that were kept beside those of the edit
	Effects    *Effects
}

// Effects are what readers will notice of a change.
type Effects struct {
	// Addresses are the URLs of website pages whose content changes: those of the documents
	// themselves, of public documents that refer to them, and of documents that they refer to.
	Addresses []locale.URL
	// Appear, Change and Disappear are the documents that appear, change and disappear for
	// readers.
	Appear, Change, Disappear []ID
	// Lists are the lists that change, as kind and index: "session.startsAt". Cached responses
	// depend on them and on the documents.
	Lists []string
}

// maxEffects is the maximum number of reported URLs.
const maxEffects = 500

// EffectsOf returns what readers notice of a batch over a state.
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
			for _, target := range refs(d) { // its page may list the document
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

// publicAddress adds the URL of a document's page, if readers see it.
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

// referrerAddresses adds the URLs of the public documents that refer to one.
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

// changedLists returns the public indexes in which keys are added or removed.
func changedLists(b *Batch) []string {
	lists := map[string]bool{}
	for _, key := range append(slices.Clone(b.Put[PublicIndex]), b.Delete[PublicIndex]...) {
		elements := strings.SplitN(key, ElementEnd, 3)
		if len(elements) == 3 {
			index, _, _ := strings.Cut(elements[1], "@") // in any language
			lists[elements[0]+"."+index] = true
		}
	}
	return slices.Sorted(maps.Keys(lists))
}
