package response

import "time"

// MaxAge is the default time that caches may keep a public response without purging. A person
// who withdraws a consent disappears everywhere within it (promise 7).
const MaxAge = 5 * time.Second

// Values of Cache-Control.
const (
	NoStore = "no-store"
	// Private is for a response to a credential: no cache may give it to others.
	Private = "private, no-store"
	// Revalidate allows clients to cache a response but to revalidate it each time.
	Revalidate = "no-cache"
	// Immutable is for public URLs whose bytes never change.
	Immutable = "public, max-age=31536000, immutable"
	// ImmutableFile is for the URLs of files: the bytes never change, but access to them can
	// end, so shared caches revalidate after MaxAge.
	ImmutableFile = "public, max-age=31536000, s-maxage=5, immutable"
)

// Values of Content-Security-Policy.
const (
	// StrictPolicy is for responses that are not pages: a browser that shows one loads nothing
	// and runs nothing.
	StrictPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	// FilePolicy is for uploaded files. It also gives a file that is opened by itself no
	// origin.
	FilePolicy = StrictPolicy + "; sandbox"
)
