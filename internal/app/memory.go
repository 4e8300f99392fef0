package app

import (
	"context"
	"math"
	"runtime/debug"
	"time"

	"lectern/content"
)

// gcPercent lets the heap grow to four times what is live before it is
// collected: a response is garbage as soon as it is written, and the caches,
// which stay, are bounded.
const gcPercent = 300

// From how many bytes on garbage is collected sooner than that. The caches, the
// columns of the search index and the requests in flight are live, at large
// size some 150 MiB at most: servingMemory leaves them room, and the whole process
// below 400 MiB. Making the whole search index has more live for a minute or two,
// and would be slowed down by as much as it does.
const (
	servingMemory  = 224 << 20
	indexingMemory = 1 << 30
)

// tuneGC sets the garbage collector's pace, unless GOGC and GOMEMLIMIT say another:
// that of indexing, and calm sets that of serving.
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

// whenSearchable runs a function once the search index has a revision.
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
