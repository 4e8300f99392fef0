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

// Named returns the assets that any version in the log refers to.
type Named interface {
	Named(ctx context.Context) (map[content.AssetID]bool, error)
}

// Collection has the options of Collect.
type Collection struct {
	Named Named
	// Before protects recent uploads: only files that were uploaded before it are removed,
	// because an editor refers to an uploaded file some time later.
	Before time.Time
	// DryRun removes nothing.
	DryRun bool
	// Removed is called for each removed file with its asset, which is empty if it had no
	// record.
	Removed func(name string, bytes int64, asset *content.Asset)
}

// Collect removes the files that no document refers to, those without a record, and abandoned
// uploads. It returns CONFLICT while another program adds files.
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

// unnamed returns the unreferenced assets whose upload is old enough, by the names of their
// files, and the names of those that stay, including the ones whose record is damaged.
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
