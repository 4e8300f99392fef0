package cli

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/internal/app"
	"lectern/internal/media"
	"lectern/internal/search"
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
func (c *removeWordsCommand) Run(p *program) (err error) {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	words, err := catalog.ParseWords(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
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
	receipt, batch, err := catalog.RemoveWordsFrom(p.ctx, s, content.EditOptions{
		Actor: operator(), Reason: c.Reason, Now: time.Now(), Entropy: rand.Read, DryRun: c.DryRun,
		Progress: func(done, total content.Revision) { bar.show(int(done), int(total)) },
	}, words, library)
	bar.end()
	if err != nil {
		return err
	}
	if batch != nil && !c.DryRun {
		if err := forgetFiles(p, library, batch.Erasure.Files); err != nil {
			return err
		}
	}
	out := json.NewEncoder(p.out)
	out.SetIndent("", "  ")
	return out.Encode(receipt)
}

// forgetFiles deletes uploaded files and the search index, which may contain what was erased.
// The service rebuilds the index when it starts.
func forgetFiles(p *program, library *media.Library, files []content.AssetID) error {
	if err := os.RemoveAll(filepath.Join(p.data, search.FolderName)); err != nil {
		return err
	}
	for _, id := range files {
		if err := library.Remove(p.ctx, id); err != nil {
			return err
		}
	}
	return nil
}
