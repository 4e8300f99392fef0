package cache

import (
	"hash/maphash"
	"sync/atomic"
)

// repeats tells requests that came before, so that one that comes once does not displace what
// is asked often. It remembers the latest few thousand by their hashes, and rarely takes one
// for another. It is for many goroutines.
type repeats struct {
	seed   maphash.Seed
	hashes [4096]atomic.Uint64
}

func newRepeats() *repeats { return &repeats{seed: maphash.MakeSeed()} }

// again notes a request, and tells whether it was noted before.
func (r *repeats) again(request []byte) bool {
	hash := maphash.Bytes(r.seed, request)
	return r.hashes[hash%uint64(len(r.hashes))].Swap(hash) == hash
}
