package media

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"lectern/content"
)

// FolderName is the library's folder in the data directory.
const FolderName = "media"

// The folders of a library's directory, besides those of Blobs.
const (
	incomingFolder = "incoming" // files that are being received
	uploadsFolder  = "uploads"  // resumable uploads
)

// Options configure a library.
type Options struct {
	// Dir is the local directory: for incoming files, and for all files if Blobs is nil.
	Dir   string
	Blobs Blobs
	// Formats are the accepted formats.
	Formats Formats
	Limits  Limits
	// Removed is called for each removed asset, so that its variants are removed too. It may
	// be nil.
	Removed func(content.AssetID) error
	Now     func() time.Time
	Log     *slog.Logger
	// ReadOnly refuses all writes.
	ReadOnly bool
}

// Limits are the maximum sizes of files in bytes, by kind.
type Limits struct{ Image, Audio, Video, Captions, Document int64 }

// DefaultLimits fit a website: a photo of a good camera, four hours of speech, a conference
// day in one recording.
func DefaultLimits() Limits {
	const mb = 1_000_000
	return Limits{Image: 30 * mb, Audio: 500 * mb, Video: 5000 * mb, Captions: mb, Document: 50 * mb}
}

func (l Limits) of(kind content.AssetKind) int64 {
	switch kind {
	case content.AssetImage:
		return l.Image
	case content.AssetAudio:
		return l.Audio
	case content.AssetVideo:
		return l.Video
	case content.AssetCaptions:
		return l.Captions
	}
	return l.Document
}

func (l Limits) most() int64 { return max(l.Image, l.Audio, l.Video, l.Captions, l.Document) }

// Library stores the uploaded files: each under the SHA-256 of its bytes, and beside it a
// record with its metadata, which is written after the file is durable. A file without a
// record is an interrupted upload, and no asset.
//
// All records are in memory, some 500 bytes each: documents are served with them, and an asset
// is requested more often than any document.
type Library struct {
	options Options
	blobs   Blobs
	spool   *spool // nil where it is read only

	mu     sync.RWMutex
	assets map[content.AssetID]*content.Asset
	newest []*content.Asset // newest first
	adding map[content.AssetID]chan struct{}
}

var _ content.AssetLibrary = (*Library)(nil)

// Open opens a library, and creates it if it is missing. It must be closed.
func Open(ctx context.Context, o Options) (_ *Library, err error) {
	l := &Library{options: o, blobs: o.Blobs, assets: map[content.AssetID]*content.Asset{}, adding: map[content.AssetID]chan struct{}{}}
	if l.blobs == nil {
		l.blobs = disk{o.Dir}
	}
	if !o.ReadOnly {
		if err := l.makeFolders(); err != nil {
			return nil, err
		}
	}
	if err := l.load(ctx); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func (l *Library) makeFolders() (err error) {
	if err := makeDir(l.options.Dir); err != nil {
		return err
	}
	if d, ok := l.blobs.(disk); ok {
		if err := d.makeFolders(); err != nil {
			return err
		}
	}
	l.spool, err = newSpool(filepath.Join(l.options.Dir, incomingFolder))
	return err
}

// Close discards incoming files.
func (l *Library) Close() error {
	if l.spool == nil {
		return nil
	}
	return l.spool.close()
}

// load reads all records. It logs and skips damaged ones: their files are not served, and
// Verify names them.
func (l *Library) load(ctx context.Context) error {
	err := l.eachRecord(ctx, func(name string, asset *content.Asset, _ Entry, err error) error {
		if err != nil {
			l.options.Log.ErrorContext(ctx, "the record of an asset can't be read", "record", name, "error", err)
			return nil
		}
		l.assets[asset.ID] = asset
		l.newest = append(l.newest, asset)
		return nil
	})
	slices.SortFunc(l.newest, newestFirst)
	return err
}

func newestFirst(a, b *content.Asset) int {
	return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(a.ID, b.ID))
}

// Asset returns the metadata of a file. It also finds a file that another program has added
// since.
func (l *Library) Asset(id content.AssetID) (*content.Asset, error) {
	l.mu.RLock()
	asset := l.assets[id]
	l.mu.RUnlock()
	if asset != nil {
		return asset, nil
	}
	if _, err := content.ParseAssetID(string(id)); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), recordWait)
	defer cancel()
	asset, err := l.readRecord(ctx, recordName(id))
	if content.IsNotFound(err) {
		return nil, content.Errorf(content.CodeNotFound, "There is no such asset: %s", id)
	}
	if err != nil {
		return nil, err
	}
	return l.keep(asset), nil
}

// Captions returns the text of a captions file.
func (l *Library) Captions(id content.AssetID) (string, error) {
	asset, err := l.Asset(id)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), recordWait)
	defer cancel()
	b, err := l.read(ctx, fileName(id), asset.Bytes)
	return string(b), err
}

// keep adds an asset to those in memory.
func (l *Library) keep(asset *content.Asset) *content.Asset {
	l.mu.Lock()
	defer l.mu.Unlock()
	if known := l.assets[asset.ID]; known != nil {
		return known
	}
	l.assets[asset.ID] = asset
	i, _ := slices.BinarySearchFunc(l.newest, asset, newestFirst)
	l.newest = slices.Insert(l.newest, i, asset)
	return asset
}

// replace changes the metadata of an asset in memory.
func (l *Library) replace(asset *content.Asset) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.assets[asset.ID] = asset
	if i := slices.IndexFunc(l.newest, func(a *content.Asset) bool { return a.ID == asset.ID }); i >= 0 {
		l.newest[i] = asset
	}
}

// Rename changes the name of an asset.
func (l *Library) Rename(id content.AssetID, name string) error {
	defer l.only(id)()
	known, err := l.Asset(id)
	if err != nil {
		return err
	}
	renamed := *known
	renamed.Name = baseName(name)
	ctx, cancel := context.WithTimeout(context.Background(), recordWait)
	defer cancel()
	if err := l.putRecord(ctx, &renamed); err != nil {
		return err
	}
	l.replace(&renamed)
	return nil
}

func (l *Library) forget(id content.AssetID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.assets, id)
	l.newest = slices.DeleteFunc(l.newest, func(a *content.Asset) bool { return a.ID == id })
}

// List returns up to limit assets, the newest first, starting behind after; from the newest if
// after is empty.
func (l *Library) List(after content.AssetID, limit int) ([]*content.Asset, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	from := 0
	if after != "" {
		last := l.assets[after]
		if last == nil {
			return nil, content.Errorf(content.CodeNotFound, "There is no such asset: %s", after)
		}
		from, _ = slices.BinarySearchFunc(l.newest, last, newestFirst)
		from++
	}
	return slices.Clone(l.newest[from:min(len(l.newest), from+max(limit, 0))]), nil
}

// Open opens the bytes of an asset.
func (l *Library) Open(ctx context.Context, id content.AssetID) (File, error) {
	return l.blobs.Open(ctx, fileName(id))
}

// Remove deletes an asset: its record first, so that an interrupted removal leaves a file
// without a record, which is no asset.
func (l *Library) Remove(ctx context.Context, id content.AssetID) error {
	if _, err := content.ParseAssetID(string(id)); err != nil {
		return err
	}
	defer l.only(id)()
	l.forget(id)
	if err := l.blobs.Remove(ctx, recordName(id)); err != nil {
		return err
	}
	if l.options.Removed != nil {
		if err := l.options.Removed(id); err != nil {
			return err
		}
	}
	return l.blobs.Remove(ctx, fileName(id))
}

// only waits until no other goroutine adds or removes an asset, and locks others out until the
// returned function is called.
func (l *Library) only(id content.AssetID) (done func()) {
	for {
		l.mu.Lock()
		wait := l.adding[id]
		if wait == nil {
			mine := make(chan struct{})
			l.adding[id] = mine
			l.mu.Unlock()
			return func() {
				l.mu.Lock()
				delete(l.adding, id)
				l.mu.Unlock()
				close(mine)
			}
		}
		l.mu.Unlock()
		<-wait
	}
}

func isEOF(err error) bool { return errors.Is(err, io.EOF) }
