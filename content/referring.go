package content

import "slices"

// Referrers returns the documents that refer to another, as Lookup describes.
func (t *Transaction) Referrers(id ID) (documents []Document, err error) {
	found, err := ReferringIn(t, id)
	if err != nil {
		return nil, err
	}
	staged, err := t.stagedReferrers(id)
	if err != nil {
		return nil, err
	}
	found = append(found, staged...)
	slices.Sort(found)
	for _, from := range slices.Compact(found) {
		d, err := t.Published(from)
		if IsNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if Refers(d, id) {
			documents = append(documents, d)
		}
	}
	return documents, nil
}

// stagedReferrers returns the staged documents that refer to another. It reads all of them only
// once, since a change may have thousands and may need the referrers of each.
func (t *Transaction) stagedReferrers(id ID) ([]ID, error) {
	if t.referring == nil {
		referring := map[ID][]ID{}
		for _, from := range t.order {
			d, err := t.Published(from)
			if IsNotFound(err) {
				continue
			}
			if err != nil {
				return nil, err
			}
			for _, to := range refs(d) {
				referring[to] = append(referring[to], from)
			}
		}
		t.referring = referring
	}
	return t.referring[id], nil
}

// ReferencesOf returns the ids that a document refers to, without duplicates.
func ReferencesOf(d Document) []ID { return refs(d) }

// Refers reports whether a document refers to another.
func Refers(d Document, to ID) bool { return slices.Contains(refs(d), to) }

// ReferringIn returns the documents, of all or of some kinds, that refer to another in a
// current version in the base of a change, without staged changes.
func ReferringIn(t *Transaction, id ID, kinds ...*Kind) ([]ID, error) {
	return referringTo(t.base, id, kinds...)
}

// ReferencesTo returns the range of the keys in References of the documents that refer to
// another.
func ReferencesTo(id ID) Range {
	prefix := string(appendElement(nil, StringKey(id)))
	return Range{prefix, keyAfter(prefix)}
}

// referringTo returns the documents, of all or of some kinds, that refer to another in a
// current version.
func referringTo(base Snapshot, id ID, kinds ...*Kind) (found []ID, err error) {
	prefix := appendElement(nil, StringKey(id))
	prefixes := []string{string(prefix)}
	if len(kinds) > 0 {
		prefixes = prefixes[:0]
	}
	for _, kind := range kinds {
		prefixes = append(prefixes, string(appendElement(slices.Clone(prefix), StringKey(kind.Name))))
	}
	const chunk = 1000
	for _, prefix := range prefixes {
		for from, end := prefix, keyAfter(prefix); ; {
			keys, err := base.Scan(nil, References, from, end, false, chunk)
			if err != nil {
				return nil, err
			}
			for _, key := range keys {
				found = append(found, KeyID(key))
			}
			if len(keys) < chunk {
				break
			}
			from = keys[len(keys)-1] + "\x00"
		}
	}
	return found, nil
}

// KindsSeen returns the kinds of those documents that readers see or have ever seen: of some
// documents, and of those that refer to another one now, unless its id is empty. It requires
// the role editor.
func KindsSeen(v *View, ids []ID, about ID) (map[*Kind]bool, error) {
	if err := v.actor.Require(RoleEditor); err != nil {
		return nil, err
	}
	if about != "" {
		referring, err := referringTo(v.snapshot, about)
		if err != nil {
			return nil, err
		}
		ids = append(slices.Clone(ids), referring...)
	}
	seen := map[*Kind]bool{}
	for _, id := range ids {
		state, err := v.snapshot.State(id)
		if err != nil && !IsNotFound(err) {
			return nil, err
		}
		if state.Seen != 0 {
			seen[id.Kind()] = true
		}
	}
	return seen, nil
}
