package content

import (
	"slices"
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

// Has tells whether a key lies in the range.
func (r Range) Has(key string) bool { return key >= r.From && (r.To == "" || key < r.To) }

// Scope is what all keys of the range begin with, in whole elements; empty where
// they have none in common. A key is in the range only if the scope is among the
// key's Scopes.
func (r Range) Scope() string {
	scope := ""
	for at := range elementEnds(r.From) {
		if p := r.From[:at]; r.To != "" && r.To <= keyAfter(p) {
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
			i := strings.Index(key[at:], ElementEnd)
			if i < 0 {
				return
			}
			if at += i + len(ElementEnd); !yield(at) {
				return
			}
		}
	}
}

// readLog is what the views of one operation were asked for. Its memory, and that
// of the strings in it, is made for all of them together.
type readLog struct {
	mu sync.Mutex
	Reads
	given  int // documents that were given out, each time one was
	forms  int // that views of the operation have been given
	text   Arena
	memory *readMemory
}

// readMemory is what a log is written in. A log that is released gives it to
// others.
type readMemory struct {
	documents []ID
	spans     []Span
	// recent are documents that were given out, by a few bits of their ids: most that are
	// read twice are read again soon, and are neither looked for nor recorded again.
	recent [128]recentDocument
}

// recentDocument is one that a view gave out; nil while it is only recorded.
type recentDocument struct {
	id       ID
	form     int // that the view gives documents in
	document Document
}

// place is where recent has an id, whose end is random.
func (m *readMemory) place(id ID) *recentDocument {
	n := 0
	if len(id) > 1 {
		n = int(id[len(id)-1]) + 5*int(id[len(id)-2])
	}
	return &m.recent[n%len(m.recent)]
}

var readMemories = sync.Pool{New: func() any { return new(readMemory) }}

// sofar is a copy: the log's own memory is not for others.
func (l *readLog) sofar() Reads {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.Reads
	r.Documents, r.Absent, r.Spans = slices.Clone(r.Documents), slices.Clone(r.Absent), slices.Clone(r.Spans)
	return r
}

func (l *readLog) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if m := l.memory; m != nil {
		m.documents, m.spans = l.Documents[:0], l.Spans[:0]
		clear(l.Documents)
		clear(l.Spans)
		clear(m.recent[:])
		readMemories.Put(m)
	}
	l.Reads, l.memory = Reads{}, nil
}

// begin makes sure that there is memory.
func (l *readLog) begin() {
	if l.memory == nil {
		l.memory = readMemories.Get().(*readMemory)
		l.Documents, l.Spans = l.memory.documents, l.memory.spans
	}
}

// document records a document, and gives it where it was given out not long ago, and how
// many reads are bounded so far.
func (l *readLog) document(id ID, form int) (d Document, reads int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begin()
	l.given++
	recent := l.memory.place(id)
	if recent.id != id {
		*recent = recentDocument{id: id}
		l.Documents = append(l.Documents, id)
	} else if recent.form == form {
		d = recent.document
	}
	return d, l.given + l.Entries
}

// newForm is the form of a view that gives documents otherwise than those before.
func (l *readLog) newForm() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forms++
	return draftForm + l.forms
}

// The forms of the views that are opened, and of their Drafts.
const (
	openedForm = iota
	draftForm
)

// remember keeps a document that is given out.
func (l *readLog) remember(id ID, form int, d Document) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.memory != nil {
		*l.memory.place(id) = recentDocument{id, form, d}
	}
}

func (l *readLog) absent(id ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Absent = append(l.Absent, id)
}

// span records the part of a range that a scan looked at: where it came to its
// limit, what lies beyond the last key could change without the scan's knowing.
func (l *readLog) span(space Space, r Range, keys []string, reverse bool, limit int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begin()
	switch {
	case len(keys) < limit || limit == 0:
	case reverse:
		r.From = keys[len(keys)-1]
	default:
		r.To = l.text.Join(keys[len(keys)-1], "\x00")
	}
	l.Spans = append(l.Spans, Span{space, r})
	l.Entries += len(keys)
	return l.given + l.Entries
}

func (l *readLog) logged(n int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Entries += n
	return l.given + l.Entries
}

// join is the parts as one string in the log's memory: what is read is recorded
// by such strings.
func (l *readLog) join(parts ...string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Join(parts...)
}
