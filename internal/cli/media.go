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
	"lectern/internal/app"
	"lectern/internal/media"
)

// s3Flags say where files are kept. The secret has no flag that is shown: what
// is on a command line can be seen by all who use the machine.
type s3Flags struct {
	S3Endpoint   string `name:"s3-endpoint" help:"Address of an S3-compatible store that keeps the uploaded files, https://s3.example.org. By default they are in the data directory." placeholder:"URL" group:"media"`
	S3Bucket     string `name:"s3-bucket" help:"Its bucket, which has to be there." placeholder:"NAME" group:"media"`
	S3Prefix     string `name:"s3-prefix" help:"What all keys in the bucket begin with." placeholder:"PREFIX" group:"media"`
	S3Region     string `name:"s3-region" help:"Its region, where it has any." placeholder:"NAME" group:"media"`
	S3PathStyle  bool   `name:"s3-path-style" help:"The bucket is in the path and not in the host's name, as many stores of one's own want it." group:"media"`
	S3AccessKey  string `name:"s3-access-key" help:"Name of the key to sign in with." placeholder:"KEY" group:"media"`
	S3SecretFile string `name:"s3-secret-file" help:"File with the secret of that key. It can be in the environment instead: LECTERN_S3_SECRET." placeholder:"FILE" type:"path" group:"media"`
	S3Secret     string `name:"s3-secret" hidden:""`
}

// store is what the flags say, nil where files are in the data directory.
func (f *s3Flags) store() (*media.S3, error) {
	if f.S3Endpoint == "" {
		if f.S3Bucket != "" || f.S3AccessKey != "" || f.S3SecretFile != "" {
			return nil, errors.New("--s3-endpoint: it is missing, and other flags for S3 are there")
		}
		return nil, nil
	}
	if u, err := url.Parse(f.S3Endpoint); err != nil || !isHTTP(u) || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("--s3-endpoint: %q is not an address without a path, as in https://s3.example.org", f.S3Endpoint)
	}
	if f.S3Bucket == "" || f.S3AccessKey == "" {
		return nil, errors.New("--s3-bucket, --s3-access-key: they are needed with --s3-endpoint")
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
		return nil, errors.New("--s3-secret-file: the secret of the key is missing; it can be in LECTERN_S3_SECRET too")
	}
	return &media.S3{
		Endpoint: f.S3Endpoint, Region: f.S3Region, Bucket: f.S3Bucket, Prefix: strings.Trim(f.S3Prefix, "/"), PathStyle: f.S3PathStyle,
		AccessKey: f.S3AccessKey, SecretKey: secret,
	}, nil
}

// Validate checks the flags; kong calls it for the commands that have them and
// nothing to check besides.
func (f *s3Flags) Validate() error {
	_, err := f.store()
	return err
}

// mediaFlags say which files are taken, and where they are kept.
type mediaFlags struct {
	MediaImageBytes    int64         `help:"Bytes of a picture that is uploaded, at most." default:"${imageBytes}" group:"media"`
	MediaAudioBytes    int64         `help:"Bytes of a sound recording." default:"${audioBytes}" group:"media"`
	MediaVideoBytes    int64         `help:"Bytes of a film." default:"${videoBytes}" group:"media"`
	MediaCaptionsBytes int64         `help:"Bytes of a file of captions." default:"${captionsBytes}" group:"media"`
	MediaDocumentBytes int64         `help:"Bytes of a document (PDF)." default:"${documentBytes}" group:"media"`
	MediaUploadExpiry  time.Duration `help:"For how long an upload in pieces may be left before it is taken away." default:"${uploadExpiry}" group:"media"`

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

// Validate checks the flags, as that of s3Flags.
func (f *mediaFlags) Validate() error {
	for name, n := range map[string]int64{
		"--media-image-bytes": f.MediaImageBytes, "--media-audio-bytes": f.MediaAudioBytes, "--media-video-bytes": f.MediaVideoBytes,
		"--media-captions-bytes": f.MediaCaptionsBytes, "--media-document-bytes": f.MediaDocumentBytes,
	} {
		if n < 0 {
			return fmt.Errorf("%s: it can't be less than 0", name)
		}
	}
	if f.MediaUploadExpiry <= 0 {
		return errors.New("--media-upload-expiry: it has to be more than 0")
	}
	return f.s3Flags.Validate()
}

// namedIn finds the assets that the log names, in any version of any document.
type namedIn struct{ store content.Store }

// Named reads the whole log.
func (n namedIn) Named(ctx context.Context) (map[content.AssetID]bool, error) {
	return content.NamedAssets(ctx, n.store)
}
