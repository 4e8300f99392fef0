package cli

import (
	"fmt"
	"path/filepath"

	"lectern/content"
	"lectern/internal/search"
	"lectern/internal/store"
)

type rebuildCommand struct{}

// Help is shown by "lectern rebuild --help".
func (rebuildCommand) Help() string {
	return `Writes a new store file from the log of the old one and replaces the old file once the new one is complete. A rebuild that is interrupted leaves the old file unchanged. It needs disk space for a second file. Then it rebuilds the search index. The service must be stopped.

Example:

  lectern rebuild --data=/srv/lectern`
}

// Run rebuilds the store and the search index.
func (c rebuildCommand) Run(p *program) error {
	var changes content.Revision
	bar := newProgress(p.errs, "changes")
	err := store.Rebuild(p.ctx, p.data, func(done, total content.Revision) {
		changes = total
		bar.show(int(done), int(total))
	})
	bar.end()
	if err != nil {
		return err
	}
	if _, err = fmt.Fprintf(p.out, "Rebuilt the store in %s from %s.\n", p.data, count(changes, "change")); err != nil {
		return err
	}
	return c.index(p)
}

// index rebuilds the search index.
func (rebuildCommand) index(p *program) (err error) {
	s, err := store.Open(p.data, store.Options{Log: p.log})
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	documents, err := search.Rebuild(p.ctx, filepath.Join(p.data, search.FolderName), search.Options{Log: p.log}, s)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "Rebuilt the search index with %s that readers see.\n", count(documents, "document"))
	return err
}
