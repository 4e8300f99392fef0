package cli

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"lectern/content"
	"lectern/internal/app"
	"lectern/internal/media"
	"lectern/internal/search"
	"lectern/internal/store"
)

// rewritten is the result of a rewriting of the history.
type rewritten struct {
	receipt any               // for the operator, as JSON
	changed bool              // whether anything was removed
	files   []content.AssetID // uploaded files to delete
}

// rewrite runs a rewriting of the history while the service is stopped, with progress. It then
// deletes the uploaded files that nothing uses any more and the search index, and prints the
// receipt.
func (f *s3Flags) rewrite(p *program, o content.EditOptions, do func(*store.Store, *media.Library, content.EditOptions) (rewritten, error)) (err error) {
	s3, err := f.store()
	if err != nil {
		return err
	}
	library, err := app.OpenLibrary(p.ctx, p.data, app.Media{S3: s3}, p.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, library.Close()) }()
	s, err := store.Open(p.data, store.Options{Log: p.log})
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	bar := newProgress(p.errs, "changes")
	o.Actor, o.Now, o.Entropy = operator(), time.Now(), rand.Read
	o.Progress = func(done, total content.Revision) { bar.show(int(done), int(total)) }
	done, err := do(s, library, o)
	bar.end()
	if err != nil {
		return err
	}
	if done.changed && !o.DryRun {
		if err := forgetFiles(p, library, done.files); err != nil {
			return err
		}
	}
	out := json.NewEncoder(p.out)
	out.SetIndent("", "  ")
	return out.Encode(done.receipt)
}

// forgetFiles deletes uploaded files and the search index, which may contain what was erased.
// The service rebuilds the index when it starts.
func forgetFiles(p *program, library *media.Library, files []content.AssetID) error {
	if err := os.RemoveAll(filepath.Join(p.data, search.FolderName)); err != nil {
		return err
	}
	for _, id := range files {
		if err := library.Remove(p.ctx, id); err != nil {
			return err
		}
	}
	return nil
}
