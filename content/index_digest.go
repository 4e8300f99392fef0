package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"golang.org/x/text/collate"

	"lectern/content/locale"
)

// derivation is the version of the code that makes the keys of the indexes. Increase it when
// the keys of an attribute, or their encoding, change: IndexDigest can't detect that by
// itself.
const derivation = 3

// IndexDigest identifies everything besides the documents that determines the keys of the
// digested spaces: the kinds in their order, which ranks what is due at one instant, the
// indexes, the languages and the collation tables. If a store's keys were made under another
// digest, they must be rebuilt.
func IndexDigest() string {
	h := sha256.New()
	fmt.Fprintln(h, derivation, MaxKeyLength, collate.CLDRVersion, collate.UnicodeVersion, locale.Languages())
	fmt.Fprintln(h, translationsNeeded)
	for _, k := range kinds {
		fmt.Fprintln(h, k.Name, k.Indexes, stateIndexes(k))
	}
	// The tables have no version of their own.
	for _, l := range locale.Languages() {
		fmt.Fprintf(h, "%q", TextKey(l, "Æble, øl, år, Aarhus, Åse, zebra, Wi-Fi, 2 Straße, naïve, Ωmega, 字"))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
