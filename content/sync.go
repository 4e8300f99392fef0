package content

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"
)

const (
	// MaxSync is how many documents a page of a sync has, at most.
	MaxSync = 500
	// maxSyncScan bounds the places that a page looks at: those of other kinds than
	// are asked for.
	maxSyncScan = 5000
)

// SyncQuery asks for what readers see otherwise since a cursor.
type SyncQuery struct {
	After *string // nil for all from the beginning
	First int
	Kinds []*Kind // none for all
}

// SyncPage is what readers see otherwise, as far as it fits a page.
type SyncPage struct {
	Entries []*SyncEntry
	// Complete says that nothing more is known at the view's revision.
	Complete bool
	// Cursor goes on behind the page, now or at any later time.
	Cursor string
}

// SyncEntry is a document as readers see it, or that they see it no longer.
type SyncEntry struct {
	Revision  Revision // the change with which they last saw it otherwise
	Document  Document // nil where they don't see it
	Tombstone *Tombstone
}

// Tombstone says that readers see a document no longer, and nothing else of it.
type Tombstone struct {
	ID   ID
	Type DocumentType
}

// ReadSync lists the documents that were ever public, each once, in the order of the
// changes with which readers last saw them otherwise, whether by the document
// itself or by what it refers to. A document that moves while somebody pages
// comes again behind. A document that they saw no longer when a sync began is not
// told of in it: nobody has it from there. It is of what is public now: CodeBadInput in a preview or at
// another time, and CodeSyncReset for a cursor that can't be answered from.
func ReadSync(v *View, q SyncQuery) (*SyncPage, error) {
	if v.space != PublicIndex || v.shifted {
		return nil, Errorf(CodeBadInput, "sync has published content only. Use it without preview and without at.")
	}
	if q.First < 1 || q.First > MaxSync {
		return nil, Errorf(CodeBadInput, "first must be from 1 to %d.", MaxSync).At("first")
	}
	cursor, err := v.syncCursor(q)
	if err != nil {
		return nil, err
	}
	page := &SyncPage{Entries: []*SyncEntry{}}
	for scanned, full := 0, false; scanned < maxSyncScan && !full && !page.Complete; {
		chunk := q.First + 1
		keys, err := v.scan(nil, Sync, Range{From: cursor.next()}, false, chunk)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			if full = len(page.Entries) == q.First; full {
				break
			}
			if len(q.Kinds) == 0 || slices.Contains(q.Kinds, KeyID(key).Kind()) {
				entry, err := v.syncEntry(key)
				if err != nil {
					return nil, err
				}
				if entry.Document != nil || entry.Revision > cursor.begun {
					page.Entries = append(page.Entries, entry)
				}
			}
			cursor.key = key
		}
		scanned += len(keys)
		page.Complete = !full && len(keys) < chunk
	}
	page.Cursor, err = v.encodeSync(cursor)
	return page, err
}

// syncEntry is what stands at a place.
func (v *View) syncEntry(key string) (*SyncEntry, error) {
	id := KeyID(key)
	entry := &SyncEntry{Revision: syncRevision(key)}
	d, err := v.Get(id)
	switch {
	case IsNotFound(err):
		entry.Tombstone = &Tombstone{id, id.Kind().Type()}
	case err != nil:
		return nil, err
	default:
		entry.Document = d
	}
	return entry, nil
}

// syncRevision reads the change off a place; 0 where it is none.
func syncRevision(key string) Revision {
	at, _, _ := strings.Cut(key, ElementEnd)
	at = strings.ReplaceAll(at, "\x00\xff", "\x00")
	if len(at) != 8 {
		return 0
	}
	return Revision(binary.BigEndian.Uint64([]byte(at)) ^ (1 << 63))
}

// syncCursor is a place in what readers saw, in one store, one order of
// languages and one choice of kinds. What clients have of it says also when a
// change was made, that of the place or with which the sync began, whichever is
// later: a store that was set back to a backup makes other changes of the same
// number.
type syncCursor struct {
	identity uint64
	// begun is the last change that readers had noticed when a sync began without a
	// cursor; 0 from where the place is past it.
	begun Revision
	// horizon is what the store had forgotten when the place was reached: what it
	// forgets later, a client that is not yet there has not been told.
	horizon Revision
	key     string // the place; empty before the first
}

// next is the first key behind the place.
func (c *syncCursor) next() string {
	if c.key == "" {
		return ""
	}
	return c.key + "\x00"
}

// known is the change up to which a client at the place has, or was never given,
// what readers see no longer.
func (c *syncCursor) known() Revision { return max(c.begun, syncRevision(c.key)) }

const (
	syncCursorVersion = 2
	syncCursorHead    = 1 + 4*8
	maxSyncCursor     = 512 // characters; a longer one is none of ours
)

func errSyncReset() error {
	return Errorf(CodeSyncReset, "The service does not know what changed since this cursor. Sync again without a cursor, and replace what you have.").At("after")
}

// syncIdentity is equal where a cursor means the same.
func (v *View) syncIdentity(q SyncQuery) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %q %q %q %q", v.snapshot.Origin().Store, v.languages, v.site.Service, v.site.Website, v.site.Pages)
	names := make([]string, 0, len(q.Kinds))
	for _, k := range q.Kinds {
		names = append(names, k.Name)
	}
	slices.Sort(names)
	fmt.Fprintf(h, " %q", slices.Compact(names))
	return h.Sum64()
}

// syncCursor reads the cursor of a query.
func (v *View) syncCursor(q SyncQuery) (*syncCursor, error) {
	origin := v.snapshot.Origin()
	now := &syncCursor{identity: v.syncIdentity(q), horizon: origin.Horizon}
	if q.After == nil {
		last, err := v.scan(nil, Sync, Range{}, true, 1)
		if len(last) > 0 {
			now.begun = syncRevision(last[0])
		}
		return now, err
	}
	if len(*q.After) > maxSyncCursor {
		return nil, errSyncReset()
	}
	b, err := base64.RawURLEncoding.DecodeString(*q.After)
	if err != nil || len(b) < syncCursorHead || b[0] != syncCursorVersion || binary.BigEndian.Uint64(b[1:]) != now.identity {
		return nil, errSyncReset()
	}
	horizon := Revision(binary.BigEndian.Uint64(b[9:]))
	now.begun = Revision(binary.BigEndian.Uint64(b[17:]))
	made := binary.BigEndian.Uint64(b[25:])
	now.key = string(b[syncCursorHead:])
	if (syncRevision(now.key) == 0) != (now.key == "") || now.known() < origin.Horizon && horizon != origin.Horizon {
		return nil, errSyncReset()
	}
	is, err := v.madeAt(now.known())
	if err != nil {
		return nil, err
	}
	if made != is {
		return nil, errSyncReset()
	}
	return now, nil
}

// encodeSync is a cursor as clients have it.
func (v *View) encodeSync(c *syncCursor) (string, error) {
	made, err := v.madeAt(c.known())
	if err != nil {
		return "", err
	}
	begun := c.begun
	if syncRevision(c.key) >= begun {
		begun = 0
	}
	b := append(make([]byte, 0, syncCursorHead+len(c.key)), syncCursorVersion)
	for _, n := range []uint64{c.identity, uint64(c.horizon), uint64(begun), made} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return base64.RawURLEncoding.EncodeToString(append(b, c.key...)), nil
}

// madeAt is when a change was made, in milliseconds; 0 where there is none.
func (v *View) madeAt(r Revision) (uint64, error) {
	if r == 0 || r > v.snapshot.Revision() {
		return 0, nil
	}
	changes, err := v.snapshot.Log(r+1, 1)
	if err != nil || len(changes) == 0 {
		return 0, err
	}
	return uint64(changes[0].Time.UnixMilli()), nil
}

// GoneDocument is one that readers saw and see no longer.
type GoneDocument struct {
	Key  string // its place in Sync
	Seen Revision
}

// Gone lists the documents that readers see no longer since a change or before,
// in the order in which they went.
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
				gone = append(gone, GoneDocument{key, syncRevision(key)})
			}
		}
		if len(keys) < chunk {
			slices.SortFunc(gone, func(a, b GoneDocument) int { return cmp.Compare(a.Seen, b.Seen) })
			return gone, nil
		}
		from = keys[len(keys)-1] + "\x00"
	}
}

// DocumentType is a kind under the name that it has in GraphQL's enum:
// PODCAST_EPISODE.
type DocumentType string

// Type is the kind's DocumentType.
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

// Kind is the kind of the type, nil where there is none.
func (t DocumentType) Kind() *Kind {
	for _, k := range kinds {
		if k.Type() == t {
			return k
		}
	}
	return nil
}

// Valid tells whether there is a kind of the type.
func (t DocumentType) Valid() bool { return t.Kind() != nil }
