package content

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// SyncOrigin returns the store that a sync through the view is of. It is CodeBadInput in a
// preview or at another time: a sync has the present public content.
func SyncOrigin(v *View) (Origin, error) {
	if v.space != PublicIndex || v.shifted {
		return Origin{}, Errorf(CodeBadInput, "sync has published content only. Use it without preview and without at.")
	}
	return v.snapshot.Origin(), nil
}

// SyncKeys returns up to limit keys of the space Sync, beginning with one: the documents that
// were ever public, in the order of the changes with which they last changed for readers.
func SyncKeys(v *View, from string, limit int) ([]string, error) {
	return v.scan(nil, Sync, Range{From: from}, false, limit)
}

// LastNoticed returns the last change that readers noticed, or 0.
func LastNoticed(v *View) (Revision, error) {
	last, err := v.scan(nil, Sync, Range{}, true, 1)
	if err != nil || len(last) == 0 {
		return 0, err
	}
	return SyncRevision(last[0]), nil
}

// SyncRevision returns the change of a key of Sync; 0 if it is invalid.
func SyncRevision(key string) Revision {
	at, _, _ := strings.Cut(key, ElementEnd)
	at = strings.ReplaceAll(at, "\x00\xff", "\x00")
	if len(at) != 8 {
		return 0
	}
	return Revision(binary.BigEndian.Uint64([]byte(at)) ^ (1 << 63))
}

// GoneDocument is a document that readers no longer see.
type GoneDocument struct {
	Key  string // its place in Sync
	Seen Revision
}

// Gone returns the documents that have disappeared for readers up to a change, in the order in
// which they went.
func Gone(s Snapshot, until Revision) (gone []GoneDocument, err error) {
	end := ""
	if until < math.MaxInt64 {
		end = string(appendElement(nil, IntKey(int64(until)+1)))
	}
	for from := ""; ; {
		const chunk = 1000
		keys, err := s.Scan(nil, Sync, from, end, false, chunk)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			state, err := s.State(KeyID(key))
			if err != nil {
				return nil, err
			}
			if state.Shown() == 0 {
				gone = append(gone, GoneDocument{key, SyncRevision(key)})
			}
		}
		if len(keys) < chunk {
			slices.SortFunc(gone, func(a, b GoneDocument) int { return cmp.Compare(a.Seen, b.Seen) })
			return gone, nil
		}
		from = keys[len(keys)-1] + "\x00"
	}
}

// DocumentType is the name of a kind in GraphQL's enum: PODCAST_EPISODE.
type DocumentType string

// Type returns the kind's DocumentType.
func (k *Kind) Type() DocumentType {
	var b strings.Builder
	for _, r := range k.Name {
		if 'A' <= r && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return DocumentType(strings.ToUpper(b.String()))
}

// Kind returns the kind of the type, or nil.
func (t DocumentType) Kind() *Kind {
	for _, k := range kinds {
		if k.Type() == t {
			return k
		}
	}
	return nil
}

// Valid reports whether there is a kind of the type.
func (t DocumentType) Valid() bool { return t.Kind() != nil }
