// Package effects computes what readers will notice of a change ([Of]): documents, pages and
// lists. Editors see it before they save.
//
// It must not know any content type, GraphQL or HTTP.
package effects

import (
	"maps"
	"slices"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// maxEffects is the maximum number of reported URLs.
const maxEffects = 500

// Of returns what readers will notice of a batch on a state.
func Of(base content.Snapshot, b *content.Batch, site *content.Site) (*content.Effects, error) {
	e := &content.Effects{}
	written, err := content.Overlay(base, b)
	if err != nil {
		return nil, err
	}
	addresses := map[locale.URL]bool{}
	for _, entry := range b.Entries {
		before, err := base.State(entry.ID)
		if err != nil && !content.IsNotFound(err) {
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
		for _, r := range []content.Revision{was, is} {
			d, err := content.FullVersion(written, entry.ID, r)
			if err != nil {
				return nil, err
			}
			if d == nil {
				continue
			}
			addresses[address(site, d)] = true
			for _, target := range content.ReferencesOf(d) { // its page may list the document
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
func publicAddress(base content.Snapshot, id content.ID, site *content.Site, addresses map[locale.URL]bool) error {
	s, err := base.State(id)
	if content.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	d, err := content.FullVersion(base, id, s.Shown())
	if d != nil {
		addresses[address(site, d)] = true
	}
	return err
}

// referrerAddresses adds the URLs of the public documents that refer to one.
func referrerAddresses(base content.Snapshot, id content.ID, site *content.Site, addresses map[locale.URL]bool) error {
	r := content.ReferencesTo(id)
	keys, err := base.Scan(nil, content.References, r.From, r.To, false, maxEffects)
	if err != nil {
		return err
	}
	for _, key := range keys {
		source := content.KeyID(key)
		s, err := base.State(source)
		if err != nil {
			return err
		}
		d, err := content.FullVersion(base, source, s.Shown())
		if err != nil {
			return err
		}
		if d != nil && slices.Contains(content.ReferencesOf(d), id) {
			addresses[address(site, d)] = true
		}
	}
	return nil
}

// changedLists returns the public indexes in which keys are added or removed.
func changedLists(b *content.Batch) []string {
	lists := map[string]bool{}
	for _, key := range append(slices.Clone(b.Put[content.PublicIndex]), b.Delete[content.PublicIndex]...) {
		elements := strings.SplitN(key, content.ElementEnd, 3)
		if len(elements) == 3 {
			index, _, _ := strings.Cut(elements[1], "@") // in any language
			lists[elements[0]+"."+index] = true
		}
	}
	return slices.Sorted(maps.Keys(lists))
}

// address returns the URL of a document's page.
func address(site *content.Site, d content.Document) locale.URL {
	return site.PageIn(d, d.Base().Language)
}
