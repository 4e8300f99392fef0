package cache

import "lectern/content"

// index finds the entries that depend on a change.
type index struct {
	documents map[content.ID]map[*entry]struct{}
	scopes    map[scope]map[*entry]struct{}
	all       map[*entry]struct{}
}

// scope is the part of the key space that a range is in: a key can be in a range only if the
// range's scope is among the key's scopes.
type scope struct {
	space content.Space
	name  string
}

func newIndex() index {
	return index{map[content.ID]map[*entry]struct{}{}, map[scope]map[*entry]struct{}{}, map[*entry]struct{}{}}
}

func (x *index) add(e *entry) {
	x.all[e] = struct{}{}
	for _, id := range e.reads.Documents {
		link(x.documents, id, e)
	}
	for _, s := range e.reads.Spans {
		link(x.scopes, scope{s.Space, s.Scope()}, e)
	}
}

func (x *index) remove(e *entry) {
	delete(x.all, e)
	for _, id := range e.reads.Documents {
		unlink(x.documents, id, e)
	}
	for _, s := range e.reads.Spans {
		unlink(x.scopes, scope{s.Space, s.Scope()}, e)
	}
}

func (x *index) each(do func(*entry)) {
	for e := range x.all {
		do(e)
	}
}

// spoiled calls do with each entry that a change may have made stale. do may remove it.
func (x *index) spoiled(t *content.Touched, do func(*entry)) {
	if t.Everything {
		x.each(do)
		return
	}
	for _, id := range t.Documents {
		for e := range x.documents[id] {
			do(e)
		}
	}
	for space, keys := range t.Keys {
		for _, key := range keys {
			for _, name := range content.Scopes(key) {
				for e := range x.scopes[scope{content.Space(space), name}] {
					if e.looksAt(content.Space(space), key) {
						do(e)
					}
				}
			}
		}
	}
}

func link[K comparable](m map[K]map[*entry]struct{}, k K, e *entry) {
	if m[k] == nil {
		m[k] = map[*entry]struct{}{}
	}
	m[k][e] = struct{}{}
}

func unlink[K comparable](m map[K]map[*entry]struct{}, k K, e *entry) {
	delete(m[k], e)
	if len(m[k]) == 0 {
		delete(m, k)
	}
}

// recent has the latest changes: they may affect a response that was begun before them and is
// added after them.
type recent struct {
	changes [64]content.Touched // in a ring
	n       int                 // the number of changes so far
}

func (r *recent) add(t *content.Touched) {
	r.changes[r.n%len(r.changes)] = *t
	r.n++
}

// spares reports whether an entry is still valid at a later revision.
func (r *recent) spares(e *entry, at content.Revision) bool {
	for i := r.n; at > e.revision; i-- {
		if i == 0 || r.n-i == len(r.changes) {
			return false // too long ago
		}
		change := &r.changes[(i-1)%len(r.changes)]
		if change.Revision <= e.revision {
			return true
		}
		if change.Spoils(&e.reads) {
			return false
		}
	}
	return true
}
