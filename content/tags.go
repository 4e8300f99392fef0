package content

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
)

// EveryTag is the tag of a change that nobody can tell the effects of: whatever
// is kept elsewhere has to go.
const EveryTag = "all"

// Spoils tells whether an answer that depends on reads may be another since the
// change.
func (t *Touched) Spoils(reads *Reads) bool {
	if t.Everything || slices.ContainsFunc(reads.Documents, func(id ID) bool { return slices.Contains(t.Documents, id) }) {
		return true
	}
	return slices.ContainsFunc(reads.Spans, func(s Span) bool { return slices.ContainsFunc(t.Keys[s.Space], s.Has) })
}

// Tags name what an answer depends on, for caches outside that are told by
// Touched.Tags what to drop. They are
//
//   - session_01J…: a document that the answer shows;
//   - session.absent: one of a kind that it would show, and can't. It has no id, which
//     would tell that there is such a document;
//   - ~iW3k…: a list that it has looked at, or the document behind a slug;
//   - session.any: any of a kind, in place of all the kind's others where the tags,
//     with a space behind each, would need more bytes than the limit.
//
// An answer that a change spoils has a tag that the change has, or the change has
// EveryTag.
func (r *Reads) Tags(limit int) []string {
	kinds := map[string][]string{} // tags by kind
	absent := map[ID]bool{}
	for _, id := range r.Absent {
		absent[id] = true
	}
	for _, id := range r.Documents {
		kind := id.Kind()
		switch {
		case kind == nil: // a client's own idea of an id: there never is such a document
		case absent[id]:
			kinds[kind.Name] = append(kinds[kind.Name], absentTag(kind))
		default:
			kinds[kind.Name] = append(kinds[kind.Name], string(id))
		}
	}
	for _, s := range r.Spans {
		scope := s.Scope()
		if s.Space == Sync {
			scope = "" // which documents a change moved there isn't in the log for ever
		}
		kind, _, _ := strings.Cut(scope, ElementEnd)
		kinds[kind] = append(kinds[kind], scopeTag(s.Space, scope))
	}
	bytes := 0
	for name, tags := range kinds {
		slices.Sort(tags)
		kinds[name] = slices.Compact(tags)
		bytes += size(kinds[name])
	}
	var tags []string
	for _, name := range bySize(kinds) {
		if kind := KindNamed(name); kind != nil && bytes > limit {
			bytes -= size(kinds[name])
			kinds[name] = []string{anyTag(kind)}
			bytes += size(kinds[name])
		}
		tags = append(tags, kinds[name]...)
	}
	slices.Sort(tags)
	return tags
}

// Tags name what a change may have spoiled, as Reads.Tags says.
func (t *Touched) Tags() []string {
	if t.Everything {
		return []string{EveryTag}
	}
	var tags []string
	for _, id := range t.Documents {
		tags = append(tags, string(id), anyTag(id.Kind()))
	}
	for _, id := range t.Appeared {
		tags = append(tags, absentTag(id.Kind()))
	}
	for space, keys := range t.Keys {
		for _, key := range keys {
			name, _, _ := strings.Cut(key, ElementEnd)
			if kind := KindNamed(name); kind != nil {
				tags = append(tags, anyTag(kind))
			}
			for _, scope := range Scopes(key) {
				tags = append(tags, scopeTag(Space(space), scope))
			}
		}
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

func absentTag(k *Kind) string { return k.Name + ".absent" }

func anyTag(k *Kind) string { return k.Name + ".any" }

// scopeTag names the keys that begin with a scope. It is a hash: a scope may hold
// anything, and this must be short.
func scopeTag(space Space, scope string) string {
	h := fnv.New64a()
	_, _ = h.Write(append([]byte{byte(space)}, scope...)) // never fails
	var sum [8]byte
	binary.BigEndian.PutUint64(sum[:], h.Sum64())
	return "~" + base64.RawURLEncoding.EncodeToString(sum[:])
}

// bySize are the kinds, those first that have the most bytes of tags.
func bySize(kinds map[string][]string) []string {
	return slices.SortedFunc(maps.Keys(kinds), func(a, b string) int {
		return cmp.Or(cmp.Compare(size(kinds[b]), size(kinds[a])), cmp.Compare(a, b))
	})
}

func size(tags []string) (bytes int) {
	for _, tag := range tags {
		bytes += len(tag) + 1
	}
	return bytes
}
