package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"golang.org/x/text/collate"

	"lectern/content/locale"
)

// derivation numbers the code that makes the keys of the indexes. It grows when
// what an attribute gives for a document changes, or how keys are written: what
// IndexDigest can't see by itself.
const derivation = 1

// IndexDigest names what the keys of the counted spaces follow from besides the
// documents: the indexes, the languages and the tables that names are put in
// order by. Where a store's keys were made under another digest, they are to be
// made anew.
func IndexDigest() string {
	h := sha256.New()
	fmt.Fprintln(h, derivation, MaxKeyLength, collate.CLDRVersion, collate.UnicodeVersion, locale.Languages())
	fmt.Fprintln(h, translationsNeeded)
	for _, k := range kinds {
		fmt.Fprintln(h, k.Name, k.Indexes)
	}
	// The tables have no version of their own.
	for _, l := range locale.Languages() {
		fmt.Fprintf(h, "%q", TextKey(l, "Æble, øl, år, Aarhus, Åse, zebra, Wi-Fi, 2 Straße, naïve, Ωmega, 字"))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
