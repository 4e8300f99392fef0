package operations

import (
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"lectern/internal/sharedfile"
)

// looks is the interval at which the running service checks for changes of the register: a
// retired operation may run for that long. A newly registered one runs at once.
const looks = time.Second

// Registry is the register of a data directory. Several processes can use it at the same time.
// It is safe for concurrent use.
type Registry struct {
	file *sharedfile.File[*register]
	uses *sharedfile.File[[]Use]
	log  *slog.Logger
	now  func() time.Time

	latest atomic.Pointer[register] // the last readable one
	looked atomic.Int64             // when the file was checked, in Unix nanoseconds
	failed atomic.Bool              // whether the log has a message that it can't be read

	mu      sync.Mutex
	counted map[useKey]uint64 // since the last Flush
}

// Open returns the registry of a data directory. It is CORRUPT if the file is damaged. If that
// happens later, the former register stays in use, and the log says so.
func Open(dir string, log *slog.Logger) (*Registry, error) {
	r := &Registry{file: registerFile(dir), uses: useFile(dir), log: log, now: time.Now, counted: map[useKey]uint64{}}
	reg, err := r.read()
	if err != nil {
		return nil, err
	}
	r.latest.Store(reg)
	return r, nil
}

// read reads the file.
func (r *Registry) read() (*register, error) {
	reg, err := r.file.Read()
	if reg == nil && err == nil { // there is no file
		reg = newRegister(nil, nil)
	}
	return reg, err
}

// look reads the file if it may have changed.
func (r *Registry) look() *register {
	r.looked.Store(r.now().UnixNano())
	reg, err := r.read()
	if err != nil {
		if !r.failed.Swap(true) {
			r.log.Error("the registered operations can't be read; the previously read ones are used", "error", err)
		}
		return r.latest.Load()
	}
	r.failed.Store(false)
	r.latest.Store(reg)
	return reg
}

// recent returns the register, at most looks old.
func (r *Registry) recent() *register {
	if r.now().UnixNano()-r.looked.Load() < int64(looks) {
		return r.latest.Load()
	}
	return r.look()
}

// Documents returns the registered documents, sorted by name. They must not be changed.
func (r *Registry) Documents() []Document { return r.recent().documents }

// Text returns the text of a registered document.
func (r *Registry) Text(id string) (text string, registered bool) {
	d, registered := r.recent().byID[id]
	if !registered { // it may be new
		d, registered = r.look().byID[id]
	}
	return d.Text, registered
}

// Used counts a use of an operation by the client in the header. It returns false, and counts
// nothing, if the operation is no longer registered. It is fast enough for cached responses.
func (r *Registry) Used(id string, header http.Header) bool {
	reg := r.recent()
	if _, registered := reg.byID[id]; !registered {
		return false
	}
	client := clientOf(header)
	if !reg.clients[client] {
		client = Unknown
	}
	r.mu.Lock()
	r.counted[useKey{id, client}]++
	r.mu.Unlock()
	return true
}

// clientOf returns the client of a request, by the usual headers of GraphQL's tools.
func clientOf(header http.Header) Client {
	first := func(names ...string) string {
		for _, name := range names {
			if values := header[name]; len(values) > 0 {
				return values[0]
			}
		}
		return ""
	}
	return Client{
		Name:    first("Graphql-Client-Name", "Apollographql-Client-Name"),
		Version: first("Graphql-Client-Version", "Apollographql-Client-Version"),
	}
}

// Flush saves the uses that were counted since the last call. If that fails, the next Flush
// saves them.
func (r *Registry) Flush() error {
	r.mu.Lock()
	counted := r.counted
	r.counted = map[useKey]uint64{}
	r.mu.Unlock()
	if len(counted) == 0 {
		return nil
	}
	err := r.uses.Change(func(uses []Use) ([]Use, error) {
		return merged(uses, counted, day(r.now()), r.look()), nil
	})
	if err != nil {
		r.mu.Lock()
		for key, n := range counted {
			r.counted[key] += n
		}
		r.mu.Unlock()
	}
	return err
}
