package outcome

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"time"
)

// Lifetime is how long a record is valid after its change.
const Lifetime = 7 * 24 * time.Hour

// sweep is the maximum number of expired records that Expired returns.
const sweep = 8

// partBytes is the maximum size of the data in an entry: stores bound the size of a key.
const partBytes = 4 << 10

// maxParts bounds a record to 4 MiB.
const maxParts = 1 << 10

const (
	kindRecord = 'k'
	kindTime   = 't'
	digestSize = sha256.Size
	keyEnd     = 1 + digestSize                      // of the key in an entry of a record
	headSize   = keyEnd + 2 + digestSize + 8 + 8 + 2 // of such an entry, before the data
	timeSize   = 1 + 8 + digestSize                  // of an entry of a time
)

// Digest identifies an actor's key, or a request.
type Digest [digestSize]byte

// KeyOf returns the digest of an actor's key.
func KeyOf(actor, key string) Digest {
	return Digest(digest([]byte("lectern: idempotency key"), actor, key))
}

// RequestOf returns the digest of a request under a key. Without the key, which is stored
// nowhere, the request can't be derived from it.
func RequestOf(key string, request []byte) Digest {
	return Digest(digest([]byte(key), string(request)))
}

func digest(secret []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, secret)
	for _, part := range parts {
		_, _ = h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		_, _ = h.Write([]byte(part))
	}
	return h.Sum(nil)
}

// Record is the record of an operation that ran under a key.
type Record struct {
	Key      Digest
	Request  Digest
	Revision uint64    // of its change
	Time     time.Time // of its change, in milliseconds
	Data     []byte    // what the caller needs to respond again
}

// Expires returns the instant from which the record is not valid any more.
func (r *Record) Expires() time.Time { return r.Time.Add(Lifetime) }

// ErrTooLarge means that a record has too much data to be stored.
var ErrTooLarge = errors.New("outcome: the data of a record is too large")

// errDamaged means that an entry is not one of this package.
var errDamaged = errors.New("outcome: an entry can't be read")

// Entries returns the sorted entries of the record.
func (r *Record) Entries() ([]string, error) {
	n := max(1, (len(r.Data)+partBytes-1)/partBytes)
	if n > maxParts {
		return nil, ErrTooLarge
	}
	entries := make([]string, 0, n+1)
	for part := range n {
		data := r.Data[min(len(r.Data), part*partBytes):min(len(r.Data), (part+1)*partBytes)]
		b := append([]byte{kindRecord}, r.Key[:]...)
		b = binary.BigEndian.AppendUint16(b, uint16(part))
		b = append(b, r.Request[:]...)
		b = binary.BigEndian.AppendUint64(b, r.Revision)
		b = binary.BigEndian.AppendUint64(b, uint64(r.Time.UnixMilli()))
		b = binary.BigEndian.AppendUint16(b, uint16(len(data)))
		entries = append(entries, string(append(b, data...)))
	}
	return append(entries, timeEntry(r.Time, r.Key)), nil
}

func timeEntry(at time.Time, key Digest) string {
	b := binary.BigEndian.AppendUint64([]byte{kindTime}, uint64(at.UnixMilli()))
	return string(append(b, key[:]...))
}

// Scan returns up to limit entries of the space in [from, to), in order.
type Scan func(from, to string, limit int) ([]string, error)

// Find returns the record of a key, also one that has expired, or nil.
func Find(scan Scan, key Digest) (*Record, error) {
	from := string(append([]byte{kindRecord}, key[:]...))
	entries, err := scan(from, endOfPrefix(from), maxParts)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	r := &Record{Key: key}
	for part, entry := range entries {
		if err := r.add(part, entry); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// add reads the next part of a record.
func (r *Record) add(part int, entry string) error {
	if len(entry) < headSize || !strings.HasPrefix(entry[1:], string(r.Key[:])) {
		return errDamaged
	}
	b := []byte(entry[keyEnd:])
	number, data := binary.BigEndian.Uint16(b), b[headSize-keyEnd:]
	b = b[2:]
	copy(r.Request[:], b)
	b = b[digestSize:]
	r.Revision = binary.BigEndian.Uint64(b)
	r.Time = time.UnixMilli(int64(binary.BigEndian.Uint64(b[8:]))).UTC()
	if int(number) != part || int(binary.BigEndian.Uint16(b[16:])) != len(data) {
		return errDamaged
	}
	r.Data = append(r.Data, data...)
	return nil
}

// Expired returns the entries of records that are not valid any more at an instant, the oldest
// first: at most a few records, so that each commit can remove some.
func Expired(scan Scan, now time.Time) (entries []string, err error) {
	until := timeEntry(now.Add(-Lifetime).Add(time.Millisecond), Digest{}) // valid until before a Lifetime
	times, err := scan(string(kindTime), until, sweep)
	if err != nil {
		return nil, err
	}
	for _, entry := range times {
		if len(entry) != timeSize {
			return nil, errDamaged
		}
		r, err := Find(scan, Digest([]byte(entry[timeSize-digestSize:])))
		if err != nil {
			return nil, err
		}
		if r == nil {
			return nil, errDamaged
		}
		own, err := r.Entries()
		if err != nil {
			return nil, err
		}
		entries = append(entries, own...)
	}
	return entries, nil
}

// Write returns the sorted entries to add and to remove with a change: those of its record, if
// it has one, which replace an expired one, and some other expired ones.
func Write(scan Scan, r *Record, now time.Time) (put, gone []string, err error) {
	if gone, err = Expired(scan, now); err != nil {
		return nil, nil, err
	}
	if r != nil {
		former, err := Find(scan, r.Key)
		if err != nil {
			return nil, nil, err
		}
		if former != nil {
			entries, err := former.Entries()
			if err != nil {
				return nil, nil, err
			}
			gone = append(gone, entries...)
		}
		if put, err = r.Entries(); err != nil {
			return nil, nil, err
		}
	}
	slices.Sort(put)
	slices.Sort(gone)
	return put, slices.Compact(gone), nil
}

// endOfPrefix returns the first key that does not have a prefix.
func endOfPrefix(prefix string) string {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i]++; b[i] != 0 {
			return string(b[:i+1])
		}
	}
	return ""
}

// Count returns the number of entries of all records, which it reads on the way. It fails if a
// record can't be read, or is of a later change than the newest.
func Count(scan Scan, newest uint64) (n int, err error) {
	const page = 100
	for from := string(kindTime); ; {
		times, err := scan(from, endOfPrefix(string(kindTime)), page)
		if err != nil {
			return 0, err
		}
		for _, entry := range times {
			if len(entry) != timeSize {
				return 0, errDamaged
			}
			r, err := Find(scan, Digest([]byte(entry[timeSize-digestSize:])))
			if err != nil {
				return 0, err
			}
			if r == nil || r.Revision > newest || timeEntry(r.Time, r.Key) != entry {
				return 0, errDamaged
			}
			own, err := r.Entries()
			if err != nil {
				return 0, err
			}
			n += len(own)
			from = entry + "\x00"
		}
		if len(times) < page {
			return n, nil
		}
	}
}
