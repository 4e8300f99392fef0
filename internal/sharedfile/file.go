package sharedfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"lectern/content"
)

const (
	lockWait  = 5 * time.Second // for another process that writes the file
	lockRetry = 20 * time.Millisecond

	// settled is the age from which a file's time, size and number distinguish it from a later
	// one: file systems have times in steps of up to two seconds, and reuse numbers.
	settled = 3 * time.Second
)

// ErrLocked means that another process has a lock.
var ErrLocked = errors.New("sharedfile: another has the lock")

// Form describes the content of a file.
type Form[T any] struct {
	// Name is the name of the file, without its extension, and of the value in it.
	Name string
	// Format is the number of the value's format. Others are refused.
	Format int
	// MaxBytes is the maximum size of the file.
	MaxBytes int
	// Decode reads the value, strictly. An error means that the file is damaged.
	Decode func(json.RawMessage) (T, error)
	// Encode returns the JSON that Decode reads.
	Encode func(T) (json.RawMessage, error)
	// Mend is the advice about a damaged file.
	Mend string
}

// File is a file in a directory. Several processes can read and write it at the same time; each
// sees the changes of another with its next call. It is safe for concurrent use.
type File[T any] struct {
	dir    string
	form   Form[T]
	mu     sync.Mutex // for reading the file again
	latest atomic.Pointer[snapshot[T]]
}

// snapshot is the content of a file at a read, or the error of it.
type snapshot[T any] struct {
	info  fs.FileInfo // nil if there is no file
	sure  bool        // whether info distinguishes a later file from this one
	value T
	err   error
}

// New returns a file of a directory. It reads nothing yet: without the directory or the file,
// the value is the zero one.
func New[T any](dir string, form Form[T]) *File[T] { return &File[T]{dir: dir, form: form} }

// Path returns the path of the file.
func (f *File[T]) Path() string { return filepath.Join(f.dir, f.form.Name+".json") }

// Exists reports whether there is a file, even if it is empty or damaged.
func (f *File[T]) Exists() (bool, error) {
	_, err := os.Stat(f.Path())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Read returns the current value. It is shared, and must not be changed. Read is CORRUPT if the
// file is damaged, and INTERNAL if it can't be read.
func (f *File[T]) Read() (T, error) {
	info, err := os.Stat(f.Path())
	if errors.Is(err, fs.ErrNotExist) {
		info, err = nil, nil
	}
	if err != nil {
		var none T
		return none, f.unreadable(err)
	}
	if s := f.latest.Load(); s != nil && s.holds(info) {
		return s.value, s.err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if s := f.latest.Load(); s != nil && s.holds(info) {
		return s.value, s.err
	}
	s := f.load()
	f.latest.Store(s)
	return s.value, s.err
}

// Change reads the file, edits the value, and writes it, while no other process does so. If
// edit fails nothing is written, and its error is returned. edit must return a new value and
// not change the old one. Change is CORRUPT if the file is damaged, and TOO_LARGE if it would
// become too large.
func (f *File[T]) Change(edit func(T) (T, error)) (err error) {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return fmt.Errorf("sharedfile: making the data directory: %w", err)
	}
	unlock, err := f.lock()
	if err != nil {
		return err
	}
	defer func() {
		if unlocked := unlock(); err == nil {
			err = unlocked
		}
	}()
	s := f.load()
	if s.err != nil {
		return s.err
	}
	value, err := edit(s.value)
	if err != nil {
		return err
	}
	b, err := f.encode(value)
	if err != nil {
		return err
	}
	if err := f.write(b); err != nil {
		return fmt.Errorf("sharedfile: writing %s: %w", f.Path(), err)
	}
	return nil
}

// holds reports whether the file is still as it was read.
func (s *snapshot[T]) holds(info fs.FileInfo) bool {
	if info == nil || s.info == nil {
		return info == nil && s.info == nil
	}
	return s.sure && os.SameFile(info, s.info) && info.ModTime().Equal(s.info.ModTime()) && info.Size() == s.info.Size()
}

// load reads the file.
func (f *File[T]) load() *snapshot[T] {
	file, err := os.Open(f.Path())
	if errors.Is(err, fs.ErrNotExist) {
		return &snapshot[T]{}
	}
	if err != nil {
		return &snapshot[T]{err: f.unreadable(err)}
	}
	defer file.Close()
	s := &snapshot[T]{}
	if s.info, err = file.Stat(); err != nil {
		return &snapshot[T]{err: f.unreadable(err)}
	}
	s.sure = time.Since(s.info.ModTime()).Abs() > settled
	b, err := io.ReadAll(io.LimitReader(file, int64(f.form.MaxBytes)+1))
	if err != nil {
		return &snapshot[T]{err: f.unreadable(err)}
	}
	if s.value, err = f.decode(b); err != nil {
		s.err = content.Wrap(content.CodeCorrupt, err, f.Path()+" is damaged, or was changed by hand. "+f.form.Mend)
	}
	return s
}

func (f *File[T]) unreadable(err error) error {
	return content.Wrap(content.CodeInternal, err, "The file of the "+f.form.Name+" can't be read.")
}

// checksum returns the CRC-32C, in hex, of a value without white space: a flipped bit could
// give someone more rights.
func checksum(value []byte) string {
	return fmt.Sprintf("%08x", crc32.Checksum(value, crc32.MakeTable(crc32.Castagnoli)))
}

func (f *File[T]) decode(b []byte) (value T, err error) {
	if len(b) > f.form.MaxBytes {
		return value, fmt.Errorf("it has more than %d bytes", f.form.MaxBytes)
	}
	var members map[string]json.RawMessage
	if err := Strictly(b, &members); err != nil {
		return value, err
	}
	raw, found := members[f.form.Name]
	if !found || len(members) != 3 {
		return value, fmt.Errorf("it has other members than format, checksum and %s", f.form.Name)
	}
	var format int
	if err := Strictly(members["format"], &format); err != nil {
		return value, err
	}
	if format != f.form.Format {
		return value, fmt.Errorf("its format is %d, and this program knows %d", format, f.form.Format)
	}
	var sum string
	if err := Strictly(members["checksum"], &sum); err != nil {
		return value, err
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		return value, err
	}
	if checksum(compact.Bytes()) != sum {
		return value, errors.New("its checksum is wrong")
	}
	return f.form.Decode(raw)
}

// Strictly decodes one JSON value, and refuses unknown fields.
func Strictly(b []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("it goes on after its end")
	}
	return nil
}

func (f *File[T]) encode(value T) ([]byte, error) {
	raw, err := f.form.Encode(value)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	whole := fmt.Sprintf(`{"format":%d,"checksum":"%s","%s":%s}`, f.form.Format, checksum(raw), f.form.Name, raw)
	if err := json.Indent(&b, []byte(whole), "", "\t"); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	if b.Len() > f.form.MaxBytes {
		return nil, content.Errorf(content.CodeTooLarge, "%s would become larger than %d bytes.", f.Path(), f.form.MaxBytes)
	}
	return b.Bytes(), nil
}

// write replaces the file: after a crash there is the old or the new one, complete.
func (f *File[T]) write(b []byte) error {
	file, err := os.CreateTemp(f.dir, filepath.Base(f.Path())+".*") // with mode 0600
	if err != nil {
		return err
	}
	_, err = file.Write(b)
	if err == nil {
		err = GiveTo(file, f.dir)
	}
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), f.Path())
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return SyncDir(f.dir)
}

func (f *File[T]) lock() (unlock func() error, err error) {
	path := filepath.Join(f.dir, f.form.Name+".lock")
	for end := time.Now().Add(lockWait); ; time.Sleep(lockRetry) {
		unlock, err = TryLock(path, f.dir)
		if err == nil {
			return unlock, nil
		}
		if !errors.Is(err, ErrLocked) {
			return nil, fmt.Errorf("sharedfile: locking the %s: %w", f.form.Name, err)
		}
		if time.Now().After(end) {
			return nil, fmt.Errorf("sharedfile: another program has held %s for %s%s", path, lockWait, lockHint)
		}
	}
}
