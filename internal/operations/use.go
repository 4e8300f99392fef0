package operations

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"lectern/content/locale"
	"lectern/internal/sharedfile"
)

// UseFileName is the file of the uses of operations, in the data directory.
const UseFileName = useFileName + ".json"

const (
	useFileName = "operation-uses"
	maxUseFile  = 64 << 20
)

// Use is the number of uses of an operation by a client's version, and the day of the last.
// Unknown has one, too. It has no personal data.
type Use struct {
	Operation string      `json:"operation"`
	Client    Client      `json:"client"`
	Count     uint64      `json:"count"`
	Last      locale.Date `json:"last"` // in UTC
}

// useKey is the key by which uses are counted.
type useKey struct {
	operation string
	client    Client
}

func (u Use) key() useKey { return useKey{u.Operation, u.Client} }

func useFile(dir string) *sharedfile.File[[]Use] {
	return sharedfile.New(dir, sharedfile.Form[[]Use]{
		Name: useFileName, Format: 1, MaxBytes: maxUseFile,
		Decode: func(b json.RawMessage) (uses []Use, err error) { return uses, sharedfile.Strictly(b, &uses) },
		Encode: func(uses []Use) (json.RawMessage, error) { return json.Marshal(uses) },
		Mend:   "Restore a copy of it. Or move it away, and counting starts again from zero.",
	})
}

func day(t time.Time) locale.Date { return locale.Date(t.UTC().Format(time.DateOnly)) }

// merged adds the counts up to today to those of the file, without operations that are no
// longer registered.
func merged(uses []Use, counted map[useKey]uint64, today locale.Date, reg *register) []Use {
	all := make(map[useKey]Use, len(uses))
	for _, u := range uses {
		all[u.key()] = u
	}
	for key, n := range counted {
		all[key] = Use{key.operation, key.client, all[key].Count + n, today}
	}
	maps.DeleteFunc(all, func(key useKey, _ Use) bool {
		_, known := reg.byID[key.operation]
		return !known || key.client != Unknown && !reg.clients[key.client]
	})
	return slices.SortedFunc(maps.Values(all), func(a, b Use) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Client.String(), b.Client.String()))
	})
}
