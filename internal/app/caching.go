package app

import "time"

// Caching says how responses are cached, here and elsewhere.
type Caching struct {
	// Bytes bounds the responses that are cached here; none are, where it is 0.
	Bytes int
	// SharedMaxAge is how long caches may have public responses that are told of
	// changes, by /changes; 0 leaves it at what clients may.
	SharedMaxAge time.Duration
	// TagHeader is the header that such caches read tags from; none, where it is
	// empty.
	TagHeader string
	// ServerTiming tells clients in the header Server-Timing whether their response was
	// cached already.
	ServerTiming bool
}

// DefaultCaching is for a service without a cache in front of it.
func DefaultCaching() Caching { return Caching{Bytes: 64 << 20} }
