package cache

import (
	"hash/maphash"
	"sync/atomic"
)

// repeats recognises repeated requests, so that a request that is sent once does not displace
// frequent ones. It remembers the latest few thousand by their hashes, and rarely confuses
// two. Goroutines may share it.
type repeats struct {
	seed   maphash.Seed
	hashes [4096]atomic.Uint64
}

func newRepeats() *repeats { return &repeats{seed: maphash.MakeSeed()} }

// again records a request, and reports whether it was recorded before.
func (r *repeats) again(request []byte) bool {
	hash := maphash.Bytes(r.seed, request)
	return r.hashes[hash%uint64(len(r.hashes))].Swap(hash) == hash
}
