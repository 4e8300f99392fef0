package media

import (
	"context"
	"io"
	"time"
)

// Blobs store files under names such as "files/2cf2…": on a disk, or in S3. Their methods are
// safe for concurrent use.
type Blobs interface {
	// Put moves a local file, which is synced and closed, to a name. When it returns nil, the
	// file is stored durably; before that, the name has its previous file or none. On an error
	// the local file may remain.
	Put(ctx context.Context, name, path string) error
	// Open opens a file. It returns CodeNotFound if there is none, although some
	// implementations detect that only at the first read.
	Open(ctx context.Context, name string) (File, error)
	// List visits the files of a folder, in no order.
	List(ctx context.Context, folder string, each func(Entry) error) error
	// Remove deletes a file permanently. A missing file is not an error.
	Remove(ctx context.Context, name string) error
	// Sweep removes the remains of writes that began before a time and never ended.
	Sweep(ctx context.Context, before time.Time) error
}

// File is an open file of Blobs. Sequential reads cost no more than a stream.
type File interface {
	io.ReaderAt
	io.Closer
}

// Entry is a file in a folder.
type Entry struct {
	Name     string // without the folder
	Bytes    int64
	Modified time.Time // when it was last written
}

// The folders of Blobs.
const (
	filesFolder   = "files"
	recordsFolder = "records"
)
