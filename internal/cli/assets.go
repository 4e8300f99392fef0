package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"lectern/content"
	"lectern/internal/app"
	"lectern/internal/media"
	"lectern/internal/store"
)

type assetsCommand struct {
	List assetsListCommand `cmd:"" help:"List the uploaded files."`
	Add  assetsAddCommand  `cmd:"" help:"Add files, and print the addresses for documents."`
	GC   assetsGCCommand   `cmd:"" name:"gc" help:"Delete files that no version of any document uses."`
}

// Help is shown by "lectern assets --help".
func (assetsCommand) Help() string {
	return `Assets are the uploaded files: pictures, recordings, captions and documents. list and add work while the service runs; for gc it must be stopped. If the files are in S3, give the same --s3 flags as to the service.`
}

type assetsListCommand struct {
	s3Flags
	JSON bool `help:"Print one JSON object per line." name:"json" env:"-"`
}

// Help is shown by "lectern assets list --help".
func (assetsListCommand) Help() string {
	return `Prints id, kind, media type, size in bytes, time and name of each file, newest first.

Example:

  lectern assets list --data=/srv/lectern`
}

// Run lists all assets, newest first.
func (c *assetsListCommand) Run(p *program) (err error) {
	s3, err := c.store()
	if err != nil {
		return err
	}
	library, err := app.ReadLibrary(p.ctx, p.data, app.Media{S3: s3}, p.log)
	if err != nil {
		return err
	}
	const page, gap = 1000, 2
	table := tabwriter.NewWriter(p.out, 0, 0, gap, ' ', 0)
	if !c.JSON {
		fmt.Fprintln(table, "ID\tKIND\tTYPE\tBYTES\tADDED\tNAME")
	}
	for after := content.AssetID(""); ; {
		assets, err := library.List(after, page)
		if err != nil || len(assets) == 0 {
			return errors.Join(err, table.Flush(), library.Close())
		}
		for _, a := range assets {
			after = a.ID
			if c.JSON {
				err = json.NewEncoder(p.out).Encode(a)
			} else {
				_, err = fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%s\t%s\n", a.ID, a.Kind, a.MIMEType, a.Bytes, a.CreatedAt.Local().Format(time.RFC3339), a.Name)
			}
			if err != nil {
				return err
			}
		}
	}
}

type assetsAddCommand struct {
	mediaFlags
	Files []string          `arg:"" name:"file" help:"Files to add." type:"existingfile"`
	Kind  content.AssetKind `help:"Accept only this kind: IMAGE, AUDIO, VIDEO, CAPTIONS or DOCUMENT. Default: any kind." placeholder:"KIND" env:"-"`
}

// Help is shown by "lectern assets add --help".
func (assetsAddCommand) Help() string {
	return `Detects the kind of each file from its bytes, removes metadata, stores the file, and prints its id and the address to write into a document. A file that is already stored is left as it is. The command stops at the first file that is refused, with exit code 3.

Example:

  lectern assets add --kind=IMAGE portrait.jpg`
}

// Run adds files.
func (c *assetsAddCommand) Run(p *program) (err error) {
	library, err := c.library(p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, library.Close()) }()
	for _, path := range c.Files {
		asset, err := addFile(library, path, c.Kind)
		var refused *content.Error
		if errors.As(err, &refused) && refused.Code == content.CodeBadInput {
			return problemError{fmt.Errorf("%s: %s", path, refused.Message)}
		}
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(p.out, "%s %s\n", asset.ID, asset.ID.URL()); err != nil {
			return err
		}
	}
	return nil
}

func addFile(library *media.Library, path string, kind content.AssetKind) (*content.Asset, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return library.Add(content.AssetUpload{Name: filepath.Base(path), Kind: kind}, f)
}

type assetsGCCommand struct {
	s3Flags
	Grace  time.Duration `help:"Keep files that were uploaded within this time, since an editor may be about to use them." default:"24h" env:"-"`
	DryRun bool          `help:"List the files, and delete nothing." env:"-"`
}

// Help is shown by "lectern assets gc --help".
func (assetsGCCommand) Help() string {
	return `Deletes the files that no version of any document uses, and the remains of incomplete uploads. Files of former versions are kept, so that every version can be restored. The service must be stopped.

Example:

  lectern assets gc --dry-run --grace=48h`
}

// Validate checks the flags; kong calls it.
func (c *assetsGCCommand) Validate() error {
	if c.Grace < 0 {
		return errors.New("--grace must not be negative")
	}
	return c.s3Flags.Validate()
}

// Run deletes the unused files.
func (c *assetsGCCommand) Run(p *program) (err error) {
	s3, err := c.store()
	if err != nil {
		return err
	}
	s, err := store.Open(p.data, store.Options{Log: p.log}) // which excludes other writers
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	library, err := app.OpenLibrary(p.ctx, p.data, app.Media{S3: s3}, p.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, library.Close()) }()
	files, bytes := 0, int64(0)
	err = library.Collect(p.ctx, media.Collection{
		Named: namedIn{s}, Before: time.Now().Add(-c.Grace), DryRun: c.DryRun,
		Removed: func(name string, n int64, asset *content.Asset) {
			files, bytes = files+1, bytes+n
			what := "the rest of an incomplete upload"
			if asset != nil {
				what = fmt.Sprintf("%s, added %s", asset.Kind, asset.CreatedAt.Local().Format(time.RFC3339))
			}
			fmt.Fprintf(p.out, "%s: %d bytes, %s\n", name, n, what)
		},
	})
	if err != nil {
		return err
	}
	verb := "Deleted"
	if c.DryRun {
		verb = "Would delete"
	}
	_, err = fmt.Fprintf(p.out, "%s %s with %d bytes.\n", verb, count(files, "file"), bytes)
	return err
}
