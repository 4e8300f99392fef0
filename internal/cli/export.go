package cli

import (
	"context"
	"fmt"
	"io"

	"lectern/content"
	"lectern/internal/app"
	"lectern/internal/store"
	"lectern/internal/transfer"
)

type exportCommand struct {
	Folder    string `arg:"" help:"Folder to create; it must not exist or be empty. Or a new spreadsheet: sessions.csv, speakers.csv." type:"path"`
	History   bool   `help:"Also write the log of all changes. Importing it into an empty store gives the same store." env:"-"`
	Separator string `help:"Separator of the cells of a spreadsheet: comma, semicolon (for Danish Excel) or tab." enum:"comma,semicolon,tab" default:"comma" env:"-"`
	sheetOptions
	s3Flags
}

// Help is shown by "lectern export --help".
func (exportCommand) Help() string {
	return `Writes each document to a YAML file that "lectern import" accepts. The files contain everything that editors see, including drafts and legal names behind pseudonyms, so only the owner can read them. The folder appears under its name once it is complete.

A name that ends in .csv writes a spreadsheet instead: the speakers, or the sessions of a conference, one document per line.

The service must be stopped.

Examples:

  lectern export --data=/srv/lectern out/
  lectern export --conference=fagkonference-om-stalking-2021 --separator=semicolon sessions.csv`
}

// Validate checks the flags; kong calls it.
func (c *exportCommand) Validate() error {
	if isSheet(c.Folder) {
		if _, err := c.kindOf(c.Folder); err != nil {
			return err
		}
	}
	return c.s3Flags.Validate()
}

// Run exports the content.
func (c *exportCommand) Run(p *program) (err error) {
	if isSheet(c.Folder) {
		return c.exportSheet(p)
	}
	s, err := store.Open(p.data, store.Options{Log: p.log, ReadOnly: true})
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	s3, err := c.store()
	if err != nil {
		return err
	}
	library, err := app.ReadLibrary(p.ctx, p.data, app.Media{S3: s3}, p.log)
	if err != nil {
		return err
	}
	bar := newProgress(p.errs, "documents")
	exported, err := transfer.Export(p.ctx, s, c.Folder, transfer.ExportOptions{
		History: c.History, Progress: bar.show, Assets: library,
		Open: func(ctx context.Context, id content.AssetID) (io.ReadCloser, error) {
			a, err := library.Asset(id)
			if err != nil {
				return nil, err
			}
			f, err := library.Open(ctx, id)
			if err != nil {
				return nil, err
			}
			return readCloser{io.NewSectionReader(f, 0, a.Bytes), f}, nil
		},
	})
	bar.end()
	if err != nil {
		return err
	}
	for _, id := range exported.Missing {
		fmt.Fprintf(p.out, "%s is missing, although a document refers to it.\n", id)
	}
	_, err = fmt.Fprintf(p.out, "Exported %s and %s at revision %d to %s.\n", count(exported.Documents, "document"), count(exported.Files, "file"), exported.Revision, c.Folder)
	return err
}

// readCloser reads a file from its beginning.
type readCloser struct {
	io.Reader
	io.Closer
}
