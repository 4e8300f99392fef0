package content

import (
	"strconv"
	"strings"
	"time"
)

// ID identifies a document permanently: unique over all kinds, never reused, kept through
// export and import. It is the prefix of its kind, an underscore and a ULID:
// "session_01FEDCZ8M0A9B8C7D6E5F4G3H2". The prefix is for people; programs must treat an id as
// opaque.
type ID string

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewID returns an id of a kind from a time and ten random bytes (the ULID specification: 48
// bits of milliseconds, 80 of entropy).
func NewID(kind *Kind, now time.Time, entropy [10]byte) ID {
	var b [16]byte
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	copy(b[6:], entropy[:])
	var out [26]byte
	// 128 bits in 26 characters of 5 bits: the first holds the top 3.
	for i := range out {
		var v byte
		for bit := range 5 {
			pos := i*5 + bit - 2
			v <<= 1
			if pos >= 0 {
				v |= b[pos/8] >> (7 - pos%8) & 1
			}
		}
		out[i] = crockford[v]
	}
	return ID(kind.Prefix + "_" + string(out[:]))
}

// ParseID checks the form of an id: the prefix of a known kind and a ULID. The document need
// not exist.
func ParseID(s string) (ID, error) {
	prefix, rest, ok := strings.Cut(s, "_")
	if !ok || len(rest) != 26 || rest[0] > '7' || KindOfPrefix(prefix) == nil {
		return "", Errorf(CodeBadInput, "This is not an id of this service.")
	}
	for i := range len(rest) {
		if strings.IndexByte(crockford, rest[i]) < 0 {
			return "", Errorf(CodeBadInput, "This is not an id of this service.")
		}
	}
	return ID(s), nil
}

// Kind returns the kind of the id's prefix, or nil.
func (id ID) Kind() *Kind {
	prefix, _, _ := strings.Cut(string(id), "_")
	return KindOfPrefix(prefix)
}

// NodeID is the id of an object in a response: the id of a document or of a file, or that of a
// draft. A draft has an id of its own, because it has other fields than the document that
// readers see, and caches of clients keep objects by their ids: that of the document with
// "_draft" after it, and for a former version with its revision after that,
// "session_01FEDCZ8M0A9B8C7D6E5F4G3H2_draft33".
type NodeID string

const draftMark = "_draft"

// DraftID returns the id of a document as editors see it.
func DraftID(d Document) NodeID {
	m := d.Base()
	if m.Former {
		return NodeID(string(m.ID) + draftMark + strconv.FormatUint(uint64(m.Revision), 10))
	}
	return NodeID(m.ID + draftMark)
}

// Draft splits the id of a draft into that of its document and, for a former version, its
// revision, which is 0 for the working draft. It returns false for other ids.
func (id NodeID) Draft() (of ID, version Revision, ok bool) {
	at := strings.LastIndex(string(id), draftMark)
	if at < 0 {
		return "", 0, false
	}
	if number := string(id[at+len(draftMark):]); number != "" {
		n, err := strconv.ParseUint(number, 10, 53)
		if err != nil || number[0] == '0' {
			return "", 0, false
		}
		version = Revision(n)
	}
	return ID(id[:at]), version, true
}

// Document returns the id of the document: that of its draft stands for it wherever an id is
// given.
func (id NodeID) Document() ID {
	if of, _, ok := id.Draft(); ok {
		return of
	}
	return ID(id)
}

// GivenID is ParseID for an id that somebody gives: it may be that of the document's draft.
func GivenID(s string) (ID, error) { return ParseID(string(NodeID(s).Document())) }
