//go:build !linux

package store

import "go.etcd.io/bbolt"

// releaseMemory does nothing here: see memory_linux.go.
func releaseMemory(*bbolt.DB) {}
