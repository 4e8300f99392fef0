package store

import (
	"log/slog"
	"time"

	"lectern/content"
)

// Options say how a store is opened. The zero value is for a program that is
// alone with the file and takes its time.
type Options struct {
	// MaxSnapshotAge is when a snapshot is closed by the store; never, where
	// it is 0.
	MaxSnapshotAge time.Duration
	// CacheBytes bounds the decoded documents and the states that are kept in
	// memory; 64 MiB where it is 0.
	CacheBytes int
	// Log gets what an operator must know; slog.Default() where it is nil.
	Log *slog.Logger
	// Committed is called with each batch once readers can see it, in order, before
	// its write is acknowledged. Writers wait for it. It may be nil.
	Committed func(*content.Batch)
	// Failed is called once when the disk failed in a commit: the process
	// should end.
	Failed func(error)
	// ReadOnly opens a file that exists, beside other readers, without writing
	// to it.
	ReadOnly bool

	// MaxPast bounds what Past replays: how many versions of documents the
	// changes up to a revision wrote, all in all. DefaultMaxPast where it is 0.
	MaxPast int

	// SyncHorizon is for how long a store that is opened for writing remembers that
	// a document was public: what is gone for longer is forgotten. For ever, where
	// it is 0.
	SyncHorizon time.Duration

	// noSync leaves syncing to the end: for a file that nobody relies on yet.
	noSync bool
	// now is the clock by which past stores age; time.Now where it is nil.
	now func() time.Time
	// beforePurge is for tests that end a process, or fail, between the commit
	// of an erasure and its purge.
	beforePurge func() error
	// beforeCommit is for tests in which a commit fails or panics.
	beforeCommit func() error
}

func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Committed == nil {
		o.Committed = func(*content.Batch) {}
	}
	if o.MaxPast == 0 {
		o.MaxPast = DefaultMaxPast
	}
	if o.now == nil {
		o.now = time.Now
	}
	return o
}
