package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"lectern/content"
	"lectern/graph"
	"lectern/internal/httpd"
	"lectern/internal/media"
)

// Media says which files are taken, and where they are kept.
type Media struct {
	Limits media.Limits
	// UploadExpiry is for how long an upload in pieces may be left.
	UploadExpiry time.Duration
	// S3 is where files are kept; in the data directory, where it is nil.
	S3 *media.S3
}

// DefaultMedia keeps files in the data directory.
func DefaultMedia() Media {
	return Media{Limits: media.DefaultLimits(), UploadExpiry: 24 * time.Hour}
}

// OpenLibrary opens the library of a data directory, for the service or a
// command beside it.
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

// ReadLibrary opens the library of a data directory and writes nothing there.
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
	}
	if m.S3 != nil {
		var err error
		if o.Blobs, err = media.NewS3(ctx, *m.S3); err != nil {
			return o, fmt.Errorf("app: %w", err)
		}
	}
	return o, nil
}

// Library has the files that go with the documents.
func (a *App) Library() content.AssetLibrary { return a.library }

// openUploads makes what takes files in, and the key of what is made of them.
func (a *App) openUploads(publicURL string) (err error) {
	if a.mediaKey, err = media.Key(a.config.Data); err != nil {
		return fmt.Errorf("app: the key of media: %w", err)
	}
	a.uploads, err = media.NewUploads(media.UploadsConfig{
		Library: a.library, PublicURL: publicURL, Expiry: a.config.Media.UploadExpiry, Problem: httpd.WriteProblem, Log: a.config.Log,
	})
	if err != nil {
		return fmt.Errorf("app: uploads: %w", err)
	}
	return nil
}

// files serves what documents show.
func (a *App) files() http.Handler {
	return &media.Files{Library: a.library, Shows: a.shows, Problem: httpd.WriteProblem, Log: a.config.Log}
}

// shows tells whether who asks may see a file. Those who see drafts see every
// file: they may be about to name it in one.
func (a *App) shows(ctx context.Context, _ content.AssetID) (title string, ok bool, err error) {
	if graph.ActorFrom(ctx).May(content.RolePreviewer) {
		return "", true, nil
	}
	return "", false, nil // documents can't hold assets yet
}
