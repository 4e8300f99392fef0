package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"lectern/content"
)

// FileName is the store's file in the data directory.
const FileName = "lectern.db"

const (
	lockTimeout    = 500 * time.Millisecond
	initialMapSize = 1 << 30
)

var (
	bucketMeta     = []byte("meta")
	bucketChanges  = []byte("changes")
	bucketVersions = []byte("versions")
	bucketCurrent  = []byte("current")
	bucketCounts   = []byte("counts")
	bucketSpaces   = func() (names [content.Spaces][]byte) {
		for space, name := range spaceNames {
			names[space] = []byte(name)
		}
		return names
	}()
	spaceNames = [content.Spaces]string{"public_index", "draft_index", "references", "schedule", "sync", "outcomes"}

	keyFormat   = []byte("format")
	keyStore    = []byte("store")
	keyRevision = []byte("revision")
	keyPurge    = []byte("purge")
	keyIndexes  = []byte("indexes")
	keyHorizon  = []byte("horizon")
)

// Store is a content.Store in one bbolt file.
type Store struct {
	dir       string
	db        *bbolt.DB
	options   Options
	origin    content.Origin        // found at open
	cache     atomic.Pointer[cache] // an erasure replaces it
	snapshots openSnapshots
	pasts     pasts
	writes    chan *write
	closing   chan struct{}
	stopped   sync.WaitGroup
	close     sync.Once
	failed    atomic.Bool
}

var _ content.Store = (*Store)(nil)

// Open opens the store in a data directory, and creates both if they are missing. It fails at
// once, with a message for the operator, if another process has the file, if a newer program
// wrote it, or if it is damaged; the file then stays unchanged. Unless ReadOnly is set, it
// migrates a file of an older format, and finishes an interrupted purge.
func Open(dir string, o Options) (*Store, error) {
	o = o.withDefaults()
	if !o.ReadOnly {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("store: creating the data directory: %w", err)
		}
	}
	path := filepath.Join(dir, FileName)
	if err := sound(path, o.Log); err != nil {
		return nil, err
	}
	db, err := openFile(path, o)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, db: db, options: o, writes: make(chan *write, maxGroup), closing: make(chan struct{})}
	s.pasts.of = s
	err = s.prepare()
	if err == nil {
		err = s.readOrigin()
	}
	if err == nil && !o.ReadOnly {
		err = errors.Join(s.tidy(), s.forget())
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	releaseMemory(db)
	s.stopped.Go(s.writer)
	return s, nil
}

// sound checks the pages of an existing file before bbolt reads them: at open, bbolt walks
// through all of them in its own goroutine, where a fault or a panic ends the program.
func sound(path string, log *slog.Logger) error {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return nil // openFile reports it, or creates the file
	}
	var damage error
	err := checkPages(path, func(where string, err error) {
		if damage == nil {
			damage = content.Wrap(content.CodeCorrupt, err, fmt.Sprintf("%s is damaged at %s, or is not a Lectern store; run lectern verify.", path, where))
		}
	}, func(where string, _ error) {
		log.Warn("a commit was interrupted; the store continues from the state before it", "at", where)
	})
	return errors.Join(err, damage)
}

func openFile(path string, o Options) (db *bbolt.DB, err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	db, err = bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:         lockTimeout,
		ReadOnly:        o.ReadOnly,
		NoFreelistSync:  true,
		FreelistType:    bbolt.FreelistMapType,
		InitialMmapSize: initialMapSize,
		NoStatistics:    true,
		NoSync:          o.noSync,
	})
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return nil, content.Errorf(content.CodeReadOnly, "Another process uses %s. Stop it, or choose another data directory.", path)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		return nil, content.Wrap(content.CodeCorrupt, err, fmt.Sprintf("%s is damaged, or is not a Lectern store.", path))
	case errors.Is(err, fs.ErrNotExist):
		return nil, content.Errorf(content.CodeNotFound, "There is no store at %s.", path)
	case err != nil:
		return nil, fmt.Errorf("store: opening %s: %w", path, err)
	}
	return db, nil
}

func revisionOf(tx *bbolt.Tx) (content.Revision, error) {
	n, err := unsealNumber("meta", keyRevision, tx.Bucket(bucketMeta).Get(keyRevision))
	return content.Revision(n), err
}

// Close waits for the accepted writes and for open snapshots, and closes the file.
func (s *Store) Close() error {
	var err error
	s.close.Do(func() {
		close(s.closing)
		s.stopped.Wait()
		err = errors.Join(s.pasts.close(), s.db.Close())
	})
	return err
}

// stateOf reads a record of current.
func stateOf(key, sealed []byte) (state content.State, err error) {
	value, err := unseal("current", key, sealed)
	if err != nil {
		return state, err
	}
	if state, err = content.DecodeState(string(value)); err != nil {
		return state, content.Wrap(content.CodeCorrupt, err, fmt.Sprintf("The record current %q can't be read.", key))
	}
	return state, nil
}

func decodeJSON(bucket string, key, sealed []byte, into any) error {
	value, err := unseal(bucket, key, sealed)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(value, into); err != nil {
		return content.Wrap(content.CodeCorrupt, err, fmt.Sprintf("The record %s %q can't be read.", bucket, key))
	}
	return nil
}
