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
	Add  assetsAddCommand  `cmd:"" help:"Take files in, and print how documents name them."`
	GC   assetsGCCommand   `cmd:"" name:"gc" help:"Take away the files that no document names, in no version."`
}

// Help is shown by "lectern assets --help".
func (assetsCommand) Help() string {
	return `Assets are the uploaded files: pictures, recordings, captions and documents. Adding and listing them works while the service runs; for gc it must be stopped. Where the files are in S3, these commands need the flags of the service that say so.`
}

type assetsListCommand struct {
	s3Flags
	JSON bool `help:"One JSON object to a line." name:"json" env:"-"`
}

// Run lists all assets, the newest first.
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
	Files []string          `arg:"" name:"file" help:"The files." type:"existingfile"`
	Kind  content.AssetKind `help:"What the files are meant to be: IMAGE, AUDIO, VIDEO, CAPTIONS or DOCUMENT. Others are refused. By default they may be anything." placeholder:"KIND" env:"-"`
}

// Help is shown by "lectern assets add --help".
func (assetsAddCommand) Help() string {
	return `Decides by their bytes what the files are, cleans and keeps them, and prints for each its id and the address that documents name it by. What is there already stays as it is. It stops at the first file that is refused.`
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
	Grace  time.Duration `help:"What was uploaded less long ago stays: an editor may be about to name it." default:"24h" env:"-"`
	DryRun bool          `help:"Say what would go, and take nothing away." env:"-"`
}

// Help is shown by "lectern assets gc --help".
func (assetsGCCommand) Help() string {
	return `Keeps each file that any version of any document in the log names, so that every version can be restored, and what was uploaded within the grace. Takes away the others, files whose upload was cut off, and uploads that were left. The service must be stopped.`
}

// Validate checks the flags; kong calls it.
func (c *assetsGCCommand) Validate() error {
	if c.Grace < 0 {
		return errors.New("--grace: it can't be less than 0")
	}
	return c.s3Flags.Validate()
}

// Run takes away what nobody names.
func (c *assetsGCCommand) Run(p *program) (err error) {
	s3, err := c.store()
	if err != nil {
		return err
	}
	s, err := store.Open(p.data, store.Options{Log: p.log}) // and so nobody else writes
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
			what := "no asset: its upload was cut off"
			if asset != nil {
				what = fmt.Sprintf("%s, added %s", asset.Kind, asset.CreatedAt.Local().Format(time.RFC3339))
			}
			fmt.Fprintf(p.out, "%s: %d bytes, %s\n", name, n, what)
		},
	})
	if err != nil {
		return err
	}
	verb := "Took away"
	if c.DryRun {
		verb = "Would take away"
	}
	_, err = fmt.Fprintf(p.out, "%s %s with %d bytes.\n", verb, count(files, "file"), bytes)
	return err
}
