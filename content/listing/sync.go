package listing

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"

	"lectern/content"
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
	Kinds []*content.Kind // empty for all
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
	Revision  content.Revision // the change with which they last saw it otherwise
	Document  content.Document // nil where they don't see it
	Tombstone *Tombstone
}

// Tombstone says only that readers no longer see a document.
type Tombstone struct {
	DocumentID content.ID
	Type       content.DocumentType
}

// ReadSync returns the documents that were ever public, each once, in the order of the changes
// with which they last changed for readers, by themselves or by what they refer to. A document
// that changes while a client pages comes again later. A document that had already disappeared
// when a sync began is not in it, since the client never got it. It is only for the present
// public content: CodeBadInput in a preview or at another time, and CodeSyncReset for a cursor
// from which a sync can't continue.
func ReadSync(v *content.View, q SyncQuery) (*SyncPage, error) {
	if q.First < 1 || q.First > MaxSync {
		return nil, content.Errorf(content.CodeBadInput, "first must be from 1 to %d.", MaxSync).At("first")
	}
	cursor, err := readSyncCursor(v, q)
	if err != nil {
		return nil, err
	}
	page := &SyncPage{Entries: []*SyncEntry{}}
	for scanned, full := 0, false; scanned < maxSyncScan && !full && !page.Complete; {
		chunk := q.First + 1
		keys, err := content.SyncKeys(v, cursor.next(), chunk)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			if full = len(page.Entries) == q.First; full {
				break
			}
			if len(q.Kinds) == 0 || slices.Contains(q.Kinds, content.KeyID(key).Kind()) {
				entry, err := syncEntry(v, key)
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
	page.Cursor, err = encodeSync(v, cursor)
	return page, err
}

// syncEntry returns the entry of a key.
func syncEntry(v *content.View, key string) (*SyncEntry, error) {
	id := content.KeyID(key)
	entry := &SyncEntry{Revision: content.SyncRevision(key)}
	d, err := v.Get(id)
	switch {
	case content.IsNotFound(err):
		entry.Tombstone = &Tombstone{id, id.Kind().Type()}
	case err != nil:
		return nil, err
	default:
		entry.Document = d
	}
	return entry, nil
}

// syncCursor is a position in the order of changes, for one store, one order of languages and
// one choice of kinds. The client's form also has the time of a change, that of the position
// or of the beginning of the sync, whichever is later: a store that was restored from a backup
// makes other changes with the same numbers.
type syncCursor struct {
	identity uint64
	// begun is the last change that readers had noticed when a sync began without a cursor; 0
	// when the position is past it.
	begun content.Revision
	// horizon is what the store had forgotten when the position was reached: a client that is
	// not yet there has not got what the store forgets later.
	horizon content.Revision
	key     string // the position; empty before the first key
}

// next returns the first key after the position.
func (c *syncCursor) next() string {
	if c.key == "" {
		return ""
	}
	return c.key + "\x00"
}

// known is the change up to which a client at the position has, or was never given, what
// readers no longer see.
func (c *syncCursor) known() content.Revision { return max(c.begun, content.SyncRevision(c.key)) }

const (
	syncCursorVersion = 2
	syncCursorHead    = 1 + 4*8
	maxSyncCursor     = 512 // characters; valid ones are shorter
)

func errSyncReset() error {
	return content.Errorf(content.CodeSyncReset, "The service does not know what changed since this cursor. Sync again without a cursor, and replace what you have.").At("after")
}

// syncIdentity is equal for queries with which a cursor means the same.
func syncIdentity(v *content.View, origin content.Origin, q SyncQuery) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %q %q %q %q", origin.Store, v.Languages(), v.Site().Service, v.Site().Website, v.Site().Pages)
	names := make([]string, 0, len(q.Kinds))
	for _, k := range q.Kinds {
		names = append(names, k.Name)
	}
	slices.Sort(names)
	fmt.Fprintf(h, " %q", slices.Compact(names))
	return h.Sum64()
}

// readSyncCursor parses the cursor of a query.
func readSyncCursor(v *content.View, q SyncQuery) (*syncCursor, error) {
	origin, err := content.SyncOrigin(v)
	if err != nil {
		return nil, err
	}
	now := &syncCursor{identity: syncIdentity(v, origin, q), horizon: origin.Horizon}
	if q.After == nil {
		now.begun, err = content.LastNoticed(v)
		return now, err
	}
	if len(*q.After) > maxSyncCursor {
		return nil, errSyncReset()
	}
	b, err := base64.RawURLEncoding.DecodeString(*q.After)
	if err != nil || len(b) < syncCursorHead || b[0] != syncCursorVersion || binary.BigEndian.Uint64(b[1:]) != now.identity {
		return nil, errSyncReset()
	}
	horizon := content.Revision(binary.BigEndian.Uint64(b[9:]))
	now.begun = content.Revision(binary.BigEndian.Uint64(b[17:]))
	made := binary.BigEndian.Uint64(b[25:])
	now.key = string(b[syncCursorHead:])
	if (content.SyncRevision(now.key) == 0) != (now.key == "") || now.known() < origin.Horizon && horizon != origin.Horizon {
		return nil, errSyncReset()
	}
	is, err := madeAt(v, now.known())
	if err != nil {
		return nil, err
	}
	if made != is {
		return nil, errSyncReset()
	}
	return now, nil
}

// encodeSync returns the client's form of a cursor.
func encodeSync(v *content.View, c *syncCursor) (string, error) {
	made, err := madeAt(v, c.known())
	if err != nil {
		return "", err
	}
	begun := c.begun
	if content.SyncRevision(c.key) >= begun {
		begun = 0
	}
	b := append(make([]byte, 0, syncCursorHead+len(c.key)), syncCursorVersion)
	for _, n := range []uint64{c.identity, uint64(c.horizon), uint64(begun), made} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return base64.RawURLEncoding.EncodeToString(append(b, c.key...)), nil
}

// madeAt returns the time of a change in milliseconds, or 0.
func madeAt(v *content.View, r content.Revision) (uint64, error) {
	at, err := content.TimeOf(v, r)
	if err != nil || at.IsZero() {
		return 0, err
	}
	return uint64(at.UnixMilli()), nil
}
