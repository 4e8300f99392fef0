package cli

import (
	"fmt"

	"lectern/content"
	"lectern/internal/store"
)

type rebuildCommand struct{}

// Help is shown by "lectern rebuild --help".
func (rebuildCommand) Help() string {
	return `Writes a new file with the store's log and all that follows from it, and puts it in the place of the old one when it is whole. A rebuild that is cut off leaves the old file as it was. It needs the space of a second file, and the service must be stopped.`
}

// Run rebuilds the store.
func (rebuildCommand) Run(p *program) error {
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
	_, err = fmt.Fprintf(p.out, "The store in %s is rebuilt from %d changes.\n", p.data, changes)
	return err
}
