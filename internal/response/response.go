package response

import (
	"net/http"
	"time"

	"lectern/content"
)

// RevisionHeader has the revision at which a response is valid.
const RevisionHeader = "Lectern-Revision"

// ReplayedHeader marks the response to a mutation that had already run under its idempotency
// key, and did not run again.
const ReplayedHeader = "Idempotent-Replayed"

// Response is a finished response. Its bytes are in memory, and no view is open.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	// Reuse is nil for a response that must not be cached.
	Reuse *Reuse
}

// Reuse has what a cache must know of a response: it is valid until something in its read set
// changes.
type Reuse struct {
	Revision content.Revision // the revision of the response
	Reads    content.Reads    // its read set
	// MaxAge is the time that clients may use it without revalidation.
	MaxAge time.Duration
}

// AddVary appends lines to a header Vary. It changes neither slice: many responses may share
// both.
func AddVary(set, more []string) []string {
	if len(set) == 0 {
		return more
	}
	return append(set[:len(set):len(set)], more...)
}

// Send writes the response. Its headers replace those that are already set, except for Vary,
// which is extended.
func (r *Response) Send(w http.ResponseWriter) {
	header := w.Header()
	for name, values := range r.Header {
		if name == "Vary" {
			values = AddVary(header[name], values)
		}
		header[name] = values
	}
	w.WriteHeader(r.Status)
	_, _ = w.Write(r.Body) // an error means that the client is gone
}
