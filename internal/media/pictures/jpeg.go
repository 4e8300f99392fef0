package pictures

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"image/jpeg"
	"io"
	"slices"
)

// The markers of ITU-T T.81 that matter here.
const (
	markerSOF0 = 0xc0 // start of a frame: baseline
	markerSOF2 = 0xc2 // progressive
	markerDHT  = 0xc4
	markerJPG  = 0xc8
	markerDAC  = 0xcc
	markerRST0 = 0xd0
	markerRST7 = 0xd7
	markerSOI  = 0xd8
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerDQT  = 0xdb
	markerDRI  = 0xdd
	markerAPP0 = 0xe0
	markerTEM  = 0x01
)

const (
	// maxScans is the maximum number of scans of a progressive picture. Cameras and programs
	// write some ten.
	maxScans = 100
	// maxJPEGParts is the maximum number of parts that are copied from the file.
	maxJPEGParts = 1000
	turnedJPEG   = 95 // the quality of rotated pictures
	iccSignature = "ICC_PROFILE\x00"
	iccPerMarker = 65_535 - 2 - len(iccSignature) - 2
)

// jpegWalk walks through the segments of a JPEG.
type jpegWalk struct {
	r      *bufio.Reader
	at     int64
	found  layout
	jfif   bool
	adobe  []byte // the segment that says what the components are
	rgb    bool   // what their names say
	exif   bool
	scans  int
	chunks [][]byte // of the colour profile: their numbers come first
	kept   []part   // tables, frame and scans
}

// readJPEG finds the picture in a JPEG. The tables, the frame and the scans are copied
// unchanged. Of the rest, only the data for the colours is rewritten: no APPn segment and no
// comment of the file is copied, and nothing after the end of the picture.
func readJPEG(f io.ReaderAt, size int64) (*layout, error) {
	w := &jpegWalk{r: bufio.NewReaderSize(io.NewSectionReader(f, 0, size), 64<<10)}
	w.found = layout{mime: "image/jpeg", orientation: upright, decode: jpeg.Decode, encode: encodeTurnedJPEG}
	if _, err := w.take(2); err != nil { // SOI, as kindOf has seen
		return nil, damaged(err)
	}
	for {
		marker, err := w.marker()
		if err != nil {
			return nil, damaged(err)
		}
		if marker == markerEOI {
			break
		}
		if err := w.segment(marker); err != nil {
			return nil, err
		}
	}
	if w.found.width == 0 || w.scans == 0 || len(w.kept) > maxJPEGParts {
		return nil, damaged(nil)
	}
	if profile := joinICC(w.chunks); profile != nil {
		w.found.profile = rebuildProfile(profile)
	}
	if w.isRGB() {
		w.found.memory += 4 * int64(w.found.width) * int64(w.found.height)
	}
	w.found.assemble = w.assemble
	return &w.found, nil
}

// assemble returns the cleaned file.
func (w *jpegWalk) assemble(profile []byte) []part {
	head := []byte{0xff, markerSOI}
	if w.jfif { // it says that the colours are luma and chroma; no size, no thumbnail
		head = append(head, "\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"...)
	}
	head = append(head, iccSegments(profile)...)
	head = append(head, w.adobe...)
	return slices.Concat([]part{{ours: head}}, w.kept, []part{{ours: []byte{0xff, markerEOI}}})
}

func (w *jpegWalk) byte() (byte, error) {
	b, err := w.r.ReadByte()
	if err == nil {
		w.at++
	}
	return b, err
}

func (w *jpegWalk) take(n int) ([]byte, error) {
	b := make([]byte, n)
	read, err := io.ReadFull(w.r, b)
	w.at += int64(read)
	return b, err
}

// marker moves behind the next marker, ignoring any bytes before it.
func (w *jpegWalk) marker() (byte, error) {
	for {
		b, err := w.byte()
		for err == nil && b == 0xff {
			if b, err = w.byte(); err == nil && b != 0 && b != 0xff {
				return b, nil
			}
		}
		if err != nil {
			return 0, err
		}
	}
}

// segment reads the data of a marker.
func (w *jpegWalk) segment(marker byte) error {
	start := w.at - 2
	if marker >= markerRST0 && marker <= markerRST7 || marker == markerTEM {
		return nil // has no length
	}
	length, err := w.take(2)
	if err != nil {
		return damaged(err)
	}
	n := int(binary.BigEndian.Uint16(length))
	if n < 2 {
		return damaged(nil)
	}
	data, err := w.take(n - 2)
	if err != nil {
		return damaged(err)
	}
	switch {
	case marker == markerDHT || marker == markerDQT || marker == markerDRI:
		w.keep(start)
	case marker >= markerSOF0 && marker < markerRST0 && marker != markerJPG && marker != markerDAC:
		if err := w.frame(marker, data); err != nil {
			return err
		}
		w.keep(start)
	case marker == markerSOS:
		return w.scan(start)
	case marker >= markerAPP0 && marker <= markerAPP0+15:
		w.application(marker-markerAPP0, data)
	}
	return nil
}

// keep copies what was read since start. Adjacent parts are joined.
func (w *jpegWalk) keep(start int64) {
	if last := len(w.kept) - 1; last >= 0 && w.kept[last].at+w.kept[last].length == start {
		w.kept[last].length = w.at - w.kept[last].at
		return
	}
	if len(w.kept) <= maxJPEGParts {
		w.kept = append(w.kept, part{at: start, length: w.at - start})
	}
}

// frame reads the size of the picture, and the memory for decoding it.
func (w *jpegWalk) frame(marker byte, data []byte) error {
	switch {
	case w.found.width != 0 || len(data) < 6:
		return damaged(nil)
	case marker > markerSOF2 || data[0] != 8:
		return refuse("Browsers can't show this kind of JPEG. Save it as a standard JPEG, and upload that.")
	}
	components := int(data[5])
	switch {
	case components == 4:
		return refuse("The picture has print colours (CMYK), which screens can't show exactly. Save it in RGB, and upload that.")
	case components != 1 && components != 3 || len(data) != 6+3*components:
		return damaged(nil)
	}
	w.found.height, w.found.width = int(binary.BigEndian.Uint16(data[1:])), int(binary.BigEndian.Uint16(data[3:]))
	var high, wide, samples int64
	for i := range components {
		h, v := int64(data[7+3*i]>>4), int64(data[7+3*i]&15)
		wide, high, samples = max(wide, h), max(high, v), samples+h*v
	}
	if wide*high == 0 || components == 1 {
		wide, high, samples = 1, 1, 1
	}
	memory := int64(w.found.width+64) * int64(w.found.height+64) * samples / (wide * high)
	if marker == markerSOF2 {
		memory *= 5 // coefficients of four bytes stand beside the samples
	}
	w.found.memory = memory
	w.rgb = components == 3 && data[6] == 'R' && data[9] == 'G' && data[12] == 'B'
	return nil
}

// isRGB reports whether the samples are red, green and blue, by the conventions of programs.
// Decoding then needs more memory.
func (w *jpegWalk) isRGB() bool {
	return !w.jfif && (w.rgb || w.adobe != nil && w.adobe[len(w.adobe)-1] == 0)
}

// scan copies a scan's header and its data, up to the next marker.
func (w *jpegWalk) scan(start int64) error {
	if w.scans++; w.scans > maxScans {
		return damaged(nil)
	}
	for {
		next, err := w.r.Peek(2)
		if err != nil {
			return damaged(io.ErrUnexpectedEOF)
		}
		if next[0] == 0xff && next[1] != 0 && (next[1] < markerRST0 || next[1] > markerRST7) {
			w.keep(start)
			return nil
		}
		_, _ = w.byte() // it was peeked at
		if next[0] == 0xff {
			_, _ = w.byte()
		}
	}
}

// application reads what is needed from the segments for application data.
func (w *jpegWalk) application(number byte, data []byte) {
	switch {
	case number == 0 && bytes.HasPrefix(data, []byte("JFIF\x00")):
		w.jfif = true
	case number == 1 && bytes.HasPrefix(data, []byte("Exif\x00\x00")) && !w.exif:
		w.exif = true
		w.found.orientation = exifOrientation(data)
	case number == 2 && bytes.HasPrefix(data, []byte(iccSignature)):
		w.chunks = append(w.chunks, data[len(iccSignature):])
	case number == 14 && len(data) >= 12 && string(data[:5]) == "Adobe" && w.adobe == nil:
		w.adobe = append([]byte("\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00"), data[11])
	}
}

// joinICC joins a profile that is split over segments.
func joinICC(chunks [][]byte) (profile []byte) {
	slices.SortStableFunc(chunks, func(a, b []byte) int { return int(first(a)) - int(first(b)) })
	for i, c := range chunks {
		if len(c) < 2 || int(c[0]) != i+1 || int(c[1]) != len(chunks) {
			return nil
		}
		profile = append(profile, c[2:]...)
	}
	return profile
}

func first(b []byte) byte {
	if len(b) == 0 {
		return 0
	}
	return b[0]
}

// iccSegments splits a profile into segments.
func iccSegments(profile []byte) (segments []byte) {
	count := (len(profile) + iccPerMarker - 1) / iccPerMarker
	number := 0
	for chunk := range slices.Chunk(profile, iccPerMarker) {
		number++
		segments = append(segments, 0xff, markerAPP0+2)
		segments = binary.BigEndian.AppendUint16(segments, uint16(2+len(iccSignature)+2+len(chunk)))
		segments = append(segments, iccSignature...)
		segments = append(segments, byte(number), byte(count))
		segments = append(segments, chunk...)
	}
	return segments
}
