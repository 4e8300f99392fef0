package purge

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"lectern/content"
)

// Everything is the tag of a change with unknown effects: external caches must purge everything.
const Everything = "all"

// ResponseTags returns the tags of a response with a read set, by which external caches
// purge what [ChangeTags] lists.
// They are
//
//   - session_01J…: a document in the response;
//   - session.absent: a document of a kind that the response would show, but can't. It has no
//     id, which would reveal that there is such a document;
//   - ~iW3k…: a list that it has read, or the document of a slug;
//   - session.any: any of a kind, instead of all other tags of the kind if the tags, with a
//     space after each, would exceed the limit.
//
// If a change affects a response, they share a tag, or the change has Everything.
func ResponseTags(r *content.Reads, limit int) []string {
	kinds := map[string][]string{} // tags by kind
	absent := map[content.ID]bool{}
	for _, id := range r.Absent {
		absent[id] = true
	}
	for _, id := range r.Documents {
		kind := id.Kind()
		switch {
		case kind == nil: // an id that a client invented: no such document will ever exist
		case absent[id]:
			kinds[kind.Name] = append(kinds[kind.Name], absentTag(kind))
		default:
			kinds[kind.Name] = append(kinds[kind.Name], string(id))
		}
	}
	for _, s := range r.Spans {
		scope := s.Scope()
		if s.Space == content.Sync {
			scope = "" // the log does not record permanently which documents a change moved there
		}
		kind, _, _ := strings.Cut(scope, content.ElementEnd)
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
		if kind := content.KindNamed(name); kind != nil && bytes > limit {
			bytes -= size(kinds[name])
			kinds[name] = []string{anyTag(kind)}
			bytes += size(kinds[name])
		}
		tags = append(tags, kinds[name]...)
	}
	slices.Sort(tags)
	return tags
}

// ChangeTags returns the tags of what a change may have made stale, as described at
// [ResponseTags].
func ChangeTags(t *content.Touched) []string {
	if t.Everything {
		return []string{Everything}
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
			name, _, _ := strings.Cut(key, content.ElementEnd)
			if kind := content.KindNamed(name); kind != nil {
				tags = append(tags, anyTag(kind))
			}
			for _, scope := range content.Scopes(key) {
				tags = append(tags, scopeTag(content.Space(space), scope))
			}
		}
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

func absentTag(k *content.Kind) string { return k.Name + ".absent" }

func anyTag(k *content.Kind) string { return k.Name + ".any" }

// scopeTag returns a tag for the keys that begin with a scope. It is a hash: a scope may
// contain anything, and a tag must be short.
func scopeTag(space content.Space, scope string) string {
	h := fnv.New64a()
	_, _ = h.Write(append([]byte{byte(space)}, scope...)) // never fails
	var sum [8]byte
	binary.BigEndian.PutUint64(sum[:], h.Sum64())
	return "~" + base64.RawURLEncoding.EncodeToString(sum[:])
}

// bySize returns the kinds by the size of their tags, the largest first.
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
