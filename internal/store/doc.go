// Package store keeps Lectern's log, and what follows from it, in one bbolt
// file. It implements content.Store and knows no rule of the domain: what is
// to be written comes as a content.Batch, what is read goes out as keys and
// versions. It must not know GraphQL, HTTP or any content type.
//
// # The file
//
// lectern.db in the data directory. Numbers are 8 bytes, big-endian, so that
// they sort. Every value is sealed: its first 4 bytes are the CRC-32C of the
// key and of what follows (record.go), since bbolt's data pages have no
// checksum of their own. A record that fails it is CodeCorrupt, never data.
//
//	bucket        key                                     value
//	meta          "format"                                number: the version of this layout
//	              "store"                                 16 random bytes: which store this is
//	              "revision"                              number: the newest change
//	              "indexes"                               content.IndexDigest: how the indexes were made
//	              "horizon"                               number: the newest document's
//	                                                      disappearance that was forgotten
//	                                                      (horizon.go); else absent
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
//	counts        "p" or "d", an index key's prefix       number: the keys below that prefix
//
// The elements of index keys are ended by 00 01; content/key.go has the
// details. All but meta, changes and versions can be rebuilt from those:
// Rebuild does, and Verify compares. An entry of a change whose state is erased
// has no version.
//
// Format 1 had no bucket schedule, format 2 no bucket sync, and its states did
// not say what readers saw when. A file of those is brought to this format when it
// is opened for writing, in one transaction; to those who only read it, the spaces
// are empty.
//
// The keys of public_index and draft_index follow from the program, too: from
// which indexes there are, and how a language puts names in order. A file whose
// digest is another gets new ones when it is opened for writing, in one
// transaction. To those who only read it the former ones stay, and Verify passes
// them over.
//
// Beside the file there are, at times:
//
//	erasures.jsonl   the ledger of erasures (ledger.go), which outlives the store
//	rebuild-*/       a store that Rebuild is building
//	past-*/          stores as they stood at a revision (past.go)
//
// The directories are removed when the store is opened.
//
// # Options, and why
//
// Lectern reads much and writes little.
//
//   - NoFreelistSync: the list of free pages is not written with each commit
//     but found at open, by a walk over the branch pages. A commit then costs
//     what it changes, and a long reader can't make the list, and with it each
//     commit, grow.
//   - FreelistType hashmap: finding free pages stays fast when there are many.
//   - InitialMmapSize 1 GiB of address space: growing the map waits for all
//     readers, so it should not grow. On a larger file it is doubled.
//   - Every commit is synced. Writes that wait at the same time share one
//     (writer.go); bbolt's Batch is not used, since it makes a lone writer
//     wait.
//   - NoStatistics: readers would meet in a lock for counters nobody reads.
//   - Timeout: a second process on the file gets an error instead of waiting.
//
// # Memory
//
// Options.CacheBytes bounds what the store keeps in memory; 64 MiB by default.
// An eighth of it is a table of states (states.go), which has room for 200,000
// documents then; the rest holds decoded versions, weighed as they are with
// a copy in each of their languages (content.Stored.Weigh). What neither has is
// read from the file: two seeks and some microseconds for decoding.
//
// An open read transaction pins the pages that it can see: while writes go on
// the file grows without bound. A snapshot older than Options.MaxSnapshotAge
// is therefore closed by the store, and what is asked of it afterwards is
// CodeTimeout.
//
// # Erasure
//
// The log is never changed but for an erasure, which takes versions away,
// replaces others, and replaces changes (content.Erasure). When its write
// returns, the former bytes are in no byte of the file: see erase.go for the
// order of its steps, and purge.go for what it takes to overwrite pages that
// bbolt has freed. It waits for the snapshots of before, and no cache outlives
// it. Anyone who reads pages by another way than a Snapshot has to keep that in
// mind: a transaction of bbolt's own is not waited for. What the disk keeps of
// blocks that were overwritten, or of files that were removed, is beyond this
// program.
//
// # Damage
//
// bbolt panics, or reads outside its map, on a damaged page. Whatever touches
// a page runs under guard, which turns both into CodeCorrupt. When the disk
// fails in a commit nobody knows what it kept: those who wait get
// CodeOutcomeUnknown, and the store takes no more writes.
package store
