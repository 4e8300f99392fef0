package app

import "time"

// Caching configures how responses are cached, by the service and by others.
type Caching struct {
	// Bytes is the maximum size of the service's cache; 0 disables it.
	Bytes int
	// SharedMaxAge is how long caches that read /changes may store public responses; 0 gives
	// them the same time as clients.
	SharedMaxAge time.Duration
	// TagHeader is the header from which such caches read tags; "" sends none.
	TagHeader string
	// ServerTiming reports in the header Server-Timing whether a response was cached.
	ServerTiming bool
}

// DefaultCaching returns the configuration for a service without a cache in front of it.
func DefaultCaching() Caching { return Caching{Bytes: 64 << 20} }
