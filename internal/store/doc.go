// Package store keeps Lectern's log, and everything derived from it, in one bbolt file. It
// implements content.Store and knows no rule of the domain: it writes a content.Batch, and
// returns keys and versions. It must not know GraphQL, HTTP or any content type. Start with
// store.go, then writer.go and snapshot.go.
//
// # The file
//
// lectern.db in the data directory. Numbers are 8 bytes, big-endian, so that they sort. Every
// value is sealed: its first 4 bytes are the CRC-32C of the key and of the rest (record.go),
// since bbolt's data pages have no checksum of their own. A record that fails it is
// CodeCorrupt, never data.
//
//	bucket        key                                     value
//	meta          "format"                                number: the version of this layout
//	              "store"                                 16 random bytes: which store this is
//	              "revision"                              number: the newest change
//	              "indexes"                               content.IndexDigest: how the indexes were built
//	              "horizon"                               number: the newest disappearance of a
//	                                                      document that was forgotten
//	                                                      (horizon.go); else absent
//	              "removed " hash                         number: 0 if the file is free of removed words;
//	                                                      else the revision, plus 1, after which it
//	                                                      must be searched; absent in older backups
//	              "purge"                                 number: the erasure whose former bytes are
//	                                                      not overwritten yet; else absent
//	changes       revision                                content.Change as JSON
//	versions      id 00 revision                          document, as content encodes it
//	current       id                                      content.State as JSON
//	public_index  kind, index[@language], [by,] order, id (only the seal)
//	draft_index   likewise                                (only the seal)
//	references    target, kind of the source, source      (only the seal)
//	schedule      instant, what is due, id                (only the seal)
//	sync          revision, kind, id                      (only the seal)
//	outcomes      see content/internal/outcome            (only the seal)
//	counts        "p" or "d", an index key's prefix       number: the keys below that prefix
//
// The elements of index keys end in 00 01; see content/key.go. All buckets but meta, changes,
// versions and outcomes can be rebuilt from those: Rebuild does, and Verify compares. Outcomes
// are what operations with an idempotency key did, for a week: Rebuild copies them. An entry of a
// change whose state is erased has no version.
//
// Format 1 had no bucket schedule, format 2 no bucket sync, and its states did not say what
// readers saw when. Format 3 had no bucket outcomes. Opening such a file for writing migrates it, in one transaction; for
// read-only programs, the spaces are empty.
//
// The keys of public_index and draft_index also depend on the program: on its indexes, and on
// the collation of a language. Opening a file with another digest for writing rebuilds them,
// in one transaction. For read-only programs the former ones stay, and Verify skips them.
//
// Beside the file there are, at times:
//
//	erasures.jsonl   the ledger of erasures (ledger.go), which outlives the store
//	erasures.key     the key of the hashes of removed words in it (removals.go)
//	rebuild-*/       a store that Rebuild is building
//	past-*/          stores as they stood at a revision (past.go)
//
// The directories are removed when the store is opened.
//
// # Options, and why
//
// Lectern reads much and writes little.
//
//   - NoFreelistSync: the list of free pages is not written with each commit but found at
//     open, by a walk over the branch pages. A commit then costs only what it changes, and a
//     long reader can't make the list, and with it each commit, grow.
//   - FreelistType hashmap: finding free pages stays fast when there are many.
//   - InitialMmapSize 1 GiB of address space: growing the map waits for all readers, so it
//     should not grow. For a larger file it is doubled.
//   - Every commit is synced. Writes that wait at the same time share one (writer.go); bbolt's
//     Batch is not used, since it makes a lone writer wait.
//   - NoStatistics: readers would contend for a lock on unused counters.
//   - Timeout: a second process on the file gets an error instead of waiting.
//
// # Memory
//
// Options.CacheBytes bounds the cache of decoded documents; 64 MiB by default. It has states,
// and versions with a copy in each of their languages (content.Stored.Weigh): see cache.go.
// Everything else is read from the file: two seeks and some microseconds for decoding.
//
// An open read transaction pins the pages that it can see: while writes go on, the file grows
// without bound. So the store closes a snapshot that is older than Options.MaxSnapshotAge, and
// later reads from it are CodeTimeout.
//
// # Erasure
//
// The log never changes except by an erasure, which removes versions, replaces others, and
// replaces changes (content.Erasure). When its write returns, the former bytes are nowhere in
// the file: see erase.go for the order of its steps, and purge.go for overwriting pages that
// bbolt has freed. It waits for earlier snapshots, and no cache outlives it. Code that reads
// pages without a Snapshot must take care: an erasure does not wait for a plain bbolt
// transaction. Copies that the disk keeps of overwritten blocks or removed files are out of
// this program's reach.
//
// # Damage
//
// bbolt panics, or reads outside its map, on a damaged page. Everything that reads a page runs
// under guard, which turns both into CodeCorrupt. When the disk fails in a commit, the state
// of the disk is unknown: the waiting writers get CodeOutcomeUnknown, and the store accepts no
// more writes.
package store
