package schedule

import (
	"hash/fnv"

	"github.com/google/uuid"

	"lectern/content"
)

// guid returns a document's id as a constant UUID.
func guid(id content.ID) string { return guidOf("lectern:" + string(id)) }

func guidOf(name string) string { return uuid.NewSHA1(uuid.NameSpaceURL, []byte(name)).String() }

// number returns the format's number for a document: constant, and within 31 bits.
func number(id content.ID) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // never fails
	return max(1, int(h.Sum32()>>1))
}
