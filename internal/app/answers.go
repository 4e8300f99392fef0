package app

import (
	"net/http"
	"time"

	"lectern/graph"
	"lectern/internal/httpd/answers"
)

// Caching says how answers are kept, here and elsewhere.
type Caching struct {
	// Bytes bounds the answers that are kept here; none are, where it is 0.
	Bytes int
	// SharedMaxAge is how long caches may keep public answers that are told of
	// changes, by /changes; 0 leaves it at what clients may.
	SharedMaxAge time.Duration
	// TagHeader is the header that such caches read tags from; none, where it is
	// empty.
	TagHeader string
	// ServerTiming tells clients in the header Server-Timing whether their answer was
	// kept already.
	ServerTiming bool
}

// DefaultCaching is for a service without a cache in front of it.
func DefaultCaching() Caching { return Caching{Bytes: 64 << 20} }

// prepare is graph for package answers.
type prepare struct{ handler *graph.Handler }

func (p prepare) Prepare(w http.ResponseWriter, r *http.Request) answers.Prepared {
	return prepared{p.handler.Prepare(w, r)}
}

type prepared struct{ *graph.Prepared }

func (p prepared) Run() *answers.Response {
	r := p.Prepared.Run()
	response := &answers.Response{Status: r.Status, Header: r.Header, Body: r.Body}
	if k := r.Kept; k != nil {
		response.Kept = &answers.Kept{Revision: k.Revision, Reads: k.Reads, MaxAge: k.MaxAge}
	}
	return response
}
