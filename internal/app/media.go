package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"lectern/content"
	"lectern/content/listing"
	"lectern/graph"
	"lectern/internal/media"
	"lectern/internal/media/pictures"
	"lectern/internal/media/pictures/variants"
)

// Media configures which files are accepted, and where they are stored.
type Media struct {
	Limits media.Limits
	// UploadExpiry is how long an unfinished upload in pieces is stored without progress.
	UploadExpiry time.Duration
	// S3 is where files are stored; nil for the data directory.
	S3 *media.S3
}

// DefaultMedia stores files in the data directory.
func DefaultMedia() Media {
	return Media{Limits: media.DefaultLimits(), UploadExpiry: 24 * time.Hour}
}

// OpenLibrary opens the library of a data directory, for the service or a command.
func OpenLibrary(ctx context.Context, data string, m Media, log *slog.Logger) (*media.Library, error) {
	o, err := libraryOptions(ctx, data, m, log)
	if err != nil {
		return nil, err
	}
	l, err := media.Open(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("app: media: %w", err)
	}
	return l, nil
}

// ReadLibrary opens the library of a data directory without writing there.
func ReadLibrary(ctx context.Context, data string, m Media, log *slog.Logger) (*media.Library, error) {
	o, err := libraryOptions(ctx, data, m, log)
	if err != nil {
		return nil, err
	}
	o.ReadOnly = true
	l, err := media.Open(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("app: media: %w", err)
	}
	return l, nil
}

func libraryOptions(ctx context.Context, data string, m Media, log *slog.Logger) (media.Options, error) {
	o := media.Options{
		Dir: filepath.Join(data, media.FolderName), Formats: media.DefaultFormats(), Limits: m.Limits, Now: time.Now, Log: log,
		Removed: func(id content.AssetID) error {
			return os.RemoveAll(filepath.Join(variantsFolder(data), id.Digits()))
		},
	}
	if m.S3 != nil {
		var err error
		if o.Blobs, err = media.NewS3(ctx, *m.S3); err != nil {
			return o, fmt.Errorf("app: %w", err)
		}
	}
	return o, nil
}

// Library returns the library of uploaded files.
func (a *App) Library() content.AssetLibrary { return a.library }

// removeFile deletes a file of an erased person. If that fails, gc deletes it later, since no
// document refers to it.
func (a *App) removeFile(id content.AssetID) {
	err := a.library.Remove(context.Background(), id)
	if err == nil && a.variants != nil {
		err = a.variants.Forget(id)
	}
	if err != nil {
		a.config.Log.Error("a file of an erased person could not be deleted; delete it with lectern assets gc", "asset", id, "error", err)
	}
}

// openUploads creates the handler of uploads.
func (a *App) openUploads(publicURL string) (err error) {
	a.uploads, err = media.NewUploads(media.UploadsConfig{
		Library: a.library, PublicURL: publicURL, Expiry: a.config.Media.UploadExpiry, Log: a.config.Log,
	})
	if err != nil {
		return fmt.Errorf("app: uploads: %w", err)
	}
	return nil
}

// files returns the handler of files that documents refer to.
func (a *App) files() http.Handler {
	return &media.Files{Library: a.library, Shows: a.shows, Log: a.config.Log}
}

// shows reports whether the actor may see a file, and the title of the document that shows it.
// Those who see drafts see every file: they may be about to use it in one.
func (a *App) shows(ctx context.Context, id content.AssetID) (title string, ok bool, err error) {
	view, err := content.OpenView(ctx, a.store, content.ViewOptions{Site: a.site})
	if err != nil {
		return "", false, err
	}
	defer func() { err = errors.Join(err, view.Close()) }()
	if title, ok, err = listing.TitleOfAsset(view, id); err != nil || ok {
		return title, ok, err
	}
	return "", graph.ActorFrom(ctx).May(content.RolePreviewer), nil
}

// The number of variants that are made simultaneously, the number of requests that wait for
// that, and the disk space of all stored variants.
const (
	variantsAtOnce   = 2
	variantsWaiting  = 64
	variantsMaxBytes = 2_000_000_000
)

// variantsFolder has a folder for each picture. A file is deleted only while the service is
// stopped, together with its variants.
func variantsFolder(data string) string { return filepath.Join(data, media.FolderName, "variants") }

// openVariants creates the maker of pictures in other sizes, and its signer of URLs.
func (a *App) openVariants() error {
	key, err := media.Key(a.config.Data)
	if err != nil {
		return fmt.Errorf("app: the key of media: %w", err)
	}
	s, err := pictures.NewSigner(key)
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	a.site.Variants = signer{s}
	a.variants, err = variants.New(variants.Options{
		Dir: variantsFolder(a.config.Data), Signer: s, Open: a.openOriginal, Shows: a.shows,
		Disposition: media.Disposition, Log: a.config.Log,
		AtOnce: variantsAtOnce, Waiting: variantsWaiting, MaxBytes: variantsMaxBytes,
	})
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	return nil
}

func (a *App) openOriginal(ctx context.Context, id content.AssetID) (variants.Original, int64, error) {
	asset, err := a.library.Asset(id)
	if err != nil {
		return nil, 0, err
	}
	file, err := a.library.Open(ctx, id)
	return file, asset.Bytes, err
}

// signer adapts pictures.Signer to content.
type signer struct{ *pictures.Signer }

// Variant implements content.Variants.
func (s signer) Variant(picture *content.Asset, v content.Variant) (path string, width, height int) {
	spec, width, height, ok := pictures.SpecFor(picture, v)
	if !ok {
		return "", 0, 0
	}
	return s.Path(picture.ID, spec), width, height
}
