package media

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"lectern/content"
)

const (
	// headBytes is the number of bytes that identify a file's format.
	headBytes = 4 << 10
	// maxName is the maximum length of an original file name, as file systems limit it.
	maxName = 255
)

// Causes of refusals that have their own HTTP status.
var (
	errTooLarge = errors.New("the file is too large")
	errFormat   = errors.New("files of this format are not supported")
	errNoRoom   = errors.New("there is not enough storage")
)

// Add reads a file to its end, checks, cleans and stores it. It returns when the file is
// synced to disk, or when S3 has confirmed it. Meanwhile it needs disk space for twice the
// file, and memory for cleaning.
func (l *Library) Add(u content.AssetUpload, file io.Reader) (*content.Asset, error) {
	if l.options.ReadOnly {
		return nil, content.Errorf(content.CodeReadOnly, "The library is open read-only.")
	}
	f, err := l.spool.create()
	if err != nil {
		return nil, room(err)
	}
	defer func() { _ = discard(f) }() // what is left is swept
	in := bufio.NewReaderSize(file, headBytes)
	head, err := in.Peek(headBytes)
	if err != nil && !isEOF(err) { // an aborted connection is not the end of the file
		return nil, err
	}
	_, limit, err := l.judge(u.Kind, head)
	if err != nil {
		return nil, err
	}
	size, err := io.Copy(f, io.LimitReader(in, limit+1))
	if err != nil {
		return nil, room(err)
	}
	return l.addFile(context.Background(), u, f, size)
}

// judge determines the format of a file by its first bytes, and its maximum size.
func (l *Library) judge(kind content.AssetKind, head []byte) (format, int64, error) {
	found, err := l.options.Formats.of(head)
	if err != nil {
		return found, 0, err
	}
	if kind != "" && !slices.Contains(found.kinds, kind) {
		return found, 0, notOfKind(kind, found.kinds[0])
	}
	limit := l.options.Limits.of(kind)
	if kind == "" {
		limit = 0
		for _, kind := range found.kinds {
			limit = max(limit, l.options.Limits.of(kind))
		}
	}
	return found, limit, nil
}

// addFile adds a local file.
func (l *Library) addFile(ctx context.Context, u content.AssetUpload, f io.ReaderAt, size int64) (*content.Asset, error) {
	head := make([]byte, min(size, headBytes))
	if _, err := f.ReadAt(head, 0); err != nil && !isEOF(err) {
		return nil, err
	}
	format, limit, err := l.judge(u.Kind, head)
	if err != nil {
		return nil, err
	}
	if size > limit {
		return nil, tooLarge(limit)
	}
	out, err := l.spool.create()
	if err != nil {
		return nil, room(err)
	}
	defer func() { _ = discard(out) }() // what is left is swept
	sum := &summed{to: out, hash: sha256.New()}
	asset, err := sum.clean(format.clean, f, size)
	if err != nil {
		return nil, err
	}
	switch limit := l.options.Limits.of(asset.Kind); {
	case u.Kind != "" && u.Kind != asset.Kind:
		return nil, notOfKind(u.Kind, asset.Kind)
	case max(size, sum.bytes) > limit:
		return nil, tooLarge(limit)
	}
	asset.ID = content.NewAssetID([sha256.Size]byte(sum.hash.Sum(nil)))
	asset.Bytes, asset.Name, asset.CreatedAt = sum.bytes, baseName(u.Name), l.options.Now().UTC()
	if err := errors.Join(out.Sync(), out.Close()); err != nil {
		return nil, room(err)
	}
	return l.put(ctx, &asset, out.Name())
}

// put stores a checked file: first the file, then its record. An existing file is written
// again, which repairs it and updates its time.
func (l *Library) put(ctx context.Context, asset *content.Asset, path string) (*content.Asset, error) {
	defer l.only(asset.ID)()
	switch known, err := l.Asset(asset.ID); content.CodeOf(err) {
	case "":
		asset = known
	case content.CodeNotFound, content.CodeCorrupt:
	default:
		return nil, err
	}
	if err := l.blobs.Put(ctx, fileName(asset.ID), path); err != nil {
		return nil, room(err)
	}
	if err := l.putRecord(ctx, asset); err != nil {
		return nil, err
	}
	return l.keep(asset), nil
}

// putRecord stores the record of an asset, replacing a former one.
func (l *Library) putRecord(ctx context.Context, asset *content.Asset) error {
	b, err := encodeRecord(asset)
	if err != nil {
		return err
	}
	f, err := l.spool.create()
	if err != nil {
		return room(err)
	}
	defer func() { _ = discard(f) }() // what is left is swept
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return room(err)
	}
	return room(l.blobs.Put(ctx, recordName(asset.ID), f.Name()))
}

// summed counts and hashes what is written through it, and remembers a write error.
type summed struct {
	to    *os.File
	hash  hash.Hash
	bytes int64
	err   error
}

func (s *summed) Write(p []byte) (int, error) {
	n, err := s.to.Write(p)
	s.hash.Write(p[:n])
	s.bytes += int64(n)
	if err != nil {
		s.err = err
	}
	return n, err
}

// clean cleans a file into another one. A write error is reported as such, not as an error in
// the file.
func (s *summed) clean(clean Clean, f io.ReaderAt, size int64) (content.Asset, error) {
	const buffer = 64 << 10
	w := bufio.NewWriterSize(s, buffer)
	asset, err := clean(w, f, size)
	if err == nil {
		err = w.Flush()
	}
	if s.err != nil {
		return asset, room(s.err)
	}
	return asset, err
}

// room replaces the error of a full disk by a clear one.
func room(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return content.Wrap(content.CodeReadOnly, fmt.Errorf("%w: %w", errNoRoom, err), "The service has not enough storage for this file. Nothing was saved.")
	}
	return err
}

func notOfKind(wanted, is content.AssetKind) error {
	if !wanted.Valid() {
		return content.Errorf(content.CodeBadInput, "Unknown kind. The kinds are IMAGE, AUDIO, VIDEO, CAPTIONS and DOCUMENT.").At("kind")
	}
	return content.Errorf(content.CodeBadInput, "The file must be of kind %s but is of kind %s.", wanted, is).At("kind")
}

func tooLarge(limit int64) error {
	return content.Wrap(content.CodeBadInput, errTooLarge, fmt.Sprintf("The file is too large: at most %d bytes are allowed.", limit))
}

// baseName returns a file's original name without folders, and without characters that could
// break a table or a header.
func baseName(name string) string {
	name = filepath.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, name)
	for len(name) > maxName {
		_, last := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-last]
	}
	if name == "." || name == "/" {
		return ""
	}
	return name
}
