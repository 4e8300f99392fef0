package recordings

import (
	"encoding/binary"
	"math"
	"strings"

	"lectern/content"
)

// The elements of Matroska that are read (RFC 9559), by their ids.
const (
	ebmlHeader, ebmlDocType, ebmlVoid, ebmlCRC = 0x1a45dfa3, 0x4282, 0xec, 0xbf

	mkvSegment, mkvSeekHead, mkvInfo, mkvTracks, mkvCluster, mkvCues = 0x18538067, 0x114d9b74, 0x1549a966, 0x1654ae6b, 0x1f43b675, 0x1c53bb6b
	mkvChapters, mkvTags, mkvAttachments                             = 0x1043a770, 0x1254c367, 0x1941a469

	mkvScale, mkvDuration, mkvTitle, mkvFile, mkvFileBefore, mkvFileAfter = 0x2ad7b1, 0x4489, 0x7ba9, 0x7384, 0x3c83ab, 0x3e83bb

	mkvTrack, mkvNumber, mkvType, mkvName, mkvDefaultDuration, mkvVideo = 0xae, 0xd7, 0x83, 0x536e, 0x23e383, 0xe0
	mkvPixelWidth, mkvPixelHeight, mkvWidth, mkvHeight, mkvUnit         = 0xb0, 0xba, 0x54b0, 0x54ba, 0x54b2

	mkvTime, mkvSimpleBlock, mkvBlockGroup, mkvBlock, mkvBlockDuration = 0xe7, 0xa3, 0xa0, 0xa1, 0x9b
)

// The types of tracks.
const (
	mkvFilm  = 1
	mkvSound = 2
	mkvText  = 17
)

// matroskaFile is the data in a file's elements.
type matroskaFile struct {
	*recording
	docType     string
	scale       uint64  // nanoseconds of a unit of time
	duration    float64 // in this unit; 0 if unknown
	tracks      []matroskaTrack
	cluster     int64 // when it begins, in the unit
	sound, film bool
	segment     bool
}

type matroskaTrack struct {
	number, kind  uint64
	frame         uint64 // duration in nanoseconds; 0 if unknown
	width, height uint64
	shownWidth    uint64
	shownHeight   uint64
	unit          uint64
	last, gap     int64 // when its last frame begins, and how long after the one before
	seen          bool
	end           int64 // if known
}

// element is a part of the file. The end of one of unknown length is known only after its
// content was read.
type element struct {
	id       uint32
	at, body int64
	end      int64
	unknown  bool
}

// matroska reads a Matroska file; WebM is a subset of it. Titles, tags, chapters and
// attachments become Void elements.
func (r *recording) matroska() error {
	m := &matroskaFile{recording: r, scale: 1_000_000}
	if _, err := m.each(0, r.size, nil, m.top); err != nil {
		return err
	}
	kind := "audio/"
	switch {
	case m.docType != "webm" && m.docType != "matroska":
		return refuse("This file is not WebM or Matroska.")
	case !m.segment || !m.sound && !m.film:
		return refuse("This WebM file has neither sound nor picture: its header is damaged.")
	case m.film:
		kind = "video/"
		m.asset.Kind = content.AssetVideo
	default:
		m.asset.Kind = content.AssetAudio
	}
	m.asset.MIMEType = kind + m.docType
	if m.duration == 0 {
		for i := range m.tracks {
			m.duration = max(m.duration, float64(m.tracks[i].length(m.scale)))
		}
	}
	m.seconds(m.duration * float64(m.scale) / 1e9)
	return nil
}

// length returns the end of a track's last frame. A frame without a duration lasts as long as
// the one before.
func (t *matroskaTrack) length(scale uint64) int64 {
	frame := t.gap
	if t.frame > 0 {
		frame = int64(t.frame / max(scale, 1))
	}
	if !t.seen {
		return t.end
	}
	return max(t.end, t.last+frame)
}

// each visits the elements from an offset to an end, or to one that can't be in the same
// parent. It returns the offset behind them.
func (m *matroskaFile) each(at, end int64, ends func(id uint32) bool, visit func(element) (int64, error)) (int64, error) {
	for at < end {
		if err := m.step(); err != nil {
			return at, err
		}
		e, err := m.element(at, end)
		if err != nil {
			return at, err
		}
		if ends != nil && ends(e.id) {
			return at, nil
		}
		if at, err = visit(e); err != nil {
			return at, err
		}
	}
	return at, nil
}

// element reads a header.
func (m *matroskaFile) element(at, end int64) (e element, err error) {
	damaged := refuse("This WebM file is damaged: a part of it has no length.")
	var b [12]byte
	head := b[:min(12, end-at)]
	if err := m.get(head, at); err != nil {
		return e, err
	}
	id, n := vint(head, 4, true)
	if n == 0 {
		return e, damaged
	}
	length, l := vint(head[n:], 8, false)
	if l == 0 {
		if end == m.size && len(head) < 12 {
			return e, endsEarly()
		}
		return e, damaged
	}
	e = element{id: uint32(id), at: at, body: at + int64(n+l)}
	if length == 1<<(7*l)-1 {
		if e.id != mkvSegment && e.id != mkvCluster {
			return e, damaged
		}
		e.end, e.unknown = end, true
		return e, nil
	}
	if length > uint64(end-e.body) {
		if end == m.size {
			return e, endsEarly()
		}
		return e, refuse("This WebM file is damaged: a part is longer than the part that contains it.")
	}
	e.end = e.body + int64(length)
	return e, nil
}

// vint reads a variable-length number, with its marker or without. The second result is its
// length in bytes, or 0 if it is invalid.
func vint(b []byte, most int, marked bool) (value uint64, n int) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0
	}
	for n = 1; b[0]>>(8-n) == 0; n++ {
	}
	if n > most || n > len(b) {
		return 0, 0
	}
	for _, c := range b[:n] {
		value = value<<8 | uint64(c)
	}
	if !marked {
		value &= 1<<(7*n) - 1
	}
	return value, n
}

func (m *matroskaFile) top(e element) (int64, error) {
	switch e.id {
	case ebmlHeader:
		return m.each(e.body, e.end, nil, func(e element) (int64, error) {
			if e.id == ebmlDocType {
				b := make([]byte, min(e.end-e.body, 16))
				if err := m.get(b, e.body); err != nil {
					return 0, err
				}
				m.docType = strings.TrimRight(string(b), "\x00")
			}
			return e.end, nil
		})
	case mkvSegment:
		if m.segment {
			return 0, refuse("This WebM file has more than one recording in it.")
		}
		m.segment = true
		return m.each(e.body, e.end, nil, m.inSegment)
	}
	return e.end, m.void(e)
}

// isTopLevel reports whether an element occurs only in a segment, and thus ends a cluster of
// unknown length.
func isTopLevel(id uint32) bool {
	switch id {
	case mkvSeekHead, mkvInfo, mkvTracks, mkvCluster, mkvCues, mkvChapters, mkvTags, mkvAttachments:
		return true
	}
	return false
}

func (m *matroskaFile) inSegment(e element) (int64, error) {
	switch e.id {
	case mkvInfo:
		return m.each(e.body, e.end, nil, m.info)
	case mkvTracks:
		return m.each(e.body, e.end, nil, m.track)
	case mkvCluster:
		if !e.unknown && m.duration > 0 {
			return e.end, nil
		}
		ends := isTopLevel
		if !e.unknown {
			ends = nil
		}
		return m.each(e.body, e.end, ends, m.inCluster)
	case mkvSeekHead, mkvCues:
		return e.end, nil
	}
	return e.end, m.void(e)
}

// void replaces an element by an empty one that is ignored.
func (m *matroskaFile) void(e element) error {
	total := e.end - e.at
	head := []byte{ebmlVoid, 0x80 | byte(total-2)}
	if total >= 9 {
		head = binary.BigEndian.AppendUint64([]byte{ebmlVoid}, 1<<56|uint64(total-9))
	}
	return m.edit(edit{at: e.at, length: total, head: head})
}

func (m *matroskaFile) info(e element) (int64, error) {
	var err error
	switch e.id {
	case mkvScale:
		m.scale, err = m.number(e)
		if err == nil && (m.scale == 0 || m.scale > 1e12) {
			err = refuse("This WebM file is damaged: its time unit is missing.")
		}
	case mkvDuration:
		m.duration, err = m.float(e)
	case mkvTitle, mkvFile, mkvFileBefore, mkvFileAfter, ebmlCRC, ebmlVoid: // a checksum over the others would be wrong
		err = m.void(e)
	}
	return e.end, err
}

// number reads an unsigned number.
func (m *matroskaFile) number(e element) (uint64, error) {
	length := e.end - e.body
	if length > 8 {
		return 0, refuse("This WebM file is damaged: a number in it is too long.")
	}
	var b [8]byte
	err := m.get(b[8-length:], e.body)
	return binary.BigEndian.Uint64(b[:]), err
}

func (m *matroskaFile) float(e element) (float64, error) {
	bits, err := m.number(e)
	f := math.Float64frombits(bits)
	if e.end-e.body == 4 {
		f = float64(math.Float32frombits(uint32(bits)))
	}
	if math.IsNaN(f) || math.IsInf(f, 0) || f < 0 {
		f = 0
	}
	return f, err
}
