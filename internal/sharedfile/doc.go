// Package sharedfile keeps a value in a small JSON file that several processes
// read and write: the running service, and the commands of the command line
// beside it.
//
// Writers take turns by a lock, and put a new file in the old one's place, so
// that a reader sees one or the other, whole, also after a crash. A reader looks
// before each use whether the file is still the one that it read. A checksum
// finds what was damaged or changed by hand.
//
// What it does that with, locks, owners and synced directories, is there for those
// who keep files of other forms.
//
// The package must not know what the value is: whose file it is says how it is
// decoded and checked.
//
// Start with file.go.
package sharedfile
