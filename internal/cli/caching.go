package cli

import (
	"errors"
	"net/http"
	"time"

	"lectern/internal/app"
)

// cachingFlags configure the caching of responses.
type cachingFlags struct {
	CacheBytes   int           `help:"Memory for cached public responses, in bytes. A change removes the responses that depend on it. 0 disables the cache." default:"${cacheBytes}" group:"caching"`
	SharedMaxAge time.Duration `help:"How long a shared cache (CDN) may store public responses. Use it only with lectern purge-feed, which says what to purge." default:"0s" group:"caching"`
	ServerTiming bool          `help:"Send the header Server-Timing to every client: whether the response was cached, and how long it took. For measurements only: it shows strangers what others request." default:"false" group:"caching"`
	CacheTags    string        `help:"Response header with the tags for a shared cache: surrogate-key, cache-tag or off." enum:"off,surrogate-key,cache-tag" default:"off" group:"caching"`
}

func (f *cachingFlags) caching() app.Caching {
	c := app.Caching{Bytes: f.CacheBytes, SharedMaxAge: f.SharedMaxAge, ServerTiming: f.ServerTiming}
	if f.CacheTags != "off" {
		c.TagHeader = http.CanonicalHeaderKey(f.CacheTags)
	}
	return c
}

func (f *cachingFlags) check() error {
	if f.CacheBytes < 0 {
		return errors.New("--cache-bytes must not be negative")
	}
	if f.SharedMaxAge < 0 {
		return errors.New("--shared-max-age must not be negative")
	}
	return nil
}
