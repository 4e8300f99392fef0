package content

import (
	"strings"
	"sync"
)

// Reads is what a view was asked for: what its answers depend on.
type Reads struct {
	Documents []ID   // also those that were not there; an id may come twice
	Absent    []ID   // those that were not there, or not for this reader
	Spans     []Span // of index keys that were looked at
	Entries   int    // index entries that were read
}

// Range is a stretch of keys, from its first to before its last. An empty To is
// the end of the space.
type Range struct{ From, To string }

// Span is a stretch of the keys of a space.
type Span struct {
	Space Space
	Range
}

// read is the part of a range that a scan looked at: where it came to its limit,
// what lies beyond the last key could change without the scan's knowing.
func (r Range) read(keys []string, reverse bool, limit int) Range {
	switch {
	case len(keys) < limit || limit == 0:
	case reverse:
		r.From = keys[len(keys)-1]
	default:
		r.To = keys[len(keys)-1] + "\x00"
	}
	return r
}

// Has tells whether a key lies in the range.
func (r Range) Has(key string) bool { return key >= r.From && (r.To == "" || key < r.To) }

// Scope is what all keys of the range begin with, in whole elements; empty where
// they have none in common. A key is in the range only if the scope is among the
// key's Scopes.
func (r Range) Scope() string {
	scope := ""
	for at := range elementEnds(r.From) {
		if p := r.From[:at]; r.To != "" && r.To <= after(p) {
			scope = p
		}
	}
	return scope
}

// Scopes are what a key begins with, in whole elements: the shortest first, which
// is empty.
func Scopes(key string) []string {
	scopes := append(make([]string, 0, 6), "")
	for at := range elementEnds(key) {
		scopes = append(scopes, key[:at])
	}
	return scopes
}

// elementEnds are the places behind the elements of a key.
func elementEnds(key string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for at := 0; ; {
			i := strings.Index(key[at:], elementEnd)
			if i < 0 {
				return
			}
			if at += i + len(elementEnd); !yield(at) {
				return
			}
		}
	}
}

// readLog is what the views of one operation were asked for.
type readLog struct {
	mu sync.Mutex
	Reads
}

func (l *readLog) sofar() Reads {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Reads
}

func (l *readLog) absent(id ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Absent = append(l.Absent, id)
}
