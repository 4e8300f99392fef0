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
	// MaxSync is the maximum number of documents on a page of a sync.
	MaxSync = 500
	// maxSyncScan is the maximum number of keys that a page reads, including those of
	// unrequested kinds.
	maxSyncScan = 5000
)

// SyncQuery requests what has changed for readers since a cursor.
type SyncQuery struct {
	After *string // nil for everything
	First int
	Kinds []*Kind // empty for all
}

// SyncPage has what has changed for readers, as far as it fits a page.
type SyncPage struct {
	Entries []*SyncEntry
	// Complete means that there is nothing more at the view's revision.
	Complete bool
	// Cursor continues after the page, now or later.
	Cursor string
}

// SyncEntry is a document as readers see it, or its disappearance.
type SyncEntry struct {
	Revision  Revision // the change with which it last changed for readers
	Document  Document // nil if they don't see it
	Tombstone *Tombstone
}

// Tombstone says only that readers no longer see a document.
type Tombstone struct {
	ID   ID
	Type DocumentType
}

// ReadSync returns the documents that were ever public, each once, in the order of the changes
// with which they last changed for readers, by themselves or by what they refer to. A document
// that changes while a client pages comes again later. A document that had already disappeared
// when a sync began is not in it, since the client never got it. It is only for the present
// public content: CodeBadInput in a preview or at another time, and CodeSyncReset for a cursor
// from which a sync can't continue.
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

// syncEntry returns the entry of a key.
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

// syncRevision returns the change of a key; 0 if it is invalid.
func syncRevision(key string) Revision {
	at, _, _ := strings.Cut(key, ElementEnd)
	at = strings.ReplaceAll(at, "\x00\xff", "\x00")
	if len(at) != 8 {
		return 0
	}
	return Revision(binary.BigEndian.Uint64([]byte(at)) ^ (1 << 63))
}

// syncCursor is a position in the order of changes, for one store, one order of languages and
// one choice of kinds. The client's form also has the time of a change, that of the position
// or of the beginning of the sync, whichever is later: a store that was restored from a backup
// makes other changes with the same numbers.
type syncCursor struct {
	identity uint64
	// begun is the last change that readers had noticed when a sync began without a cursor; 0
	// when the position is past it.
	begun Revision
	// horizon is what the store had forgotten when the position was reached: a client that is
	// not yet there has not got what the store forgets later.
	horizon Revision
	key     string // the position; empty before the first
}

// next returns the first key after the position.
func (c *syncCursor) next() string {
	if c.key == "" {
		return ""
	}
	return c.key + "\x00"
}

// known returns the change up to which a client at the position knows about disappearances.
func (c *syncCursor) known() Revision { return max(c.begun, syncRevision(c.key)) }

const (
	syncCursorVersion = 2
	syncCursorHead    = 1 + 4*8
	maxSyncCursor     = 512 // characters; a longer one is invalid
)

func errSyncReset() error {
	return Errorf(CodeSyncReset, "The service does not know what changed since this cursor. Sync again without a cursor, and replace what you have.").At("after")
}

// syncIdentity is equal for queries with which a cursor means the same.
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

// syncCursor parses the cursor of a query.
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

// encodeSync returns the client's form of a cursor.
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

// madeAt returns the time of a change in milliseconds, or 0.
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
