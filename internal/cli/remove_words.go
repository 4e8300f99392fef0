package cli

import (
	"os"
	"strings"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/internal/media"
	"lectern/internal/store"
)

type removeWordsCommand struct {
	File   string `arg:"" help:"File with the words; /dev/stdin for standard input." type:"path"`
	DryRun bool   `help:"Print where the words would be removed, and write nothing." env:"-"`
	Reason string `help:"Reason for the history. Do not repeat the words." default:"Words were removed." env:"-"`
	s3Flags
}

// Help is shown by "lectern remove-words --help".
func (removeWordsCommand) Help() string {
	return `Replaces words by a placeholder in every document, in the whole history and in the store's file, in uploaded captions and in the names of uploaded files: the name or address of somebody who is no speaker, typed by accident. It can't be undone. The receipt is printed as JSON; it has the places and not the words, and can be kept as proof.

The words come from a file, so that they are not in the shell's history. The mutation removeWords does the same while the service runs, within 25 seconds. The service must be stopped.

Example:

  lectern remove-words --dry-run /dev/stdin`
}

// Run removes words.
func (c *removeWordsCommand) Run(p *program) error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	words, err := catalog.ParseWords(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	o := content.EditOptions{Reason: c.Reason, DryRun: c.DryRun}
	return c.rewrite(p, o, func(s *store.Store, library *media.Library, o content.EditOptions) (rewritten, error) {
		receipt, batch, err := catalog.RemoveWordsFrom(p.ctx, s, o, words, library)
		if err != nil || batch == nil {
			return rewritten{receipt: receipt}, err
		}
		return rewritten{receipt, true, batch.Erasure.Files}, nil
	})
}
