package cli

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/internal/app"
	"lectern/internal/search"
	"lectern/internal/store"
)

type eraseCommand struct {
	Person content.ID `arg:"" help:"Id of the speaker."`
	DryRun bool       `help:"Say what would be erased, and write nothing." env:"-"`
	Reason string     `help:"What the history says that this was for. Don't name the person." default:"Erasure." env:"-"`
	s3Flags
}

// Help is shown by "lectern erase --help".
func (eraseCommand) Help() string {
	return `Takes a person out of every document, of all history and of the store's file, and the files that nobody else's documents name, for good, and prints the receipt as JSON: it names nobody, and can be kept. The same as eraseSpeaker of the GraphQL, with progress and without its bound of 25 seconds, for very large stores. The service must be stopped.`
}

// Run erases.
func (c *eraseCommand) Run(p *program) (err error) {
	s3, err := c.store()
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
	receipt, err := catalog.ErasePerson(p.ctx, s, content.EditOptions{
		Actor: operator(), Reason: c.Reason, Now: time.Now(), Entropy: rand.Read, DryRun: c.DryRun,
		Progress: func(done, total content.Revision) { bar.show(int(done), int(total)) },
	}, c.Person)
	bar.end()
	if err != nil {
		return err
	}
	if !c.DryRun { // the index is made anew when the service starts
		if err := os.RemoveAll(filepath.Join(p.data, search.FolderName)); err != nil {
			return err
		}
		for _, id := range receipt.Files {
			if err := library.Remove(p.ctx, id); err != nil {
				return err
			}
		}
	}
	out := json.NewEncoder(p.out)
	out.SetIndent("", "  ")
	return out.Encode(receipt)
}
