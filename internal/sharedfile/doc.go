// Package sharedfile stores a value in a small JSON file that several processes read and write:
// the running service, and commands.
//
// Writers take turns by a lock, and replace the file, so that a reader sees the old or the new
// one, complete, also after a crash. A reader checks before each use whether the file is still
// the one that it read. A checksum detects damage and changes by hand.
//
// The parts for that (locks, owners, synced directories) are exported, for files with other
// formats.
//
// The package must not know what the value is: the caller decodes and checks it.
//
// Start with file.go.
package sharedfile
