package operations

import (
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"lectern/internal/sharedfile"
)

// looks is how often the running service looks whether others have changed what
// is registered: so long may an operation be answered that was retired. One that
// was registered is answered at once.
const looks = time.Second

// Registry is what is registered in a data directory. Several processes can use
// it at the same time. Its methods can be called from several goroutines.
type Registry struct {
	file *sharedfile.File[*register]
	uses *sharedfile.File[[]Use]
	log  *slog.Logger
	now  func() time.Time

	latest atomic.Pointer[register] // the last that could be read
	looked atomic.Int64             // when the file was looked at, in Unix nanoseconds
	failed atomic.Bool              // whether the log has been told that it can't be read

	mu      sync.Mutex
	counted map[useKey]uint64 // since the last Flush
}

// Open gives the registry of a data directory. It is CORRUPT where the file is
// damaged. When that happens later, what was registered before goes on, and the
// log says so.
func Open(dir string, log *slog.Logger) (*Registry, error) {
	r := &Registry{file: registerFile(dir), uses: useFile(dir), log: log, now: time.Now, counted: map[useKey]uint64{}}
	reg, err := r.read()
	if err != nil {
		return nil, err
	}
	r.latest.Store(reg)
	return r, nil
}

// read is what the file holds now.
func (r *Registry) read() (*register, error) {
	reg, err := r.file.Read()
	if reg == nil && err == nil { // there is no file
		reg = newRegister(nil, nil)
	}
	return reg, err
}

// look reads the file where it may have changed.
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

// recent is what was registered a moment ago.
func (r *Registry) recent() *register {
	if r.now().UnixNano()-r.looked.Load() < int64(looks) {
		return r.latest.Load()
	}
	return r.look()
}

// Documents are those that are registered, in the order of names. They are not to
// be changed.
func (r *Registry) Documents() []Document { return r.recent().documents }

// Text gives the text of a registered document.
func (r *Registry) Text(id string) (text string, registered bool) {
	d, registered := r.recent().byID[id]
	if !registered { // perhaps since a moment ago
		d, registered = r.look().byID[id]
	}
	return d.Text, registered
}

// Used counts a use of an operation by who asks, as the header names them. It
// is false, and counts nothing, where the operation is not registered any more.
// It is cheap: those call it who give a response that they kept.
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

// clientOf is who a request says that it comes from, by the names that
// GraphQL's tools have for these headers.
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

// Flush writes down what was counted since the last time. Where that fails, it
// is counted on, and the next Flush has it.
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
