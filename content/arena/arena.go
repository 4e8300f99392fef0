// Package arena allocates many small strings with few allocations. It must not know what the
// strings are.
package arena

import "strings"

// Arena allocates many small strings with few allocations: it copies them into blocks, one
// after another. A block lives as long as any of its strings. The zero value is empty. It is
// not safe for concurrent use.
type Arena struct {
	block strings.Builder
	next  int // the size of the next block
}

const (
	firstBlock = 128
	lastBlock  = 4096
)

// Join returns the concatenation of the parts.
func (a *Arena) Join(parts ...string) string {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	start := a.room(n)
	for _, p := range parts {
		a.block.WriteString(p)
	}
	return a.block.String()[start:]
}

// Bytes returns a copy of b.
func (a *Arena) Bytes(b []byte) string {
	start := a.room(len(b))
	a.block.Write(b)
	return a.block.String()[start:]
}

// Grow reserves space for strings of n bytes in total, so that they take one allocation.
func (a *Arena) Grow(n int) { a.room(n) }

// room ensures that n bytes fit into the block, and returns their offset.
func (a *Arena) room(n int) int {
	if a.block.Cap()-a.block.Len() < n {
		a.next = min(max(4*a.next, firstBlock), lastBlock)
		a.block.Reset() // earlier strings keep the former block
		a.block.Grow(max(n, a.next))
	}
	return a.block.Len()
}
