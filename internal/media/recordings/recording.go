package recordings

import (
	"bytes"
	"errors"
	"io"
	"math"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// Clean reads a recording, and writes it without metadata such as names, places and pictures.
// Audio and video keep their positions in the file, except in MP3, which has none. It returns
// CodeBadInput, with a message for the uploader, if the recording is of an unknown format,
// damaged or incomplete.
func Clean(dst io.Writer, f io.ReaderAt, size int64) (content.Asset, error) {
	r, err := read(f, size)
	if err != nil {
		return content.Asset{}, err
	}
	r.asset.Bytes, err = r.write(dst)
	return r.asset, err
}

// recording is a file that is being read.
type recording struct {
	f     io.ReaderAt
	size  int64
	parts int // parts read so far
	asset content.Asset
	edits []edit // in order and disjoint
}

// edit replaces a part of the file: by some bytes and zeros up to its length, or by nothing.
type edit struct {
	at, length int64
	head       []byte
	cut        bool
}

// Limits of a file. A podcast of a whole day has some 3 million frames.
const (
	maxParts = 20_000_000
	maxEdits = 100_000
)

func read(f io.ReaderAt, size int64) (*recording, error) {
	r := &recording{f: f, size: size}
	head := make([]byte, min(size, 16))
	if err := r.get(head, 0); err != nil {
		return nil, err
	}
	is := func(magic string, at int) bool { return len(head) >= 12 && bytes.HasPrefix(head[at:], []byte(magic)) }
	format := r.mp3
	switch {
	case is("ftyp", 4):
		format = r.mp4
	case is("RIFF", 0) && is("WAVE", 8), is("RF64", 0) && is("WAVE", 8), is("BW64", 0) && is("WAVE", 8):
		format = r.wav
	case is("\x1a\x45\xdf\xa3", 0):
		format = r.matroska
	case is("fLaC", 0):
		format = r.flac
	}
	if err := format(); err != nil {
		return nil, err
	}
	return r, nil
}

func refuse(words string) error { return content.Errorf(content.CodeBadInput, "%s", words) }

func endsEarly() error {
	return refuse("The file is incomplete: it ends too early.")
}

// get reads bytes at an offset.
func (r *recording) get(b []byte, at int64) error {
	if at < 0 || at > r.size || int64(len(b)) > r.size-at {
		return endsEarly()
	}
	n, err := r.f.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if errors.Is(err, io.EOF) {
		return endsEarly()
	}
	return err
}

// step counts a part, so that the work for a file is bounded.
func (r *recording) step() error {
	if r.parts++; r.parts > maxParts {
		return refuse("The file has too many parts to be a recording.")
	}
	return nil
}

// edit records a replacement of a part of the file.
func (r *recording) edit(e edit) error {
	if len(r.edits) == maxEdits {
		return refuse("The file has too many parts beside its sound and picture.")
	}
	r.edits = append(r.edits, e)
	return nil
}

// seconds sets the duration of the recording.
func (r *recording) seconds(s float64) {
	if s > 0 && s < float64(math.MaxInt64/int64(time.Second)) {
		r.asset.Duration = locale.Duration(time.Duration(math.Round(s*1000)) * time.Millisecond)
	}
}

// write writes the edited file.
func (r *recording) write(dst io.Writer) (written int64, err error) {
	to := &counter{dst: dst}
	at := int64(0)
	for _, e := range append(r.edits, edit{at: r.size}) {
		if _, err := io.Copy(to, io.NewSectionReader(r.f, at, e.at-at)); err != nil {
			return to.n, err
		}
		at = e.at + e.length
		if e.cut {
			continue
		}
		if _, err := to.Write(e.head); err != nil {
			return to.n, err
		}
		if _, err := io.CopyN(to, zeros{}, e.length-int64(len(e.head))); err != nil {
			return to.n, err
		}
	}
	return to.n, nil
}

type counter struct {
	dst io.Writer
	n   int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.dst.Write(b)
	c.n += int64(n)
	return n, err
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}
