package cli

import (
	"fmt"
	"log/slog"

	"lectern/internal/app"
	"lectern/internal/media"
	"lectern/internal/store"
)

type verifyCommand struct{ s3Flags }

// Help is shown by "lectern verify --help".
func (verifyCommand) Help() string {
	return `Reads the whole file and changes nothing: the pages, the checksum of every record, that the log is a chain that leads to where every document stands, and that every index entry, reference and count follows from the documents. Then it reads every uploaded file: whether it is the one that was uploaded, whether it has a record, and whether those that documents name are there. Each finding is a line on standard output. The exit code is 3 where there is one. What an upload that was cut off has left is named, and is no finding. The service must be stopped.`
}

// Run checks the store, and the uploaded files.
func (c verifyCommand) Run(p *program) error {
	s3, err := c.store()
	if err != nil {
		return err
	}
	summary, err := store.Verify(p.ctx, p.data, func(f store.Finding) {
		fmt.Fprintf(p.out, "%s: %s\n", f.Where, f.Problem)
	})
	if err != nil {
		return err
	}
	if summary.Findings > 0 {
		return problemError{fmt.Errorf("the store in %s has %d findings", p.data, summary.Findings)}
	}
	files, err := verifyMedia(p, s3)
	if err != nil {
		return err
	}
	if files.Findings > 0 {
		return problemError{fmt.Errorf("the media of %s have %d findings", p.data, files.Findings)}
	}
	_, err = fmt.Fprintf(p.out, "The store in %s is whole: revision %d, %d changes, %d documents in %d versions, %d index entries and references. So are the media: %d assets, %d bytes.\n",
		p.data, summary.Revision, summary.Changes, summary.Documents, summary.Versions, summary.Keys, files.Assets, files.Bytes)
	return err
}

func verifyMedia(p *program, s3 *media.S3) (summary media.Summary, err error) {
	s, err := store.Open(p.data, store.Options{Log: p.log, ReadOnly: true})
	if err != nil {
		return summary, err
	}
	defer closeStore(s, &err)
	library, err := app.ReadLibrary(p.ctx, p.data, app.Media{S3: s3}, slog.New(slog.DiscardHandler)) // what it would log is found
	if err != nil {
		return summary, err
	}
	return library.Verify(p.ctx, namedIn{s}, func(f media.Finding) {
		fmt.Fprintf(p.out, "media/%s: %s\n", f.Where, f.Problem)
	})
}
