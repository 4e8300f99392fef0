package store

import (
	"log/slog"
	"time"

	"lectern/content"
)

// Options configure a store. The zero value suits a program that has the file to itself.
type Options struct {
	// MaxSnapshotAge is the age at which the store closes a snapshot; 0 means never.
	MaxSnapshotAge time.Duration
	// CacheBytes is the maximum size of the cached decoded documents and states; 0 means 64
	// MiB.
	CacheBytes int
	// Log receives messages for operators; nil means slog.Default().
	Log *slog.Logger
	// Committed is called with each batch once readers can see it, in order, before its write
	// is acknowledged. Writers wait for it. It may be nil.
	Committed func(*content.Batch)
	// Failed is called once when the disk has failed in a commit: the process should end.
	Failed func(error)
	// ReadOnly opens an existing file, beside other readers, without writing to it.
	ReadOnly bool

	// MaxPast limits Past: the maximum number of document versions in the changes that it
	// replays. 0 means DefaultMaxPast.
	MaxPast int

	// SyncHorizon is how long a store that is opened for writing remembers that a document was
	// public. Documents that are gone for longer are forgotten. 0 means never.
	SyncHorizon time.Duration

	// noSync skips syncing until the end, for a file that is not in use yet.
	noSync bool
	// now is the clock that ages past stores; nil means time.Now.
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
