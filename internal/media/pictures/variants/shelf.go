package variants

import (
	"cmp"
	"container/list"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"lectern/internal/media/pictures"
)

// unfinished is the prefix of the names of files that are being written.
const unfinished = "making-"

// shelf caches variants in a directory: a folder for each picture, and in it a file for each
// variant. When it is full, it removes the least recently used ones; after a start, the
// oldest. A crash leaves only complete files and unfinished ones, which are removed at the
// next start.
type shelf struct {
	dir  string
	most int64

	mu      sync.Mutex
	kept    map[name]*list.Element // its values are of type *entry
	recent  *list.List             // most recently used first
	bytes   int64
	forgets uint64 // how often any picture was forgotten
}

// name identifies a variant: the picture's 64 digits, and the spec.
type name struct{ picture, variant string }

type entry struct {
	name  name
	bytes int64
}

func openShelf(dir string, most int64) (*shelf, error) {
	s := &shelf{dir: dir, most: most, kept: map[name]*list.Element{}, recent: list.New()}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	type found struct {
		entry
		made int64
	}
	var all []found
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		folder, file := filepath.Split(path)
		if _, ok := pictures.ParseSpec(file); !ok || filepath.Dir(filepath.Clean(folder)) != filepath.Clean(dir) {
			if strings.HasPrefix(file, unfinished) {
				return os.Remove(path)
			}
			return nil // none of ours
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		all = append(all, found{entry{name{filepath.Base(folder), file}, info.Size()}, info.ModTime().UnixNano()})
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b found) int { return cmp.Compare(a.made, b.made) })
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range all {
		s.add(f.entry)
	}
	return s, s.makeRoom()
}

func (s *shelf) path(n name) string { return filepath.Join(s.dir, n.picture, n.variant) }

// open opens a variant, if it is there.
func (s *shelf) open(n name) (*os.File, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.kept[n]
	if !ok {
		return nil, false
	}
	f, err := os.Open(s.path(n))
	if err != nil { // it was removed from outside: it is generated again
		s.drop(e)
		return nil, false
	}
	s.recent.MoveToFront(e)
	return f, true
}

// has reports whether a variant is cached.
func (s *shelf) has(n name) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.kept[n]
	return ok
}

// since returns the argument for put: how often pictures were forgotten so far.
func (s *shelf) since() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.forgets
}

// put caches a variant that was generated since then. It does nothing, and returns an error,
// if a picture was forgotten meanwhile: it could be this one.
func (s *shelf) put(n name, data []byte, since uint64) (kept bool, err error) {
	f, err := os.CreateTemp(s.dir, unfinished+"*") // with mode 0600
	if err != nil {
		return false, err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return false, errors.Join(err, os.Remove(f.Name()))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.forgets != since {
		return false, os.Remove(f.Name())
	}
	err = os.MkdirAll(filepath.Join(s.dir, n.picture), 0o700)
	if err == nil {
		err = os.Rename(f.Name(), s.path(n))
	}
	if err != nil {
		return false, errors.Join(err, os.Remove(f.Name()))
	}
	if e, ok := s.kept[n]; ok {
		s.drop(e)
	}
	s.add(entry{n, int64(len(data))})
	return true, s.makeRoom()
}

// forget removes all variants of a picture.
func (s *shelf) forget(picture string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgets++
	for n, e := range s.kept {
		if n.picture == picture {
			s.drop(e)
		}
	}
	return os.RemoveAll(filepath.Join(s.dir, picture))
}

func (s *shelf) add(e entry) {
	s.kept[e.name] = s.recent.PushFront(&e)
	s.bytes += e.bytes
}

func (s *shelf) drop(e *list.Element) {
	gone := s.recent.Remove(e).(*entry)
	delete(s.kept, gone.name)
	s.bytes -= gone.bytes
}

// makeRoom removes variants when the cache is full, but never the latest.
func (s *shelf) makeRoom() error {
	for s.bytes > s.most && s.recent.Len() > 1 {
		oldest := s.recent.Back()
		n := oldest.Value.(*entry).name
		s.drop(oldest)
		if err := os.Remove(s.path(n)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		_ = os.Remove(filepath.Join(s.dir, n.picture)) // if it is empty
	}
	return nil
}
