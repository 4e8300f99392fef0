package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/listing"
	"lectern/internal/app"
	"lectern/internal/media"
)

// s3Flags configure where files are stored. The flag for the secret is hidden, because other
// users of the machine can see a command line. The names in the environment are explicit, since
// kong would derive LECTERN_S_3_BUCKET.
type s3Flags struct {
	S3Endpoint   string `name:"s3-endpoint" help:"URL of an S3-compatible store for the uploaded files, https://s3.example.org. Default: the data directory." env:"LECTERN_S3_ENDPOINT" placeholder:"URL" group:"media"`
	S3Bucket     string `name:"s3-bucket" help:"Bucket in the S3 store. It must exist." env:"LECTERN_S3_BUCKET" placeholder:"NAME" group:"media"`
	S3Prefix     string `name:"s3-prefix" help:"Prefix of all keys in the bucket. Default: none." env:"LECTERN_S3_PREFIX" placeholder:"PREFIX" group:"media"`
	S3Region     string `name:"s3-region" help:"Region of the S3 store. Default: none." env:"LECTERN_S3_REGION" placeholder:"NAME" group:"media"`
	S3PathStyle  bool   `name:"s3-path-style" help:"Put the bucket into the path instead of the host name, as many self-hosted stores require." env:"LECTERN_S3_PATH_STYLE" group:"media"`
	S3AccessKey  string `name:"s3-access-key" help:"Access key of the S3 store." env:"LECTERN_S3_ACCESS_KEY" placeholder:"KEY" group:"media"`
	S3SecretFile string `name:"s3-secret-file" help:"File with the secret key. Alternatively set LECTERN_S3_SECRET in the environment." env:"LECTERN_S3_SECRET_FILE" placeholder:"FILE" type:"path" group:"media"`
	S3Secret     string `name:"s3-secret" hidden:"" env:"LECTERN_S3_SECRET"`
}

// store returns the S3 store of the flags, or nil if files are in the data directory.
func (f *s3Flags) store() (*media.S3, error) {
	if f.S3Endpoint == "" {
		if f.S3Bucket != "" || f.S3AccessKey != "" || f.S3SecretFile != "" {
			return nil, errors.New("--s3-endpoint is required with the other --s3 flags")
		}
		return nil, nil
	}
	if u, err := url.Parse(f.S3Endpoint); err != nil || !isHTTP(u) || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("--s3-endpoint: %q is not an address without a path, as in https://s3.example.org", f.S3Endpoint)
	}
	if f.S3Bucket == "" || f.S3AccessKey == "" {
		return nil, errors.New("--s3-bucket and --s3-access-key are required with --s3-endpoint")
	}
	secret := f.S3Secret
	if f.S3SecretFile != "" {
		b, err := os.ReadFile(f.S3SecretFile)
		if err != nil {
			return nil, fmt.Errorf("--s3-secret-file: %w", err)
		}
		secret = strings.TrimSpace(string(b))
	}
	if secret == "" {
		return nil, errors.New("--s3-secret-file or LECTERN_S3_SECRET is required with --s3-endpoint")
	}
	return &media.S3{
		Endpoint: f.S3Endpoint, Region: f.S3Region, Bucket: f.S3Bucket, Prefix: strings.Trim(f.S3Prefix, "/"), PathStyle: f.S3PathStyle,
		AccessKey: f.S3AccessKey, SecretKey: secret,
	}, nil
}

// Validate checks the flags. kong calls it for commands without a check of their own.
func (f *s3Flags) Validate() error {
	_, err := f.store()
	return err
}

// mediaFlags configure which files are accepted, and where they are stored.
type mediaFlags struct {
	MediaImageBytes    int64         `help:"Largest picture, in bytes." default:"${imageBytes}" group:"media"`
	MediaAudioBytes    int64         `help:"Largest sound recording, in bytes." default:"${audioBytes}" group:"media"`
	MediaVideoBytes    int64         `help:"Largest video, in bytes." default:"${videoBytes}" group:"media"`
	MediaCaptionsBytes int64         `help:"Largest captions file, in bytes." default:"${captionsBytes}" group:"media"`
	MediaDocumentBytes int64         `help:"Largest document (PDF), in bytes." default:"${documentBytes}" group:"media"`
	MediaUploadExpiry  time.Duration `help:"How long an incomplete resumable upload is kept." default:"${uploadExpiry}" group:"media"`

	s3Flags
}

func (f *mediaFlags) media() (app.Media, error) {
	s3, err := f.store()
	return app.Media{
		Limits: media.Limits{
			Image: f.MediaImageBytes, Audio: f.MediaAudioBytes, Video: f.MediaVideoBytes,
			Captions: f.MediaCaptionsBytes, Document: f.MediaDocumentBytes,
		},
		UploadExpiry: f.MediaUploadExpiry,
		S3:           s3,
	}, err
}

// library opens the library of files. It must be closed.
func (f *mediaFlags) library(p *program) (*media.Library, error) {
	m, err := f.media()
	if err != nil {
		return nil, err
	}
	return app.OpenLibrary(p.ctx, p.data, m, p.log)
}

// Validate checks the flags. kong calls it.
func (f *mediaFlags) Validate() error {
	for name, n := range map[string]int64{
		"--media-image-bytes": f.MediaImageBytes, "--media-audio-bytes": f.MediaAudioBytes, "--media-video-bytes": f.MediaVideoBytes,
		"--media-captions-bytes": f.MediaCaptionsBytes, "--media-document-bytes": f.MediaDocumentBytes,
	} {
		if n < 0 {
			return fmt.Errorf("%s must not be negative", name)
		}
	}
	if f.MediaUploadExpiry <= 0 {
		return errors.New("--media-upload-expiry must be more than 0")
	}
	return f.s3Flags.Validate()
}

// namedIn finds the assets that any version of any document in the log refers to.
type namedIn struct{ store content.Store }

// Named reads the whole log.
func (n namedIn) Named(ctx context.Context) (map[content.AssetID]bool, error) {
	return listing.NamedAssets(ctx, n.store)
}
