package content

import "slices"

// A published document never requires one that is not: a session its
// conference, an episode its podcast. What a document requires are its own
// fields with rule:"required" and a ref; what stands deeper in it may be
// missing for readers. Hidden documents count as published here: that somebody
// is protected takes nothing else away.

// maxReferrers bounds the documents that are named as standing in the way.
const maxReferrers = 20

// requires tells whether a field is a reference that its document requires.
func (f TreeField) requires() bool { return f.Ref != "" && f.Required() && len(f.Path) == 1 }

// requirements are the documents that a document requires.
func requirements(d Document) (ids []ID) {
	EachField(d, func(f TreeField) {
		if f.requires() && !f.Value.IsZero() {
			ids = append(ids, ID(f.Value.String()))
		}
	})
	return ids
}

// published reports a required reference to what readers won't see.
func (c *Check) published(f TreeField, report func(ProblemCode, ...any)) {
	if !f.requires() || !c.Publishing {
		return
	}
	switch _, err := c.others.Published(ID(f.Value.String())); {
	case IsNotFound(err):
		report(RequiresUnpublished)
	case err != nil:
		c.err = err
	}
}

// stillRequired are the problems of what is about to be taken from readers
// though published documents require it.
func (t *Transaction) stillRequired() (problems []Problem, err error) {
	for _, id := range t.order {
		s := t.staged[id]
		if s.before.Published == 0 || s.after.Published != 0 || s.after.Erased {
			continue
		}
		titles, err := t.requiredBy(id)
		if err != nil {
			return nil, err
		}
		for _, title := range titles {
			p := newProblem([]string{}, StillRequired, false, title)
			p.Document = id
			problems = append(problems, p)
		}
	}
	return problems, nil
}

// requiredBy are the titles of the published documents that require another,
// with what is staged. Those that begin to with this change have a problem of
// their own: only those of the base are looked for.
func (t *Transaction) requiredBy(id ID) (titles []string, err error) {
	for _, kind := range kinds {
		if !mayRequire(kind, id.Kind()) {
			continue // a topic may have thousands of sessions that can do without it
		}
		prefix := string(appendElement(appendElement(nil, StringKey(id)), StringKey(kind.Name)))
		const chunk = 100
		for from, more := prefix, true; more; {
			keys, err := t.base.Scan(nil, References, from, keyAfter(prefix), false, chunk)
			if err != nil {
				return nil, err
			}
			for _, key := range keys {
				d, err := t.Published(KeyID(key))
				if err != nil && !IsNotFound(err) {
					return nil, err
				}
				if err == nil && slices.Contains(requirements(d), id) {
					titles = append(titles, kind.Title(d).String())
				}
				if len(titles) == maxReferrers {
					return titles, nil
				}
				from = key + "\x00"
			}
			more = len(keys) == chunk
		}
	}
	return titles, nil
}

// mayRequire tells whether documents of a kind require one of another.
func mayRequire(kind, other *Kind) (may bool) {
	EachField(kind.New(), func(f TreeField) { may = may || f.requires() && f.Ref == other.Name })
	return may
}
