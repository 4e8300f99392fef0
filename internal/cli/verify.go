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
	return `Reads the whole store and changes nothing. It checks the pages of the file, the checksum of every record, that the log leads to the state of every document, and that every index entry, reference and count follows from the documents. Then it reads every uploaded file and checks that it is unchanged, that it has a record, and that all files that documents refer to exist.

Each finding is a line on standard output, and the exit code is 3. The remains of incomplete uploads are listed but are not findings. The service must be stopped.

Example:

  lectern verify --data=/srv/lectern`
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
		return problemError{fmt.Errorf("the store in %s has %s", p.data, count(summary.Findings, "finding"))}
	}
	files, err := verifyMedia(p, s3)
	if err != nil {
		return err
	}
	if files.Findings > 0 {
		return problemError{fmt.Errorf("the uploaded files of %s have %s", p.data, count(files.Findings, "finding"))}
	}
	_, err = fmt.Fprintf(p.out, "The store in %s is intact: revision %d, %s, %s in %s, %d index entries and references. The uploaded files are intact: %s, %s.\n",
		p.data, summary.Revision, count(summary.Changes, "change"), count(summary.Documents, "document"), count(summary.Versions, "version"), summary.Keys,
		count(files.Assets, "asset"), count(files.Bytes, "byte"))
	return err
}

func verifyMedia(p *program, s3 *media.S3) (summary media.Summary, err error) {
	s, err := store.Open(p.data, store.Options{Log: p.log, ReadOnly: true})
	if err != nil {
		return summary, err
	}
	defer closeStore(s, &err)
	library, err := app.ReadLibrary(p.ctx, p.data, app.Media{S3: s3}, slog.New(slog.DiscardHandler)) // Verify reports what it would log
	if err != nil {
		return summary, err
	}
	return library.Verify(p.ctx, namedIn{s}, func(f media.Finding) {
		fmt.Fprintf(p.out, "media/%s: %s\n", f.Where, f.Problem)
	})
}
