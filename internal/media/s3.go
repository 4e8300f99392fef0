package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// S3 configures a bucket of Amazon S3 or a compatible store.
type S3 struct {
	Endpoint string // "https://s3.example.org"; http only on the same machine or network
	Region   string // the store's name of the region; many need none
	Bucket   string // must exist
	Prefix   string // of all keys, without a slash at its ends; may be empty
	// PathStyle puts the bucket into the path instead of the host name, as many self-hosted
	// stores require.
	PathStyle bool
	AccessKey string
	SecretKey string
}

const (
	// s3Window is the maximum size of one ranged request: little data is wasted if the reader
	// stops, and the connection is reused.
	s3Window = 8 << 20
	// s3Wait is the timeout of the first request, which checks that the bucket exists.
	s3Wait = 30 * time.Second
)

// s3 stores files in a bucket. S3 guarantees that an object exists completely or not at all,
// also after a multipart upload.
type s3 struct {
	client *minio.Core
	config S3
}

// NewS3 returns Blobs of a bucket, after it has checked that the bucket exists.
func NewS3(ctx context.Context, c S3) (Blobs, error) {
	endpoint, err := url.Parse(c.Endpoint)
	if err != nil || endpoint.Host == "" || (endpoint.Scheme != "https" && endpoint.Scheme != "http") || strings.Trim(endpoint.Path, "/") != "" {
		return nil, errors.New("media: the URL of the S3 store must have no path, such as https://s3.example.org")
	}
	lookup := minio.BucketLookupAuto
	if c.PathStyle {
		lookup = minio.BucketLookupPath
	}
	client, err := minio.NewCore(endpoint.Host, &minio.Options{
		Creds:        credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""),
		Secure:       endpoint.Scheme == "https",
		Region:       c.Region,
		BucketLookup: lookup,
	})
	if err != nil {
		return nil, fmt.Errorf("media: S3: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s3Wait)
	defer cancel()
	there, err := client.BucketExists(ctx, c.Bucket)
	if err == nil && !there {
		err = errors.New("there is no such bucket")
	}
	if err != nil {
		return nil, fmt.Errorf("media: the bucket %s of the S3 store: %w", c.Bucket, err)
	}
	return &s3{client, c}, nil
}

func (s *s3) key(name string) string { return path.Join(s.config.Prefix, name) }

func (s *s3) Put(ctx context.Context, name, file string) error {
	_, err := s.client.FPutObject(ctx, s.config.Bucket, s.key(name), file, minio.PutObjectOptions{
		ContentType: "application/octet-stream",
	})
	if err != nil {
		return fmt.Errorf("media: S3: %w", err)
	}
	return os.Remove(file)
}

func (s *s3) Open(ctx context.Context, name string) (File, error) {
	return &s3File{ctx: ctx, store: s, key: s.key(name)}, nil
}

func (s *s3) List(ctx context.Context, folder string, each func(Entry) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the listing
	prefix := s.key(folder) + "/"
	for object := range s.client.Client.ListObjects(ctx, s.config.Bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if object.Err != nil {
			return fmt.Errorf("media: S3: %w", object.Err)
		}
		err := each(Entry{Name: strings.TrimPrefix(object.Key, prefix), Bytes: object.Size, Modified: object.LastModified})
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (s *s3) Remove(ctx context.Context, name string) error {
	err := s.client.RemoveObject(ctx, s.config.Bucket, s.key(name), minio.RemoveObjectOptions{})
	if err != nil && !isNoKey(err) {
		return fmt.Errorf("media: S3: %w", err)
	}
	return nil
}

// Sweep aborts incomplete multipart uploads, whose parts use storage.
func (s *s3) Sweep(ctx context.Context, before time.Time) error {
	var old []minio.ObjectMultipartInfo
	for upload := range s.client.ListIncompleteUploads(ctx, s.config.Bucket, s.key(filesFolder)+"/", true) {
		if upload.Err != nil {
			if minio.ToErrorResponse(upload.Err).Code == minio.NoSuchUpload { // some stores report this if there is none
				break
			}
			return fmt.Errorf("media: S3: %w", upload.Err)
		}
		if upload.Initiated.Before(before) {
			old = append(old, upload)
		}
	}
	for _, upload := range old {
		if err := s.client.AbortMultipartUpload(ctx, s.config.Bucket, upload.Key, upload.UploadID); err != nil {
			return fmt.Errorf("media: S3: %w", err)
		}
	}
	return nil
}

func isNoKey(err error) bool {
	response := minio.ToErrorResponse(err)
	return response.Code == "NoSuchKey" || response.StatusCode == http.StatusNotFound
}

// s3File reads an object by ranged requests. Each continues the last one, or begins at another
// offset after a seek.
type s3File struct {
	ctx   context.Context // of the reader that opened it
	store *s3
	key   string

	mu   sync.Mutex
	body io.ReadCloser // nil between requests
	at   int64         // of the body
	ends int64         // of what was requested
}

func (f *s3File) ReadAt(p []byte, at int64) (n int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for n < len(p) {
		if f.body == nil || f.at != at+int64(n) {
			if err := f.ask(at + int64(n)); err != nil {
				return n, err
			}
		}
		got, err := f.body.Read(p[n:])
		n, f.at = n+got, f.at+int64(got)
		switch {
		case isEOF(err):
			asked := f.at
			if err := f.stop(); err != nil {
				return n, err
			}
			if asked < f.ends && n < len(p) {
				return n, io.EOF // the object ends before the requested end
			}
		case err != nil:
			return n, errors.Join(fmt.Errorf("media: S3: %w", err), f.stop())
		}
	}
	return n, nil
}

// ask begins a request.
func (f *s3File) ask(at int64) error {
	if err := f.stop(); err != nil {
		return err
	}
	options := minio.GetObjectOptions{}
	if err := options.SetRange(at, at+s3Window-1); err != nil {
		return err
	}
	body, _, _, err := f.store.client.GetObject(f.ctx, f.store.config.Bucket, f.key, options)
	switch {
	case err == nil:
		f.body, f.at, f.ends = body, at, at+s3Window
		return nil
	case isNoKey(err):
		return errNoFile()
	case minio.ToErrorResponse(err).StatusCode == http.StatusRequestedRangeNotSatisfiable:
		return io.EOF
	}
	return fmt.Errorf("media: S3: %w", err)
}

func (f *s3File) stop() error {
	if f.body == nil {
		return nil
	}
	err := f.body.Close()
	f.body = nil
	return err
}

func (f *s3File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.stop()
}
