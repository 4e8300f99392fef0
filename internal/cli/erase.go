package cli

import (
	"lectern/content"
	"lectern/content/catalog"
	"lectern/internal/media"
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
func (c *eraseCommand) Run(p *program) error {
	o := content.EditOptions{Reason: c.Reason, DryRun: c.DryRun}
	return c.rewrite(p, o, func(s *store.Store, _ *media.Library, o content.EditOptions) (rewritten, error) {
		receipt, err := catalog.ErasePerson(p.ctx, s, o, c.Person)
		if err != nil {
			return rewritten{}, err
		}
		return rewritten{receipt, true, receipt.Files}, nil
	})
}
