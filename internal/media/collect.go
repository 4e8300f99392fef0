package media

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"lectern/content"
)

// Named tells which assets there are documents for: those that any version in
// the log names.
type Named interface {
	Named(ctx context.Context) (map[content.AssetID]bool, error)
}

// Collection is how a library is cleaned up.
type Collection struct {
	Named Named
	// Before is when what may go was uploaded at the latest: an editor who has
	// uploaded a file names it in a document some time later.
	Before time.Time
	// DryRun takes nothing away.
	DryRun bool
	// Removed is called for each file that goes, and of what it was the file: empty
	// where it had no record.
	Removed func(name string, bytes int64, asset *content.Asset)
}

// Collect removes the files that nobody names, those without a record,
// and uploads that were left.
// It is CONFLICT while another program adds files.
func (l *Library) Collect(ctx context.Context, c Collection) error {
	alive, err := sweepSpools(filepath.Dir(l.spool.dir))
	if err != nil {
		return err
	}
	if alive > 1 { // one is this library's own
		return content.Errorf(content.CodeConflict, "Another process uses the uploaded files. Stop it first.")
	}
	named, err := c.Named.Named(ctx)
	if err != nil {
		return err
	}
	kept, old, err := l.unnamed(ctx, named, c.Before)
	if err != nil {
		return err
	}
	var bare []Entry
	err = l.blobs.List(ctx, filesFolder, func(e Entry) error {
		if asset := old[e.Name]; asset != nil {
			c.Removed(filesFolder+"/"+e.Name, e.Bytes, asset)
		} else if !kept[e.Name] && e.Modified.Before(c.Before) {
			bare = append(bare, e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, e := range bare {
		c.Removed(filesFolder+"/"+e.Name, e.Bytes, nil)
	}
	if c.DryRun {
		return nil
	}
	for _, asset := range old {
		if err := l.Remove(ctx, asset.ID); err != nil {
			return err
		}
	}
	for _, e := range bare {
		if err := l.blobs.Remove(ctx, filesFolder+"/"+e.Name); err != nil {
			return err
		}
	}
	uploads := &unfinished{dir: filepath.Join(l.options.Dir, uploadsFolder), library: l}
	if err := uploads.expire(c.Before); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return l.blobs.Sweep(ctx, c.Before)
}

// unnamed gives the assets that nobody names and nobody has uploaded since, by
// the names of their files, and the names of those that stay: the ones whose
// record is damaged, too.
func (l *Library) unnamed(ctx context.Context, named map[content.AssetID]bool, before time.Time) (kept map[string]bool, old map[string]*content.Asset, err error) {
	kept, old = map[string]bool{}, map[string]*content.Asset{}
	err = l.eachRecord(ctx, func(name string, asset *content.Asset, e Entry, err error) error {
		file := strings.TrimSuffix(e.Name, recordEnding)
		if err == nil && !named[asset.ID] && e.Modified.Before(before) {
			old[file] = asset
		} else {
			kept[file] = true
		}
		return nil
	})
	return kept, old, err
}
