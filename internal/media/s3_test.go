package media

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"lectern/content"
)

func TestS3Refuses(t *testing.T) {
	t.Parallel()
	good := bucket(t)
	for name, change := range map[string]func(*S3){
		"no bucket":  func(c *S3) { c.Bucket = "other" },
		"no address": func(c *S3) { c.Endpoint = "s3.example.org" },
		"a path":     func(c *S3) { c.Endpoint += "/x" },
		"nobody":     func(c *S3) { c.Bucket = "" },
	} {
		bad := good
		change(&bad)
		if _, err := NewS3(t.Context(), bad); err == nil || strings.Contains(err.Error(), bad.SecretKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file is read in windows, and one that is larger than a part is written in parts.
func TestS3LargeFile(t *testing.T) {
	t.Parallel()
	blobs, err := NewS3(t.Context(), bucket(t))
	if err != nil {
		t.Fatal(err)
	}
	o := options(t.TempDir())
	o.Blobs = blobs
	l := open(t, o)
	const size = 2*s3Window + 5_000_000
	asset, err := l.Add(content.AssetUpload{}, io.MultiReader(strings.NewReader(mp4("")), io.LimitReader(endless{}, size)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := l.Open(t.Context(), asset.ID)
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, io.NewSectionReader(f, 0, asset.Bytes+10))
	if err = errors.Join(err, f.Close()); err != nil || n != asset.Bytes || n <= size {
		t.Errorf("%d bytes of %d, %v", n, asset.Bytes, err)
	}
	checkWhole(t, l)
}

func TestS3Sweep(t *testing.T) {
	t.Parallel()
	blobs, err := NewS3(t.Context(), bucket(t))
	if err != nil {
		t.Fatal(err)
	}
	s := blobs.(*s3)
	if _, err := s.client.NewMultipartUpload(t.Context(), s.config.Bucket, s.key("files/x"), minio.PutObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	parts := func() (n int) {
		for range s.client.ListIncompleteUploads(t.Context(), s.config.Bucket, s.key(filesFolder), true) {
			n++
		}
		return n
	}
	if err := s.Sweep(t.Context(), time.Now().Add(-time.Hour)); err != nil || parts() != 1 {
		t.Errorf("a young one: %v, %d left", err, parts())
	}
	if err := s.Sweep(t.Context(), time.Now().Add(time.Hour)); err != nil {
		t.Error(err)
	}
	result, err := s.client.ListMultipartUploads(t.Context(), s.config.Bucket, s.key(filesFolder), "", "", "", 10)
	if err == nil && len(result.Uploads) > 0 {
		t.Errorf("left: %+v", result.Uploads)
	}
}
