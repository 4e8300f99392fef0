// Package seen tells what has come before, so that what comes once does not take
// the place of what comes often in a cache. It knows nothing of what the bytes mean.
package seen

import (
	"hash/maphash"
	"sync/atomic"
)

// Seen remembers the latest few thousand, and rarely takes one for another. It is
// for many goroutines.
type Seen struct {
	seed   maphash.Seed
	hashes [4096]atomic.Uint64
}

// New has seen nothing.
func New() *Seen { return &Seen{seed: maphash.MakeSeed()} }

// Again notes some bytes, and tells whether they were noted before.
func (s *Seen) Again(b []byte) bool {
	hash := maphash.Bytes(s.seed, b)
	return s.hashes[hash%uint64(len(s.hashes))].Swap(hash) == hash
}
