package cli

import (
	"fmt"

	"lectern/internal/store"
)

type verifyCommand struct{}

// Help is shown by "lectern verify --help".
func (verifyCommand) Help() string {
	return `Reads the whole file and changes nothing: the pages, the checksum of every record, that the log is a chain that leads to where every document stands, and that every index entry, reference and count follows from the documents. Each finding is a line on standard output. The exit code is 3 where there is one. The service must be stopped.`
}

// Run checks the store.
func (verifyCommand) Run(p *program) error {
	summary, err := store.Verify(p.ctx, p.data, func(f store.Finding) {
		fmt.Fprintf(p.out, "%s: %s\n", f.Where, f.Problem)
	})
	if err != nil {
		return err
	}
	if summary.Findings > 0 {
		return problemError{fmt.Errorf("the store in %s has %d findings", p.data, summary.Findings)}
	}
	_, err = fmt.Fprintf(p.out, "The store in %s is whole: revision %d, %d changes, %d documents in %d versions, %d index entries and references.\n",
		p.data, summary.Revision, summary.Changes, summary.Documents, summary.Versions, summary.Keys)
	return err
}
