package response

import (
	"net/http"
	"time"

	"lectern/content"
)

// RevisionHeader has the revision that a response is good at.
const RevisionHeader = "Lectern-Revision"

// Response is a finished response. Its bytes are in memory, and no view is open.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	// Reuse says how long a cache may send the response to others; nil where it is
	// for one request only.
	Reuse *Reuse
}

// Reuse is what a cache must know of a response: it is good until something in
// its read set changes.
type Reuse struct {
	Revision content.Revision // that the response is of
	Reads    content.Reads    // its read set
	// MaxAge is how long clients may cache it without asking.
	MaxAge time.Duration
}

// AddVary gives the lines of a header Vary that others have set already, and more
// after them. It changes neither: both may be shared by many responses.
func AddVary(set, more []string) []string {
	if len(set) == 0 {
		return more
	}
	return append(set[:len(set):len(set)], more...)
}

// Send writes the response. Its headers replace those that are set already, but
// for Vary, to which it adds.
func (r *Response) Send(w http.ResponseWriter) {
	header := w.Header()
	for name, values := range r.Header {
		if name == "Vary" {
			values = AddVary(header[name], values)
		}
		header[name] = values
	}
	w.WriteHeader(r.Status)
	_, _ = w.Write(r.Body) // an error means that nobody listens any more
}
