package recordings

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"lectern/content"
)

// id3v1 is the length of the tag at the end of a file.
const id3v1 = 128

// What a stream may have between its frames.
const (
	maxLead = 64 << 10 // before the first frame, beside tags
	maxGaps = 1000
	maxJunk = 1 << 20 // bytes, of all gaps: tags at the end, beside ID3v2
)

var (
	bitrates1 = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0}
	bitrates2 = [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
	rates1    = [4]int{44100, 48000, 32000, 0}
)

// mp3Frame is the header of a frame (ISO/IEC 11172-3, layer III).
type mp3Frame struct {
	version byte // 3: MPEG-1, 2: MPEG-2, 0: 2.5
	rate    int  // samples a second
	samples int
	length  int64
	mono    bool
}

func parseMP3Frame(h []byte) (f mp3Frame, ok bool) {
	if len(h) < 4 || h[0] != 0xff || h[1]&0xe6 != 0xe2 { // sync, and layer III
		return f, false
	}
	f.version, f.mono = h[1]>>3&3, h[3]>>6 == 3
	bitrate, rate := bitrates1[h[2]>>4], rates1[h[2]>>2&3]
	f.samples = 1152
	switch f.version {
	case 1:
		return f, false
	case 0, 2:
		bitrate, f.samples = bitrates2[h[2]>>4], 576
		rate /= 2
		if f.version == 0 {
			rate /= 2
		}
	}
	if bitrate == 0 || rate == 0 {
		return f, false
	}
	f.rate = rate
	f.length = int64(f.samples/8*bitrate*1000/rate) + int64(h[2]>>1&1)
	return f, true
}

func (f mp3Frame) seconds() float64 { return float64(f.samples) / float64(f.rate) }

// alike reports whether two frames can be of one stream.
func (f mp3Frame) alike(o mp3Frame) bool { return f.version == o.version && f.rate == o.rate }

// mp3 walks all frames, so that the duration is exact also with a variable bit rate. Tags
// between them (ID3, APE, lyrics) are removed.
func (r *recording) mp3() error {
	unknown := refuse("This is not a supported recording: MP3, M4A, MP4, WAV, FLAC or WebM.")
	start, err := r.skipID3(0)
	if err != nil {
		return err
	}
	first, at, err := r.firstFrame(start)
	switch {
	case err != nil:
		return err
	case at < 0 && start > 0:
		return refuse("This MP3 file has no sound: it is damaged or ends too early.")
	case at < 0:
		return unknown
	}
	counts, promised, err := r.isXing(first, at)
	if err != nil {
		return err
	}
	w := &mp3Walk{recording: r, last: first, at: at, in: bufio.NewReaderSize(io.NewSectionReader(r.f, at, r.size-at), 64<<10)}
	if err := w.run(); err != nil {
		return err
	}
	frames, seconds := w.frames, w.length
	if counts {
		frames--
		seconds -= first.seconds()
	}
	if frames < 1 {
		return unknown
	}
	if promised > 0 && float64(frames) < 0.99*float64(promised)-1 {
		return endsEarly()
	}
	r.seconds(seconds)
	r.asset.Kind, r.asset.MIMEType = content.AssetAudio, "audio/mpeg"
	return nil
}

// skipID3 returns the offset behind the ID3v2 tags at an offset.
func (r *recording) skipID3(at int64) (int64, error) {
	for {
		var h [10]byte
		if r.size-at < 10 {
			return at, nil
		}
		if err := r.get(h[:], at); err != nil {
			return at, err
		}
		if !bytes.HasPrefix(h[:], []byte("ID3")) || h[3] == 0xff || (h[6]|h[7]|h[8]|h[9])&0x80 != 0 {
			return at, nil
		}
		length := 10 + (int64(h[6])<<21 | int64(h[7])<<14 | int64(h[8])<<7 | int64(h[9]))
		if h[5]&0x10 != 0 { // a footer
			length += 10
		}
		if length > r.size-at {
			return at, endsEarly()
		}
		if err := r.step(); err != nil {
			return at, err
		}
		at += length
	}
}

// firstFrame returns the first frame that is followed by others, or -1.
func (r *recording) firstFrame(start int64) (mp3Frame, int64, error) {
	lead := make([]byte, min(maxLead, r.size-start))
	if err := r.get(lead, start); err != nil {
		return mp3Frame{}, -1, err
	}
	for i := range lead {
		f, ok := parseMP3Frame(lead[i:])
		if !ok {
			continue
		}
		follows, err := r.follows(f, start+int64(i))
		if err != nil {
			return f, -1, err
		}
		if follows {
			return f, start + int64(i), nil
		}
	}
	return mp3Frame{}, -1, nil
}

// follows reports whether two more frames follow, so that the first is no coincidence. A short
// file may end there.
func (r *recording) follows(f mp3Frame, at int64) (bool, error) {
	for range 2 {
		at += f.length
		if at == r.size {
			return true, nil
		}
		var h [4]byte
		if r.size-at < 4 {
			return false, nil
		}
		if err := r.get(h[:], at); err != nil {
			return false, err
		}
		next, ok := parseMP3Frame(h[:])
		if !ok || !next.alike(f) || next.length > r.size-at {
			return r.size-at == id3v1 && bytes.HasPrefix(h[:], []byte("TAG")), nil
		}
		f = next
	}
	return true, nil
}

// isXing reports whether the first frame has no audio but data about the others (Xing, Info or
// VBRI), and their number.
func (r *recording) isXing(f mp3Frame, at int64) (is bool, frames uint32, err error) {
	b := make([]byte, min(f.length, 64, r.size-at))
	if err := r.get(b, at); err != nil {
		return false, 0, err
	}
	side := map[bool]map[bool]int{true: {true: 17, false: 32}, false: {true: 9, false: 17}}[f.version == 3][f.mono]
	if at := 4 + side; len(b) >= at+12 && (bytes.HasPrefix(b[at:], []byte("Xing")) || bytes.HasPrefix(b[at:], []byte("Info"))) {
		if binary.BigEndian.Uint32(b[at+4:])&1 != 0 {
			frames = binary.BigEndian.Uint32(b[at+8:])
		}
		return true, frames, nil
	}
	if len(b) >= 54 && bytes.HasPrefix(b[36:], []byte("VBRI")) {
		return true, binary.BigEndian.Uint32(b[50:]), nil
	}
	return false, 0, nil
}

// mp3Walk walks from frame to frame.
type mp3Walk struct {
	*recording
	last     mp3Frame
	in       *bufio.Reader
	at       int64 // where in stands
	kept     int64 // the end of what is kept so far
	frames   int64
	length   float64 // of the frames, in seconds
	gaps     int
	junk     int  // bytes in gaps that are no tag
	atRandom bool // in is in a gap
}

func (w *mp3Walk) run() error {
	for {
		if err := w.step(); err != nil {
			return err
		}
		h, err := w.in.Peek(4)
		if errors.Is(err, io.EOF) || w.at == w.size {
			return w.cut(w.size)
		}
		if err != nil {
			return err
		}
		f, ok := parseMP3Frame(h)
		if ok = ok && f.length <= w.size-w.at; ok && (w.atRandom || !f.alike(w.last)) {
			if ok, err = w.follows(f, w.at); err != nil {
				return err
			}
		}
		if !ok {
			if err := w.gap(h); err != nil {
				return err
			}
			continue
		}
		if err := w.cut(w.at); err != nil {
			return err
		}
		w.frames, w.length, w.last, w.atRandom = w.frames+1, w.length+f.seconds(), f, false
		if err := w.skip(f.length); err != nil {
			return err
		}
		w.kept = w.at
	}
}

// gap skips what is no frame: a whole tag of known length, or a byte.
func (w *mp3Walk) gap(h []byte) error {
	if !w.atRandom {
		w.gaps++
	}
	w.atRandom = true
	if bytes.HasPrefix(h, []byte("ID3")) {
		end, err := w.skipID3(w.at)
		if err == nil && end > w.at {
			return w.skip(end - w.at)
		}
	}
	if w.junk++; w.gaps > maxGaps || w.junk > maxJunk {
		return refuse("This MP3 file is damaged in too many places.")
	}
	return w.skip(1)
}

func (w *mp3Walk) skip(n int64) error {
	w.at += n
	for n > 0 {
		step := min(n, 1<<30)
		if _, err := w.in.Discard(int(step)); err != nil {
			if errors.Is(err, io.EOF) {
				return endsEarly()
			}
			return err
		}
		n -= step
	}
	return nil
}

// cut removes the bytes between the last frame and an offset.
func (w *mp3Walk) cut(to int64) error {
	if to == w.kept {
		return nil
	}
	return w.edit(edit{at: w.kept, length: to - w.kept, cut: true})
}
