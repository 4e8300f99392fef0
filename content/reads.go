package content

import (
	"slices"
	"strings"
	"sync"
	"time"

	"lectern/content/arena"
)

// Reads is the read set of a view: everything that its response depends on.
type Reads struct {
	Documents []ID   // including absent ones; may have duplicates
	Absent    []ID   // those that did not exist, or not for this reader
	Spans     []Span // scanned ranges of index keys
	Entries   int    // the number of index entries read
	// Until is the instant from which the response is no longer valid by the clock alone: see
	// ValidUntil. Zero means that the clock changes nothing.
	Until time.Time
}

// Range is a range of keys, [From, To). An empty To is the end of the space.
type Range struct{ From, To string }

// Span is a range of keys in a space.
type Span struct {
	Space Space
	Range
}

// Has reports whether a key is in the range.
func (r Range) Has(key string) bool { return key >= r.From && (r.To == "" || key < r.To) }

// Scope returns the common prefix of all keys in the range, in whole elements; it may be
// empty. A key can be in the range only if the scope is among the key's Scopes.
func (r Range) Scope() string {
	scope := ""
	for at := range elementEnds(r.From) {
		if p := r.From[:at]; r.To != "" && r.To <= keyAfter(p) {
			scope = p
		}
	}
	return scope
}

// Scopes returns the prefixes of a key in whole elements, beginning with the empty one.
func Scopes(key string) []string {
	scopes := append(make([]string, 0, 6), "")
	for at := range elementEnds(key) {
		scopes = append(scopes, key[:at])
	}
	return scopes
}

// elementEnds returns the offsets behind the elements of a key.
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

// readLog records the reads of all views of one operation. Its memory, and that of its
// strings, is allocated for all of them together.
type readLog struct {
	mu sync.Mutex
	Reads
	given  int // documents returned, with repetitions
	forms  int // forms that views of the operation have used
	text   arena.Arena
	memory *readMemory
}

// readMemory is the memory of a log. A released log passes it on to others.
type readMemory struct {
	documents []ID
	spans     []Span
	// recent has documents that were returned recently, by a few bits of their ids: most
	// documents that are read twice are read again soon, and then need neither lookup nor
	// recording.
	recent [128]recentDocument
}

// recentDocument is a document that a view has returned; nil while it is only recorded.
type recentDocument struct {
	id       ID
	form     int // the form in which the view returns documents
	document Document
}

// place returns the index of an id in recent. The end of an id is random.
func (m *readMemory) place(id ID) *recentDocument {
	n := 0
	if len(id) > 1 {
		n = int(id[len(id)-1]) + 5*int(id[len(id)-2])
	}
	return &m.recent[n%len(m.recent)]
}

var readMemories = sync.Pool{New: func() any { return new(readMemory) }}

// sofar returns a copy, since the log's memory is reused.
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

// begin ensures that there is memory.
func (l *readLog) begin() {
	if l.memory == nil {
		l.memory = readMemories.Get().(*readMemory)
		l.Documents, l.Spans = l.memory.documents, l.memory.spans
	}
}

// document records a document. It returns the document if it was returned recently, and the
// number of reads so far.
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

// newForm returns the form of a view that returns documents differently from the ones before.
func (l *readLog) newForm() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forms++
	return draftForm + l.forms
}

// The forms of the opened views, and of their Drafts.
const (
	openedForm = iota
	draftForm
)

// remember caches a returned document.
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

// span records the part of a range that a scan has read: if it stopped at its limit, keys
// beyond the last one do not affect its result.
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

// join concatenates the parts in the log's memory, for strings that are recorded.
func (l *readLog) join(parts ...string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Join(parts...)
}
