package listing

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"lectern/content"
	"lectern/content/arena"
)

// A cursor is a position in a list: the identity of the list (its kind, order, language of the
// collation, and filter), and the ordering part of an index key, with the id. It stays valid if
// the document disappears.

const maxCursorLength = 512

// identity distinguishes a list from others, as far as its plan determines it.
type identity struct {
	head  uint64 // the hash of what precedes the language
	by    string // the parent's attribute
	where string // the conditions, as a text
}

func identityOf(q *Spec) identity {
	var where strings.Builder
	for _, c := range q.Where {
		fmt.Fprintf(&where, " %q", c)
	}
	if q.State != "" {
		fmt.Fprintf(&where, " state %q", q.State)
	}
	i := identity{head: fnvOffset, by: q.By, where: where.String()}
	for _, part := range []string{q.Kind.Name, " ", q.Order, " ", strconv.FormatBool(q.Descending)} {
		i.head = fnv1a(i.head, part)
	}
	return i
}

// identity returns the identity of the list. A parent counts as the condition that documents
// refer to it.
func (l *list) identity() uint64 {
	h := l.plan.identity.head
	if l.in != "" {
		h = fnv1a(fnv1a(h, " in "), string(l.in))
	}
	if by := l.plan.identity.by; by != "" {
		var quoted [64]byte
		h = fnv1a(fnv1a(h, " {"), strconv.AppendQuote(quoted[:0], by))
		h = fnv1a(fnv1a(h, " ["), strconv.AppendQuote(quoted[:0], string(l.parent)))
		h = fnv1a(h, `] "" ""}`)
	}
	return fnv1a(h, l.plan.identity.where)
}

// fnv1a adds bytes to an FNV-1a hash.
func fnv1a[B ~string | ~[]byte](h uint64, b B) uint64 {
	for i := range len(b) {
		h = (h ^ uint64(b[i])) * 1099511628211
	}
	return h
}

const fnvOffset = 14695981039346656037

// encodePlace returns the cursor of a place in a list.
func encodePlace(identity uint64, place string) string {
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint64(nil, identity), place...))
}

// decodePlace returns the place of a cursor; false if the cursor belongs to another list.
func decodePlace(identity uint64, cursor string) (place string, ok bool) {
	if len(cursor) > maxCursorLength {
		return "", false
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) < 8 || binary.BigEndian.Uint64(b) != identity {
		return "", false
	}
	return string(b[8:]), true
}

// encodeCursors returns the cursors of places in a list.
func (l *list) encodeCursors(suffixes ...string) []string {
	head := binary.BigEndian.AppendUint64(make([]byte, 0, maxCursorLength), l.identity())
	length := 0
	for _, suffix := range suffixes {
		length += base64.RawURLEncoding.EncodedLen(len(head) + len(suffix))
	}
	var text arena.Arena
	text.Grow(length)
	cursors, encoded := make([]string, len(suffixes)), make([]byte, 0, maxCursorLength)
	for i, suffix := range suffixes {
		encoded = base64.RawURLEncoding.AppendEncode(encoded[:0], append(head, suffix...))
		cursors[i] = text.Bytes(encoded)
	}
	return cursors
}

func (l *list) encodeCursor(suffix string) string {
	return l.encodeCursors(suffix)[0]
}

// decodeCursor returns the place of a cursor in an argument.
func (l *list) decodeCursor(cursor, argument string) (suffix string, err error) {
	suffix, ok := decodePlace(l.identity(), cursor)
	if !ok {
		return "", errCursor(argument)
	}
	if id, err := content.ParseID(string(content.KeyID(suffix))); err != nil || id.Kind() != l.plan.kind {
		return "", errCursor(argument)
	}
	return suffix, nil
}

func errCursor(argument string) error {
	return content.Errorf(content.CodeBadCursor, "This cursor is not from this list. A cursor is valid only for the list, filter and order that it came from.").At(argument)
}
