package media

import (
	"context"
	"io"
	"time"
)

// Blobs keep files under names such as "files/2cf2…": on a disk, or in S3. Their
// methods can be called from several goroutines.
type Blobs interface {
	// Put moves a local file, which is synced and closed, to a name. When it
	// returns nil the file is there for good; before that it is not there at all,
	// or is what was there under the name. Where it fails the local file may stay.
	Put(ctx context.Context, name, path string) error
	// Open opens a file: CodeNotFound where there is none, though some find that
	// out at the first read only.
	Open(ctx context.Context, name string) (File, error)
	// List goes through the files of a folder, in no order.
	List(ctx context.Context, folder string, each func(Entry) error) error
	// Remove takes a file away for good. One that isn't there is no error.
	Remove(ctx context.Context, name string) error
	// Sweep removes what writes before a time have left that never ended.
	Sweep(ctx context.Context, before time.Time) error
}

// File is an open file of Blobs. Reading it on and on from where the last read
// ended costs no more than a stream.
type File interface {
	io.ReaderAt
	io.Closer
}

// Entry is a file in a folder.
type Entry struct {
	Name     string // without the folder
	Bytes    int64
	Modified time.Time // when it was put there last
}

// The folders of Blobs.
const (
	filesFolder   = "files"
	recordsFolder = "records"
)
