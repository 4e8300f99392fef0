package content

import "slices"

// A published document never requires an unpublished one: a session its conference, an episode
// its podcast. The required documents are those in its own fields with rule:"required" and a
// ref; readers can do without deeper ones. Hidden documents count as published here, because
// protecting somebody must not remove other content.

// maxReferrers is the maximum number of documents named in a problem.
const maxReferrers = 20

// requires reports whether a field is a required reference.
func (f TreeField) requires() bool { return f.Ref != "" && f.Required() && len(f.Path) == 1 }

// requirements returns the documents that a document requires.
func requirements(d Document) (ids []ID) {
	EachField(d, func(f TreeField) {
		if f.requires() && !f.Value.IsZero() {
			ids = append(ids, ID(f.Value.String()))
		}
	})
	return ids
}

// published reports a reference to a document that readers will not see: a problem if it is
// required, otherwise a warning that names the document.
func (c *Check) published(f TreeField, to Document, report func(ProblemCode, ...any)) {
	if !c.Publishing {
		return
	}
	switch _, err := c.others.Published(to.Base().ID); {
	case err == nil:
	case !IsNotFound(err):
		c.err = err
	case f.requires():
		report(RequiresUnpublished)
	default:
		p := newProblem(slices.Clone(f.Path), NotPublic, true, KindOf(to).Title(to).String())
		c.problems = append(c.problems, p)
	}
}

// stillRequired returns the problems of withdrawing a document that published documents
// require.
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

// requiredBy returns the titles of the published documents that require another, with staged
// changes. Documents that begin to require it with this change have their own problem, so only
// those of the base are searched.
func (t *Transaction) requiredBy(id ID) (titles []string, err error) {
	for _, kind := range kinds {
		if !mayRequire(kind, id.Kind()) {
			continue // a topic may have thousands of sessions that do not require it
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

// mayRequire reports whether documents of a kind require documents of another.
func mayRequire(kind, other *Kind) (may bool) {
	EachField(kind.New(), func(f TreeField) { may = may || f.requires() && f.Ref == other.Name })
	return may
}
