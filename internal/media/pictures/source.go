package pictures

import (
	"bytes"
	"errors"
	"image"
	"io"

	"lectern/content"
)

// source is a file that is being read. It separates errors in the file's bytes, which the
// uploader can correct, from read errors.
type source struct {
	r      io.ReaderAt
	failed error
}

// ReadAt reads the file.
func (s *source) ReadAt(p []byte, at int64) (int, error) {
	n, err := s.r.ReadAt(p, at)
	if err != nil && !errors.Is(err, io.EOF) && s.failed == nil {
		s.failed = err
	}
	return n, err
}

// because returns the error to report for err: the read error, if there was one.
func (s *source) because(err error) error {
	if err != nil && s.failed != nil {
		return content.Wrap(content.CodeInternal, s.failed, "The file can't be read.")
	}
	return err
}

// layout finds the structure of the file.
func (s *source) layout(size int64) (*layout, error) {
	head := make([]byte, min(size, 64))
	if _, err := s.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, s.because(err)
	}
	kind := kindOf(head)
	if kind == nil {
		return nil, refuse("This is not a supported picture. Save it as JPEG, PNG or WebP, and upload that.")
	}
	if kind.read == nil {
		return nil, refuse("%s", kind.refusal)
	}
	l, err := kind.read(s, size)
	if err == nil {
		err = l.check()
	}
	if err != nil {
		return nil, s.because(err)
	}
	return l, nil
}

// kept reads the file without anything but the picture.
func (s *source) kept(l *layout) io.Reader {
	parts := l.assemble(l.profile)
	readers := make([]io.Reader, len(parts))
	for i, p := range parts {
		if p.ours != nil {
			readers[i] = bytes.NewReader(p.ours)
		} else {
			readers[i] = io.NewSectionReader(s, p.at, p.length)
		}
	}
	return io.MultiReader(readers...)
}

// decode decodes the picture from the copied parts, which proves that nothing is missing.
func (s *source) decode(l *layout) (image.Image, error) {
	img, err := l.decode(s.kept(l))
	if err != nil {
		return nil, s.because(damaged(err))
	}
	if img.Bounds() != image.Rect(0, 0, l.width, l.height) {
		return nil, damaged(nil)
	}
	return img, nil
}
