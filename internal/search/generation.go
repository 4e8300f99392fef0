package search

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"

	"lectern/content"
)

// space is one of the two indexes. They are separate, so that no error in a reader's query can
// reach a draft.
type space int

const (
	public space = iota
	drafts       // only what the preview shows differently, or only there
	spaces
)

func (s space) String() string { return [...]string{"public", "drafts"}[s] }

// generation is an index on disk, until another one replaces it. Only the follower writes to
// it.
type generation struct {
	dir     string
	indexes [spaces]bleve.Index
	shelves [spaces]shelf
	state   state
	walk    *walk // nil when all documents have been indexed once

	latest [spaces]map[content.ID]uint64 // a digest of what it has of some documents (sum)
	saved  [spaces]time.Time             // the time of the last write

	// Guarded by the index's mu, like state: whether its words have not been read yet, whether
	// it was compared with the store, the number of its users, and whether another generation
	// has replaced it.
	unread  bool
	counted bool
	users   int
	retired bool
}

// state is the index's data about itself. It is written in the batch for which it is true.
type state struct {
	Version int              `json:"version"`
	Place   content.Revision `json:"place"` // everything up to this change is in the index
	// At is the time of that change: a restored store has another change with that number.
	At time.Time `json:"at"`
	// Scrub says that somebody was erased whose words may still be in the files: another
	// generation must replace it.
	Scrub bool `json:"scrub,omitempty"`
}

const stateKey = "lectern"

// version changes with the format of the index: an index of another version is rebuilt.
const version = 5

// seal and unseal add a checksum to the state: bleve's file for it has none.
func (s state) seal() []byte {
	b, _ := json.Marshal(s) // strings, numbers and a bool always encode
	return append(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(b)), b...)
}

func unseal(b []byte) (s state, err error) {
	const sum = 4
	if len(b) < sum || binary.BigEndian.Uint32(b) != crc32.ChecksumIEEE(b[sum:]) {
		return s, errors.New("search: the index has no revision")
	}
	return s, json.Unmarshal(b[sum:], &s)
}

// settings are those of bleve's index. It keeps only the newest state: erased content must not
// come back by a rollback.
func settings() map[string]any {
	return map[string]any{"numSnapshotsToKeep": 1, "bolt_timeout": "1s"}
}

// create begins a generation.
func create(dir string) (_ *generation, err error) {
	g := &generation{dir: dir, state: state{Version: version}, walk: &walk{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, g.close())
		}
	}()
	for s := range spaces {
		m := bleve.NewIndexMapping()
		m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
		index, err := bleve.NewUsing(filepath.Join(dir, s.String()), m, bleve.Config.DefaultIndexType, bleve.Config.DefaultKVStore, settings())
		if err != nil {
			return nil, err
		}
		g.indexes[s] = index // after an error, index is a typed nil
	}
	return g, nil
}

// open opens a complete generation. Damage is an error, except for some bytes in bleve's list
// of its files, which is found when documents are counted.
func open(dir string) (_ *generation, err error) {
	g := &generation{dir: dir, unread: true}
	defer func() {
		if err != nil {
			err = errors.Join(err, g.close())
		}
	}()
	defer guard(debug.SetPanicOnFault(true), &err)
	for s := range spaces {
		path := filepath.Join(dir, s.String())
		if err := checkFiles(path); err != nil {
			return nil, err
		}
		index, err := bleve.OpenUsing(path, settings())
		if err != nil {
			return nil, err
		}
		g.indexes[s] = index
		sealed, err := g.indexes[s].GetInternal([]byte(stateKey))
		if err != nil {
			return nil, err
		}
		st, err := unseal(sealed)
		if err != nil {
			return nil, err
		}
		if s == public || st.Place < g.state.Place { // the process may have ended between the two batches
			g.state = st
		}
	}
	if g.state.Version != version || g.state.Place == 0 {
		return nil, fmt.Errorf("search: the index is of version %d at %d", g.state.Version, g.state.Place)
	}
	return g, nil
}

// guard turns a panic on damaged bytes into an error.
func guard(was bool, err *error) {
	debug.SetPanicOnFault(was)
	if p := recover(); p != nil {
		*err = fmt.Errorf("search: the index is damaged: %v", p)
	}
}

// checkFiles compares each segment with the checksum at its end.
func checkFiles(index string) error {
	paths, err := filepath.Glob(filepath.Join(index, "store", "*.zap"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		const sum = 4
		if len(b) < sum || binary.BigEndian.Uint32(b[len(b)-sum:]) != crc32.ChecksumIEEE(b[:len(b)-sum]) {
			return fmt.Errorf("search: %s is damaged", filepath.Base(path))
		}
	}
	return nil
}

// maxLatest is the maximum number of documents whose hash is remembered.
const maxLatest = 20_000

func (g *generation) target(s space) target { return target{g.indexes[s], &g.shelves[s]} }

// has reports whether the index has a document in its current form (nil: not at all), and
// remembers that it will. Editors write many versions of a draft while the public version
// stays the same, and so do the documents that refer to it.
func (g *generation) has(s space, id content.ID, src *source) (bool, error) {
	sum := src.sum()
	was, known := g.latest[s][id]
	if !known && src == nil {
		there, err := g.contains(s, id)
		if err != nil {
			return false, err
		}
		known = !there
	}
	if g.latest[s] == nil || len(g.latest[s]) >= maxLatest {
		g.latest[s] = map[content.ID]uint64{}
	}
	g.latest[s][id] = sum
	return known && was == sum, nil
}

func (g *generation) contains(s space, id content.ID) (there bool, err error) {
	reader, err := snapshotOf(g.indexes[s])
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	internal, err := reader.InternalID(string(id))
	return internal != nil, err
}

// saving is the interval at which an index writes its state when it has nothing else to write.
// After a restart it continues from there.
const saving = 5 * time.Second

// write writes a batch with the state that is true after it.
func (g *generation) write(s space, batch *bleve.Batch, as state) error {
	if batch.Size() == 0 && as.Place > 0 && !as.Scrub && time.Since(g.saved[s]) < saving {
		return nil
	}
	batch.SetInternal([]byte(stateKey), as.seal())
	g.saved[s] = time.Now()
	return g.indexes[s].Batch(batch)
}

// place returns the change up to which everything can be found; 0 while the word forms are not
// loaded.
func (g *generation) place() content.Revision {
	if g.unread {
		return 0
	}
	return g.state.Place
}

func (g *generation) close() (err error) {
	for _, index := range g.indexes {
		if index != nil {
			err = errors.Join(err, index.Close())
		}
	}
	return err
}

// remove closes the generation and deletes it from disk.
func (g *generation) remove() error { return errors.Join(g.close(), os.RemoveAll(g.dir)) }

// merge merges all segments into one: the index is then the smallest, and queries are the
// fastest.
func (g *generation) merge(ctx context.Context) error {
	for s := range spaces {
		advanced, err := g.indexes[s].Advanced()
		if err != nil {
			return err
		}
		merger, ok := advanced.(interface {
			ForceMerge(ctx context.Context, options *mergeplan.MergePlanOptions) error
		})
		if !ok {
			return errors.New("search: this index can't merge its segments")
		}
		// Once merges at most ten segments into each new one.
		for before, after := math.MaxInt, 0; ; before = after {
			if err := merger.ForceMerge(ctx, nil); err != nil {
				return err
			}
			if after, err = g.target(s).segments(); err != nil {
				return err
			}
			if after <= 1 || after >= before {
				break
			}
		}
	}
	return nil
}
