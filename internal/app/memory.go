package app

import (
	"context"
	"math"
	"runtime/debug"
	"time"

	"lectern/content"
)

// gcPercent lets the heap grow to four times the live data before a collection: a response is
// garbage as soon as it is written, and the caches, which stay, are bounded.
const gcPercent = 300

// The heap sizes in bytes above which the collector runs sooner than that. The caches, the
// columns of the search index and the requests in flight are live, at large size at most some
// 150 MiB: servingMemory leaves room for them, and keeps the whole process below 400 MiB.
// Building the whole search index has more live data for a minute or two, and would be slowed
// down by servingMemory.
const (
	servingMemory  = 224 << 20
	indexingMemory = 1 << 30
)

// tuneGC sets the pace of the garbage collector for indexing, and calm sets that for serving,
// unless GOGC or GOMEMLIMIT is set.
func tuneGC() (calm func()) {
	calm = func() {
		debug.SetMemoryLimit(servingMemory)
		debug.FreeOSMemory()
	}
	if was := debug.SetMemoryLimit(indexingMemory); was != math.MaxInt64 {
		debug.SetMemoryLimit(was)
		calm = func() {}
	}
	const untouched = 100
	if was := debug.SetGCPercent(gcPercent); was != untouched {
		debug.SetGCPercent(was)
	}
	return calm
}

// whenSearchable runs a function once search has indexed a revision.
func (a *App) whenSearchable(ctx context.Context, r content.Revision, then func()) {
	look := time.NewTicker(500 * time.Millisecond)
	defer look.Stop()
	for a.search.Revision() < r {
		select {
		case <-look.C:
		case <-ctx.Done():
			return
		}
	}
	then()
}
