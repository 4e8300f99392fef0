package store

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime/debug"

	"lectern/content"
)

const sealSize = crc32.Size

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// seal prepends the checksum of a record to its value.
func seal(key, value []byte) []byte {
	sealed := make([]byte, sealSize, sealSize+len(value))
	binary.BigEndian.PutUint32(sealed, checksum(key, value))
	return append(sealed, value...)
}

// unseal returns the value of a record, or CodeCorrupt with the key. The value is valid as
// long as its transaction.
func unseal(bucket string, key, sealed []byte) ([]byte, error) {
	if len(sealed) < sealSize || binary.BigEndian.Uint32(sealed) != checksum(key, sealed[sealSize:]) {
		return nil, content.Errorf(content.CodeCorrupt, "The record %s %q is damaged.", bucket, key)
	}
	return sealed[sealSize:], nil
}

func checksum(key, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func unsealNumber(bucket string, key, sealed []byte) (uint64, error) {
	value, err := unseal(bucket, key, sealed)
	if err != nil {
		return 0, err
	}
	if len(value) != 8 {
		return 0, content.Errorf(content.CodeCorrupt, "The record %s %q is not a number.", bucket, key)
	}
	return binary.BigEndian.Uint64(value), nil
}

func versionKey(id content.ID, r content.Revision) []byte {
	return binary.BigEndian.AppendUint64(append([]byte(id), 0), uint64(r))
}

// guard turns a panic of bbolt on a damaged page, and a read outside the file's map, into an
// error. It is deferred with debug.SetPanicOnFault(true) as its argument, which it restores.
func guard(faults bool, err *error) {
	debug.SetPanicOnFault(faults)
	if p := recover(); p != nil {
		*err = content.Wrap(content.CodeCorrupt, fmt.Errorf("bbolt: %v", p), "The store's file is damaged.")
	}
}
