package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"lectern/content"
	"lectern/content/catalog"
)

// openNewest opens the newest complete generation, and removes all others.
func (x *Index) openNewest() {
	numbers := x.generations()
	slices.Reverse(numbers)
	for _, n := range numbers {
		dir := x.generation(n)
		if x.serving == nil {
			g, err := open(dir)
			if err == nil {
				x.serving = g
				continue
			}
			x.log.Info("rebuilding the search index", "reason", err)
		}
		if err := os.RemoveAll(dir); err != nil {
			x.log.Warn("an old search index could not be deleted", "error", err)
		}
	}
}

func (x *Index) generation(n int) string { return filepath.Join(x.dir, strconv.Itoa(n)) }

// generations returns the numbers of those on disk, in order.
func (x *Index) generations() (numbers []int) {
	entries, _ := os.ReadDir(x.dir) // an unreadable directory has none
	for _, e := range entries {
		if n, err := strconv.Atoi(e.Name()); err == nil {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// begin creates a generation, which step fills.
func (x *Index) begin() (*generation, error) {
	n := 1
	if all := x.generations(); len(all) > 0 {
		n = all[len(all)-1] + 1
	}
	return create(x.generation(n))
}

// count compares a generation that has caught up with the store, once: if bytes of bleve's
// list of its files were damaged, documents are missing.
func (x *Index) count(ctx context.Context, g *generation) error {
	v, err := x.openViews(ctx)
	if err != nil {
		return err
	}
	defer v.close()
	if v.snapshot.Revision() != g.state.Place {
		return nil // at the next idle time
	}
	want := 0
	for _, kind := range catalog.Kinds() {
		n, err := v.of[public].Count(kind)
		if err != nil {
			return err
		}
		want += n
	}
	has, err := g.indexes[public].DocCount()
	if err != nil {
		return err
	}
	if has != uint64(want) {
		return fmt.Errorf("search: the index has %d documents, and readers see %d", has, want)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	g.counted = true
	return nil
}

// replace replaces the serving generation by the built one.
func (x *Index) replace() {
	x.mu.Lock()
	old := x.serving
	x.serving, x.building = x.building, nil
	x.mu.Unlock()
	x.retire(old)
}

// restart starts again after an error that the index itself may have caused. The store's own
// errors are content's.
func (x *Index) restart(cause error) {
	if errors.As(cause, new(*content.Error)) {
		return
	}
	g, err := x.begin()
	if err != nil {
		return // tried again at the next error
	}
	x.mu.Lock()
	old := x.serving
	x.serving = g
	x.mu.Unlock()
	if x.building != nil {
		x.discard(x.building)
		x.building = nil
	}
	x.retire(old)
}

// leave ends a use. The last user of a replaced generation removes it.
func (x *Index) leave(g *generation) {
	x.mu.Lock()
	g.users--
	last := g.retired && g.users == 0
	x.mu.Unlock()
	if last {
		x.discard(g)
	}
}

// retire releases a generation when it has no more users.
func (x *Index) retire(g *generation) {
	x.mu.Lock()
	g.retired = true
	unused := g.users == 0
	x.mu.Unlock()
	if unused {
		x.discard(g)
	}
}

func (x *Index) discard(g *generation) {
	if err := g.remove(); err != nil {
		x.log.Warn("an old search index could not be deleted", "error", err)
	}
}
