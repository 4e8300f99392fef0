package cli

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/internal/app"
	"lectern/internal/store"
)

type eraseCommand struct {
	Person content.ID `arg:"" help:"Id of the speaker: speaker_01M8…"`
	DryRun bool       `help:"Print what would be erased, and write nothing." env:"-"`
	Reason string     `help:"Reason for the history. Do not name the person." default:"Erasure." env:"-"`
	s3Flags
}

// Help is shown by "lectern erase --help".
func (eraseCommand) Help() string {
	return `Removes a person permanently from every document, from the whole history and from the store's file, and deletes the uploaded files that only the person's documents used. It can't be undone. The receipt is printed as JSON; it names no one and can be kept as proof.

The mutation eraseSpeaker does the same while the service runs, within 25 seconds. This command has no time limit and shows its progress, for very large stores. The service must be stopped.

Example:

  lectern erase --dry-run speaker_01M8149ZVGR3E8WSSAMCT66KNR`
}

// Run erases a person.
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
	if !c.DryRun {
		if err := forgetFiles(p, library, receipt.Files); err != nil {
			return err
		}
	}
	out := json.NewEncoder(p.out)
	out.SetIndent("", "  ")
	return out.Encode(receipt)
}
