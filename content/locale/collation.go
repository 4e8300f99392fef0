package locale

import (
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// CollationKey returns bytes that sort as a language of the service sorts texts, ignoring case:
// in Danish æ, ø and å come last, and aa is å.
func CollationKey(l Language, s string) []byte {
	pool := collators[l]
	c := pool.Get().(*collate.Collator)
	defer pool.Put(c)
	var buf collate.Buffer
	return c.KeyFromString(&buf, strings.TrimSpace(s))
}

// Collates reports whether CollationKey supports a language: those of Languages.
func Collates(l Language) bool { return collators[l] != nil }

// collators are pooled by language: a Collator is not safe for concurrent use, and slow to
// create.
var collators = func() map[Language]*sync.Pool {
	pools := map[Language]*sync.Pool{}
	for _, l := range Languages() {
		pools[l] = &sync.Pool{New: func() any { return collate.New(language.Make(string(l)), collate.Loose) }}
	}
	return pools
}()
