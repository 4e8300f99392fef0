package pictures

import (
	"encoding/binary"
	"image"
	"io"
	"math"
	"slices"

	"golang.org/x/image/webp"
)

const (
	chunkHead   = 8 // name and length of a RIFF's chunk
	riffHead    = 12
	flagOpacity = 0x10
	flagProfile = 0x20
)

func isWebP(head []byte) bool {
	return len(head) >= riffHead && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP"
}

// readWebP finds the picture in a WebP. Its pixels and alpha are copied. The container is
// rewritten.
func readWebP(f io.ReaderAt, size int64) (*layout, error) {
	found := &layout{mime: "image/webp", orientation: upright, decode: decodeWebP, encode: encodeTurnedWebP}
	chunks, err := walkWebP(f, size, found)
	if err != nil {
		return nil, err
	}
	pixels := chunks["VP8 "]
	lossless := pixels == nil
	if lossless {
		found.encode = encodeLosslessWebP
		if pixels = chunks["VP8L"]; pixels == nil {
			return nil, damaged(nil)
		}
		delete(chunks, "ALPH")
	}
	head := make([]byte, min(10, pixels.length-chunkHead))
	if err := readFull(f, head, pixels.at+chunkHead); err != nil || len(head) < 5 || !lossless && len(head) < 10 {
		return nil, damaged(err)
	}
	opaque := chunks["ALPH"] == nil
	if lossless {
		bits := binary.LittleEndian.Uint32(head[1:])
		found.width, found.height = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
		opaque = bits>>28&1 == 0
	} else {
		found.width, found.height = int(binary.LittleEndian.Uint16(head[6:])&0x3fff), int(binary.LittleEndian.Uint16(head[8:])&0x3fff)
	}
	found.memory = 8 * int64(found.width) * int64(found.height) // with the decoder's own
	if !found.orientation.upright() {
		found.memory *= 2 // and the encoder's
	}
	found.assemble = func(profile []byte) []part {
		return webpParts(found, profile, opaque, chunks["ALPH"], pixels)
	}
	return found, nil
}

// walkWebP finds the first of each of the needed chunks.
func walkWebP(f io.ReaderAt, size int64, found *layout) (map[string]*part, error) {
	head := make([]byte, riffHead)
	if err := readFull(f, head, 0); err != nil {
		return nil, damaged(err)
	}
	end := chunkHead + int64(binary.LittleEndian.Uint32(head[4:]))
	if end > size {
		return nil, damaged(io.ErrUnexpectedEOF)
	}
	chunks := map[string]*part{}
	for at := int64(riffHead); at+chunkHead <= end; {
		if err := readFull(f, head[:chunkHead], at); err != nil {
			return nil, damaged(err)
		}
		name, length := string(head[:4]), int64(binary.LittleEndian.Uint32(head[4:]))
		if length > end-at-chunkHead {
			return nil, damaged(io.ErrUnexpectedEOF)
		}
		switch name {
		case "ANIM", "ANMF":
			return nil, moves()
		case "VP8 ", "VP8L", "ALPH", "ICCP", "EXIF":
			if chunks[name] == nil {
				chunks[name] = &part{at: at, length: chunkHead + length}
			}
		}
		at += chunkHead + length + length&1
	}
	exif, err := chunkData(f, chunks["EXIF"])
	if err != nil {
		return nil, damaged(err)
	}
	found.orientation = exifOrientation(exif)
	icc, err := chunkData(f, chunks["ICCP"])
	if err != nil {
		return nil, damaged(err)
	}
	found.profile = rebuildProfile(icc)
	return chunks, nil
}

// chunkData returns the data of a chunk, or nothing if it is missing or too long.
func chunkData(f io.ReaderAt, chunk *part) ([]byte, error) {
	if chunk == nil || chunk.length > maxProfile {
		return nil, nil
	}
	data := make([]byte, chunk.length-chunkHead)
	return data, readFull(f, data, chunk.at+chunkHead)
}

// webpParts returns the parts of a cleaned file.
func webpParts(l *layout, profile []byte, opaque bool, chunks ...*part) []part {
	var inside []part
	for _, c := range chunks {
		if c == nil {
			continue
		}
		inside = append(inside, *c)
		if c.length&1 != 0 {
			inside = append(inside, part{ours: []byte{0}})
		}
	}
	var extended []byte
	if profile != nil || chunks[0] != nil { // else the simple form does
		extended = webpExtended(l.width, l.height, opaque, profile)
	}
	length := int64(len("WEBP") + len(extended))
	for _, p := range inside {
		length += p.length + int64(len(p.ours))
	}
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(length))
	return slices.Concat([]part{{ours: slices.Concat(head, []byte("WEBP"), extended)}}, inside)
}

// webpExtended returns the header that precedes the pixels if there is more than these.
func webpExtended(width, height int, opaque bool, profile []byte) []byte {
	var flags uint32
	if !opaque {
		flags |= flagOpacity
	}
	if profile != nil {
		flags |= flagProfile
	}
	b := binary.LittleEndian.AppendUint32([]byte("VP8X\x0a\x00\x00\x00"), flags)
	w, h := width-1, height-1
	b = append(b, byte(w), byte(w>>8), byte(w>>16), byte(h), byte(h>>8), byte(h>>16))
	if profile != nil {
		b = append(b, "ICCP"...)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(profile)))
		b = append(b, profile...)
		b = append(b, make([]byte, len(profile)&1)...)
	}
	return b
}

// decodeWebP decodes a still picture. Lossy ones have video levels, black at 16 and white at
// 235, which x/image leaves unchanged, although image.YCbCr has the full range.
func decodeWebP(r io.Reader) (image.Image, error) {
	img, err := webp.Decode(r)
	switch m := img.(type) {
	case *image.YCbCr:
		fullLevels(m)
	case *image.NYCbCrA:
		fullLevels(&m.YCbCr)
	}
	return img, err
}

func fullLevels(m *image.YCbCr) {
	spread := func(plane []uint8, from, levels, to float64) {
		var table [256]uint8
		for i := range table {
			table[i] = uint8(min(max(math.Round(to+(float64(i)-from)*255/levels), 0), 255))
		}
		for i, level := range plane {
			plane[i] = table[level]
		}
	}
	spread(m.Y, 16, 219, 0)
	spread(m.Cb, 128, 224, 128)
	spread(m.Cr, 128, 224, 128)
}
