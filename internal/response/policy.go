package response

import "time"

// MaxAge is how long a cache that is not told of changes may have what is public,
// where nothing says otherwise. Somebody who withdraws a consent is out of every
// door within it (promise 7).
const MaxAge = 5 * time.Second

// Values of Cache-Control.
const (
	NoStore = "no-store"
	// Private is for what a reader sees by a credential: no cache may give it to
	// others.
	Private = "private, no-store"
	// Revalidate lets clients cache, and ask each time whether it is still good.
	Revalidate = "no-cache"
	// Immutable is for addresses that have the same bytes for ever, and everybody
	// may have them.
	Immutable = "public, max-age=31536000, immutable"
	// ImmutableFile is for addresses of files: the bytes stay the same, but who may
	// see them can end, so shared caches ask again after MaxAge.
	ImmutableFile = "public, max-age=31536000, s-maxage=5, immutable"
)

// Values of Content-Security-Policy.
const (
	// StrictPolicy is for what is not a page: a browser that shows it loads nothing
	// and runs nothing.
	StrictPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	// FilePolicy is for uploaded files. A browser that opens one by itself gives it
	// no origin, either.
	FilePolicy = StrictPolicy + "; sandbox"
)
