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
	return `Writes a new file with the store's log and all that follows from it, and puts it in the place of the old one when it is whole. A rebuild that is cut off leaves the old file as it was. It needs the space of a second file, and the service must be stopped. Then it makes the search index anew.`
}

// Run rebuilds the store.
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
	if _, err = fmt.Fprintf(p.out, "The store in %s is rebuilt from %s.\n", p.data, count(changes, "change")); err != nil {
		return err
	}
	return c.index(p)
}

// index makes the search index anew.
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
	_, err = fmt.Fprintf(p.out, "The search index has %s that readers see.\n", count(documents, "document"))
	return err
}
