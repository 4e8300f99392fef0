package content

import (
	"encoding/binary"
	"math"
	"strings"
	"time"

	"lectern/content/locale"
)

// Key is a value as bytes that sort in the order of the values.
type Key string

// NoValue sorts after every value: documents without a date come last.
const NoValue Key = "\xff"

// Beyond sorts after every key of an attribute, including NoValue.
const Beyond = NoValue + NoValue

// MaxKeyLength is the maximum length of a value in an index key, in bytes. Longer ones are
// cut: they sort by their beginning, and then by id.
const MaxKeyLength = 96

// StringKey sorts by bytes: for ids, slugs, enums, codes.
func StringKey[S ~string](s S) Key { return Key(s) }

// TimeKey sorts by instant, independent of the zone, to the millisecond.
func TimeKey(t time.Time) Key { return IntKey(t.UnixMilli()) }

// timeOfKey parses a TimeKey; false if it is invalid.
func timeOfKey(k Key) (time.Time, bool) {
	if len(k) != 8 {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64([]byte(k)) ^ (1 << 63))).UTC(), true
}

// IntKey sorts by number.
func IntKey[I ~int | ~int64](i I) Key {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(int64(i))^(1<<63))
	return Key(b[:])
}

// BoolKey sorts false before true.
func BoolKey(b bool) Key {
	if b {
		return "\x01"
	}
	return "\x00"
}

// TextKey sorts by the collation of a language of the service, ignoring case: in Danish, æ, ø
// and å come last, and aa is å.
func TextKey(l locale.Language, s string) Key { return Key(locale.CollationKey(l, s)) }

// An index key is a sequence of elements, each with an end mark so that earlier elements
// decide the order: kind, index, [by,] order, id. A zero byte inside an element is written as
// 00 FF.
const (
	ElementEnd      = "\x00\x01" // ends an element
	AfterElementEnd = "\x00\x02" // ends the first key above all keys that begin with an element
)

func appendElement(b []byte, k Key) []byte {
	if len(k) > MaxKeyLength {
		k = k[:MaxKeyLength]
	}
	for i := range len(k) {
		if b = append(b, k[i]); k[i] == 0 {
			b = append(b, 0xff)
		}
	}
	return append(b, ElementEnd...)
}

// Element encodes a value as an element of an index key, without its end mark: a bound among
// the keys of an attribute.
func Element(k Key) string {
	return strings.TrimSuffix(string(appendElement(nil, k)), ElementEnd)
}

// KeyID returns the id at the end of an index key.
func KeyID(key string) ID {
	if i := strings.LastIndex(key, ElementEnd); i >= 0 {
		return ID(key[i+len(ElementEnd):])
	}
	return ""
}

// keyAfter returns the first key above all that begin with prefix.
func keyAfter(prefix string) string {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < math.MaxUint8 {
			b[i]++
			return string(b[:i+1])
		}
	}
	return ""
}
