package outcome

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"
)

// table is a sorted space.
type table []string

func (t table) scan(from, to string, limit int) (found []string, _ error) {
	for _, entry := range t {
		if entry >= from && (to == "" || entry < to) && len(found) < limit {
			found = append(found, entry)
		}
	}
	return found, nil
}

func (t *table) put(entries []string) {
	*t = append(*t, entries...)
	slices.Sort(*t)
}

var noon = time.Date(2027, 6, 1, 12, 0, 0, 0, time.UTC)

func entriesOf(t *testing.T, r Record) []string {
	t.Helper()
	entries, err := r.Entries()
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestRecordsOfAnySizeAreFound(t *testing.T) {
	t.Parallel()
	var space table
	var records []Record
	for i, size := range []int{0, 1, partBytes - 1, partBytes, partBytes + 1, 10 * partBytes, maxParts * partBytes} {
		r := Record{KeyOf("ida", string(rune('a'+i))), RequestOf("key", []byte{byte(i)}), uint64(i), noon.Add(time.Duration(i) * time.Minute), bytes.Repeat([]byte{0, 1, 0xff}, size)[:size]}
		space.put(entriesOf(t, r))
		records = append(records, r)
	}
	for _, want := range records {
		got, err := Find(space.scan, want.Key)
		if err != nil {
			t.Fatal(err)
		}
		if got.Request != want.Request || got.Revision != want.Revision || !got.Time.Equal(want.Time) || !bytes.Equal(got.Data, want.Data) {
			t.Errorf("%d bytes: another record was found", len(want.Data))
		}
	}
	if r, err := Find(space.scan, KeyOf("bo", "a")); r != nil || err != nil {
		t.Errorf("a key of somebody else finds %v, %v", r, err)
	}
	if n, err := Count(space.scan, 6); n != len(space) || err != nil {
		t.Errorf("%d of %d entries, %v", n, len(space), err)
	}
	if _, err := (&Record{Data: make([]byte, maxParts*partBytes+1)}).Entries(); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a record that is too large: %v", err)
	}
}

func TestExpiredRecordsGoOldestFirst(t *testing.T) {
	t.Parallel()
	var space table
	for i := range 2 * sweep {
		space.put(entriesOf(t, Record{KeyOf("ida", string(rune('a'+i))), Digest{}, 1, noon.Add(time.Duration(i) * time.Hour), make([]byte, 2*partBytes)}))
	}
	for _, test := range []struct {
		at   time.Duration
		gone int // records
	}{{-time.Millisecond, 0}, {0, 1}, {time.Hour, 2}, {1000 * time.Hour, sweep}} {
		gone, err := Expired(space.scan, noon.Add(Lifetime).Add(test.at))
		if err != nil || len(gone) != 3*test.gone {
			t.Errorf("%v later: %d entries, %v", test.at, len(gone), err)
		}
		for _, entry := range gone {
			if !slices.Contains(space, entry) {
				t.Errorf("%q is not in the table", entry)
			}
		}
	}
}

func TestDamageIsFound(t *testing.T) {
	t.Parallel()
	whole := entriesOf(t, Record{KeyOf("ida", "a"), Digest{}, 3, noon, make([]byte, 3*partBytes)})
	for name, space := range map[string]table{
		"a part is missing":         slices.Concat(whole[:1], whole[2:]),
		"the first is missing":      whole[1:],
		"all are missing":           whole[3:],
		"a part is cut":             slices.Concat(whole[:2], table{whole[2][:len(whole[2])-1]}, whole[3:]),
		"an entry of a time is cut": slices.Concat(whole[:3], table{whole[3][:20]}),
		"another time":              slices.Concat(whole[:3], table{timeEntry(noon.Add(1e9), KeyOf("ida", "a"))}),
	} {
		if n, err := Count(space.scan, 3); err == nil {
			t.Errorf("%s: %d entries are counted", name, n)
		}
	}
	if _, err := Count(table(whole).scan, 2); err == nil {
		t.Error("a record of a later change is counted")
	}
	// The last part missing: what is left is a record of fewer bytes, and its checksum is
	// right. Its writer's transaction wrote all of them or none.
	if n, err := Count(table(whole[:3]).scan, 3); n != 0 || err != nil {
		t.Errorf("parts without a time: %d, %v", n, err)
	}
}

func TestDigestsTellActorsKeysAndRequestsApart(t *testing.T) {
	t.Parallel()
	seen := map[Digest]bool{}
	for _, d := range []Digest{
		KeyOf("ida", "key"), KeyOf("idak", "ey"), KeyOf("", "idakey"), KeyOf("ida", "key2"),
		RequestOf("key", []byte("a")), RequestOf("key", []byte("b")), RequestOf("key2", []byte("a")), RequestOf("key", nil),
	} {
		if seen[d] {
			t.Errorf("%x is there twice", d)
		}
		seen[d] = true
	}
}
