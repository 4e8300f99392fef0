package search

import (
	"context"
	"errors"
	"os"

	"lectern/content"
)

// Rebuild rebuilds the index in a directory, which must not be in use. It returns the number
// of indexed documents.
func Rebuild(ctx context.Context, dir string, o Options, store content.Store) (documents uint64, err error) {
	x, err := New(dir, o)
	if err != nil {
		return 0, err
	}
	x.store = store
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		return 0, err
	}
	g, err := x.begin()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, g.close()) }()
	for idle := false; !idle; {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if idle, err = x.step(ctx, g); err != nil {
			return 0, err
		}
	}
	return g.indexes[public].DocCount()
}
