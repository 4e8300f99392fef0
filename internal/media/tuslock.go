package media

import (
	"context"
	"io"
	"sync"
	"sync/atomic"
	"time"

	tus "github.com/tus/tusd/v2/pkg/handler"
)

// tusLocks allow one request at a time per upload. A client whose connection has died
// reconnects before the server notices, so a waiting request ends the reading of the earlier
// one.
//
// tusd's own way to end a request is not safe if the request is about to read.
type tusLocks struct {
	mu   sync.Mutex
	held map[string]*tusLock
}

type tusLock struct {
	locks    *tusLocks
	id       string
	body     *endable
	released chan struct{}
}

// NewLock returns the lock of an upload.
func (l *tusLocks) NewLock(id string) (tus.Lock, error) {
	return &tusLock{locks: l, id: id, released: make(chan struct{})}, nil
}

// Lock waits for the holder of the lock.
func (l *tusLock) Lock(ctx context.Context, _ func()) error {
	l.body = exchangeOf(ctx).body
	for {
		holder := l.tryLock()
		if holder == nil {
			return nil
		}
		select {
		case <-holder.released:
		case <-ctx.Done():
			return tus.ErrLockTimeout
		}
	}
}

// tryLock returns the holder of the lock, or nil if this request now holds it.
func (l *tusLock) tryLock() *tusLock {
	l.locks.mu.Lock()
	defer l.locks.mu.Unlock()
	if holder := l.locks.held[l.id]; holder != nil {
		holder.body.end() // while the holder can't unlock: its connection may serve another request afterwards
		return holder
	}
	l.locks.held[l.id] = l
	return nil
}

// Unlock releases the lock.
func (l *tusLock) Unlock() error {
	l.locks.mu.Lock()
	defer l.locks.mu.Unlock()
	delete(l.locks.held, l.id)
	close(l.released)
	return nil
}

// endable is a request's body that another request can end.
type endable struct {
	io.ReadCloser
	deadline func(time.Time) error // of reads
	ended    atomic.Bool
	done     atomic.Bool // everything is read
}

func (b *endable) end() {
	if !b.done.Load() && !b.ended.Swap(true) {
		_ = b.deadline(time.Now()) // where there is none, the next read ends it
	}
}

func (b *endable) Read(p []byte) (int, error) {
	if b.ended.Load() {
		return 0, tus.ErrUploadInterrupted
	}
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.done.Store(true)
	}
	return n, err
}
