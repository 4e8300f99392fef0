package cli

import (
	"errors"
	"net/http"
	"time"

	"lectern/internal/app"
)

// cachingFlags say how answers are kept.
type cachingFlags struct {
	CacheBytes   int           `help:"Bytes of public answers that are kept in memory until something that they depend on changes. 0 keeps none." default:"${cacheBytes}" group:"caching"`
	SharedMaxAge time.Duration `help:"How long a cache in front (a CDN) may keep public answers by itself. Only for one that is told what to drop: lectern purge-feed." default:"0s" group:"caching"`
	ServerTiming bool          `help:"Tell every client in the header Server-Timing whether its response was cached, and how long it took to make. For measuring: it shows strangers what others ask." default:"false" group:"caching"`
	CacheTags    string        `help:"Header that tells a cache in front what an answer depends on: surrogate-key, cache-tag, or off." enum:"off,surrogate-key,cache-tag" default:"off" group:"caching"`
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
		return errors.New("--cache-bytes: it can't be less than 0")
	}
	if f.SharedMaxAge < 0 {
		return errors.New("--shared-max-age: it can't be less than 0")
	}
	return nil
}
