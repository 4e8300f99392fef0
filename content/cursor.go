package content

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"
)

// A cursor is a place in a list: the identity of the list (its kind, order,
// language where names are put in order, and filter), and the part of an index key that orders, with the id. It is valid
// whether or not that document is still there.

const maxCursorLength = 512

func (q *Query) identity() uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %s %t", q.Kind.Name, q.Order, q.Descending)
	if q.in != "" {
		fmt.Fprintf(h, " in %s", q.in)
	}
	for _, c := range q.Where {
		fmt.Fprintf(h, " %q", c)
	}
	return h.Sum64()
}

func (q *Query) encodeCursor(suffix string) string {
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint64(nil, q.identity()), suffix...))
}

func (q *Query) decodeCursor(cursor string) (suffix string, err error) {
	bad := Errorf(CodeBadCursor, "This cursor is not of this list: cursors hold for the list, filter and order that gave them.")
	if len(cursor) > maxCursorLength {
		return "", bad
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) < 8 || binary.BigEndian.Uint64(b) != q.identity() {
		return "", bad
	}
	suffix = string(b[8:])
	if id, err := ParseID(string(KeyID(suffix))); err != nil || id.Kind() != q.Kind {
		return "", bad
	}
	return suffix, nil
}
