package pictures

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image/png"
	"io"
	"slices"
)

const (
	pngSignature = "\x89PNG\r\n\x1a\n"
	chunkFrame   = 12 // length, type and checksum of a PNG's chunk
	// maxPNGParts is the maximum number of chunks with pixels: usual ones have eight kilobytes
	// and more.
	maxPNGParts = 1 << 15
)

// pngChunks are the chunks that are copied, with their maximum lengths. They describe the
// pixels. All others are dropped: texts, times, EXIF and private chunks.
var pngChunks = map[string]int64{
	"IHDR": 13, "PLTE": 768, "tRNS": 256,
	"gAMA": 4, "cHRM": 32, "sRGB": 1, "cICP": 4, "sBIT": 4,
}

// pngWalk walks through the chunks of a PNG.
type pngWalk struct {
	f     io.ReaderAt
	size  int64
	found layout
	seen  map[string]bool
	head  []part // before the pixels
	data  []part // chunks of pixels, whole
	icc   []byte // as it was found, compressed
}

// readPNG finds the picture in a PNG: see pngChunks.
func readPNG(f io.ReaderAt, size int64) (*layout, error) {
	w := &pngWalk{f: f, size: size, seen: map[string]bool{}}
	w.found = layout{mime: "image/png", orientation: upright, decode: png.Decode, encode: png.Encode}
	header := make([]byte, 8)
	for at := int64(len(pngSignature)); ; {
		if err := readFull(f, header, at); err != nil {
			return nil, damaged(err)
		}
		name, length := string(header[4:]), int64(binary.BigEndian.Uint32(header))
		if length > size-at-chunkFrame {
			return nil, damaged(io.ErrUnexpectedEOF)
		}
		if name == "IEND" {
			break
		}
		if err := w.chunk(name, part{at: at, length: length + chunkFrame}); err != nil {
			return nil, err
		}
		at += length + chunkFrame
	}
	if !w.seen["IHDR"] {
		return nil, damaged(nil)
	}
	if err := w.found.check(); err != nil { // before its pixels are inflated
		return nil, err
	}
	if len(w.data) == 0 || len(w.data) > maxPNGParts {
		return nil, damaged(nil)
	}
	data, err := w.endPixels()
	if err != nil {
		return nil, damaged(err)
	}
	w.found.profile = rebuildProfile(inflateProfile(w.icc))
	w.found.assemble = func(profile []byte) []part {
		head := slices.Concat([]part{{ours: []byte(pngSignature)}}, w.head[:1], iccpParts(profile), w.head[1:])
		return slices.Concat(head, data, []part{{ours: pngChunk("IEND", nil)}})
	}
	return &w.found, nil
}

// chunk reads the needed data of a chunk, and copies it if it belongs to the picture.
func (w *pngWalk) chunk(name string, p part) error {
	length := p.length - chunkFrame
	if !w.seen["IHDR"] && (name != "IHDR" || length != 13) {
		return damaged(nil)
	}
	switch name {
	case "IDAT":
		if length > 0 && len(w.data) <= maxPNGParts {
			w.data = append(w.data, p)
		}
		return nil
	case "acTL":
		return moves()
	case "eXIf", "iCCP":
		if w.seen[name] || length > maxProfile {
			break
		}
		w.seen[name] = true
		data := make([]byte, length)
		if err := readFull(w.f, data, p.at+8); err != nil {
			return damaged(err)
		}
		if name == "eXIf" {
			w.found.orientation = exifOrientation(data)
		} else {
			w.icc = data
		}
	case "IHDR":
		header := make([]byte, 13)
		if err := readFull(w.f, header, p.at+8); err != nil {
			return damaged(err)
		}
		w.header(header)
	}
	if longest, kept := pngChunks[name]; kept && length <= longest && !w.seen[name] && w.data == nil {
		w.head = append(w.head, p)
		w.seen[name] = true
	}
	return nil
}

// header reads the size, and the memory for decoding with image/png.
func (w *pngWalk) header(b []byte) {
	w.found.width = int(min(binary.BigEndian.Uint32(b), 1<<31-1))
	w.found.height = int(min(binary.BigEndian.Uint32(b[4:]), 1<<31-1))
	depth, colours, interlaced := b[8], b[9], b[12]
	each := int64(4)
	if colours == 3 { // a palette's
		each = 1
	}
	if depth == 16 {
		each = 8
	}
	pixels := int64(min(w.found.width, MaxSide+1)) * int64(min(w.found.height, MaxSide+1))
	w.found.memory = pixels * each
	if interlaced != 0 {
		w.found.memory += w.found.memory / 2 // the last pass stands beside it
	}
}

// endPixels returns the chunks of the pixels up to their end. Some programs leave the rest of
// a larger picture behind when they crop it.
func (w *pngWalk) endPixels() ([]part, error) {
	sections := make([]io.Reader, len(w.data))
	for i, p := range w.data {
		sections[i] = io.NewSectionReader(w.f, p.at+8, p.length-chunkFrame)
	}
	counted := &countingReader{r: bufio.NewReaderSize(io.MultiReader(sections...), 64<<10)}
	inflated, err := zlib.NewReader(counted)
	if err != nil {
		return nil, err
	}
	// Eight bytes a pixel and one a row are the most; interlaced ones have twice the rows.
	most := int64(w.found.width)*int64(w.found.height)*8 + 4*int64(w.found.height) + 64
	switch n, err := io.Copy(io.Discard, io.LimitReader(inflated, most)); {
	case err != nil:
		return nil, err
	case n == most:
		return nil, errors.New("more pixels than there should be")
	}
	left := counted.n
	for i, p := range w.data {
		length := p.length - chunkFrame
		if length < left {
			left -= length
			continue
		}
		if length == left {
			return w.data[:i+1], nil
		}
		rest := make([]byte, left)
		if err := readFull(w.f, rest, p.at+8); err != nil {
			return nil, err
		}
		return slices.Concat(w.data[:i], []part{{ours: pngChunk("IDAT", rest)}}), nil
	}
	return nil, io.ErrUnexpectedEOF
}

// countingReader counts the bytes that are read. The inflater reads no more than it needs from
// a reader of single bytes.
type countingReader struct {
	r *bufio.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *countingReader) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// inflateProfile reads the profile of an iCCP chunk, or nil if it is invalid.
func inflateProfile(chunk []byte) []byte {
	_, rest, found := bytes.Cut(chunk, []byte{0}) // its name
	if !found || len(rest) < 1 || rest[0] != 0 {
		return nil
	}
	inflated, err := zlib.NewReader(bytes.NewReader(rest[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(inflated, maxProfile+1))
	if err != nil {
		return nil
	}
	return profile
}

// iccpParts returns the chunk of a profile, if there is one.
func iccpParts(profile []byte) []part {
	if profile == nil {
		return nil
	}
	var b bytes.Buffer
	b.WriteString("-\x00\x00") // it must have a name
	z := zlib.NewWriter(&b)
	_, _ = z.Write(profile) // into memory
	_ = z.Close()
	return []part{{ours: pngChunk("iCCP", b.Bytes())}}
}

func pngChunk(name string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, name...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// readFull reads all of b. The end of the file is io.ErrUnexpectedEOF.
func readFull(f io.ReaderAt, b []byte, at int64) error {
	n, err := f.ReadAt(b, at)
	switch {
	case n == len(b):
		return nil
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	}
	return err
}
