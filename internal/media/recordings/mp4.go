package recordings

import (
	"bytes"
	"encoding/binary"
	"slices"

	"lectern/content"
)

// mp4File is the data in the boxes of an MP4 file (ISO/IEC 14496-12).
type mp4File struct {
	*recording
	timescale uint32 // of the film
	duration  uint64 // of the film, in it
	tracks    []mp4Track
	moov      bool
	wiped     bool  // a track was removed
	media     []box // mdat: where samples are
}

type mp4Track struct {
	id            uint32
	handler       string // "vide", "soun"
	entry         string // the form of its samples: "avc1"
	timescale     uint32
	width, height int
	refs          []box // tref: names of other tracks
	table         mp4Table
	sample        uint32 // how long one of its samples is in fragments
	end           uint64 // of its fragments, in its timescale
}

// box is a part of the file: a header and a body.
type box struct {
	kind     string
	at, body int64
	end      int64
}

// quickTime is the brand of another format with the same boxes.
const quickTime = "qt  "

// mp4 reads the boxes of the file. Boxes with metadata become free ones. Tracks that are
// neither audio nor video are removed with their samples: cameras write locations there.
func (r *recording) mp4() error {
	m := &mp4File{recording: r}
	if err := m.each(0, r.size, m.top); err != nil {
		return err
	}
	if !m.moov {
		return refuse("This MP4 file has no header (moov): it is incomplete.")
	}
	for i := range m.tracks {
		if err := m.wipe(&m.tracks[i]); err != nil {
			return err
		}
	}
	if m.wiped {
		for i := range m.tracks {
			for _, ref := range m.tracks[i].refs {
				if err := m.free(ref); err != nil {
					return err
				}
			}
		}
	}
	if err := m.settle(); err != nil {
		return err
	}
	return m.facts()
}

// facts returns the facts of the tracks.
func (m *mp4File) facts() error {
	length := 0.0
	if m.timescale > 0 {
		length = float64(m.duration) / float64(m.timescale)
	}
	sound, film := false, false
	for i := range m.tracks {
		t := &m.tracks[i]
		if !t.kept() {
			continue
		}
		sound, film = sound || t.handler == "soun", film || t.handler == "vide"
		if t.handler == "vide" && m.asset.Width == 0 {
			m.asset.Width, m.asset.Height = t.width, t.height
		}
		if t.timescale > 0 {
			length = max(length, float64(t.end)/float64(t.timescale))
		}
	}
	m.seconds(length)
	switch {
	case film:
		m.asset.Kind, m.asset.MIMEType = content.AssetVideo, "video/mp4"
	case sound:
		m.asset.Kind, m.asset.MIMEType = content.AssetAudio, "audio/mp4"
	default:
		return refuse("This MP4 file has neither sound nor picture.")
	}
	return nil
}

// kept reports whether the track is audio or video. A still picture is a cover or belongs to a
// chapter.
func (t *mp4Track) kept() bool {
	return t.handler == "soun" || t.handler == "vide" && !slices.Contains([]string{"jpeg", "png ", "mjpa", "mjpb", "tiff"}, t.entry)
}

// each visits the boxes between two offsets.
func (m *mp4File) each(at, end int64, visit func(box) error) error {
	for at < end {
		if err := m.step(); err != nil {
			return err
		}
		if end-at < 8 { // padding, which QuickTime writes in udta
			return m.edit(edit{at: at, length: end - at})
		}
		var head [16]byte
		if err := m.get(head[:8], at); err != nil {
			return err
		}
		b := box{kind: string(head[4:8]), at: at, body: at + 8}
		length := int64(binary.BigEndian.Uint32(head[:]))
		switch length {
		case 0: // to the end of the file
			if length = end - at; end != m.size {
				return refuse("This MP4 file is damaged: a part of it has no length.")
			}
		case 1:
			if err := m.get(head[8:], at+8); err != nil {
				return err
			}
			b.body += 8
			length = int64(binary.BigEndian.Uint64(head[8:]) & (1<<63 - 1))
		}
		if length < b.body-at {
			return refuse("This MP4 file is damaged: a part of it is shorter than its header.")
		}
		if length > end-at {
			if end == m.size {
				return endsEarly()
			}
			return refuse("This MP4 file is damaged: a part is longer than the part that contains it.")
		}
		b.end = at + length
		if err := visit(b); err != nil {
			return err
		}
		at = b.end
	}
	return nil
}

// free replaces a box by an empty one that is ignored.
func (m *mp4File) free(b box) error {
	head := make([]byte, b.body-b.at)
	if err := m.get(head, b.at); err != nil {
		return err
	}
	copy(head[4:], "free")
	return m.edit(edit{at: b.at, length: b.end - b.at, head: head})
}

// field reads a part of a box. A box that is too short is damaged.
func (m *mp4File) field(b box, offset int64, into []byte) error {
	if b.body+offset+int64(len(into)) > b.end {
		return refuse("This MP4 file is damaged: its " + printable(b.kind) + " is too short.")
	}
	return m.get(into, b.body+offset)
}

// printable returns the name of a box for messages.
func printable(kind string) string {
	return string(bytes.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, []byte(kind)))
}

func (m *mp4File) top(b box) error {
	switch b.kind {
	case "ftyp":
		var brand [4]byte
		if err := m.field(b, 0, brand[:]); err != nil {
			return err
		}
		if string(brand[:]) == quickTime {
			return refuse("This is a QuickTime video (.mov). Export it as MP4.")
		}
	case "moov":
		if m.moov {
			return refuse("This MP4 file is damaged: it has two headers (moov).")
		}
		m.moov = true
		return m.each(b.body, b.end, m.film)
	case "moof":
		return m.each(b.body, b.end, m.fragment)
	case "mdat":
		if m.media = append(m.media, b); len(m.media) > maxEdits {
			return refuse("This MP4 file has too many parts.")
		}
	case "styp", "sidx", "ssix", "mfra", "pdin", "prft":
	default: // metadata, or what cameras and editors put into boxes of their own
		return m.free(b)
	}
	return nil
}

func (m *mp4File) film(b box) error {
	switch b.kind {
	case "mvhd":
		return m.times(b, 12, &m.timescale, &m.duration)
	case "mvex":
		return m.each(b.body, b.end, m.extends)
	case "trak":
		m.tracks = append(m.tracks, mp4Track{})
		if len(m.tracks) > 100 {
			return refuse("This MP4 file has too many tracks.")
		}
		t := &m.tracks[len(m.tracks)-1]
		t.table.trak = b
		return m.each(b.body, b.end, func(b box) error { return m.track(t, b) })
	case "iods", "pssh":
	default:
		return m.free(b)
	}
	return nil
}

// times reads a timescale and a duration, after two times that are longer in version 1.
func (m *mp4File) times(b box, offset int64, timescale *uint32, duration *uint64) error {
	var version [1]byte
	if err := m.field(b, 0, version[:]); err != nil {
		return err
	}
	var v [12]byte
	if version[0] == 1 {
		if err := m.field(b, offset+8, v[:]); err != nil {
			return err
		}
		*duration = binary.BigEndian.Uint64(v[4:])
	} else {
		if err := m.field(b, offset, v[:8]); err != nil {
			return err
		}
		*duration = uint64(binary.BigEndian.Uint32(v[4:]))
	}
	*timescale = binary.BigEndian.Uint32(v[:])
	if *duration == 1<<32-1 || *duration == 1<<64-1 { // not known
		*duration = 0
	}
	return nil
}

func (m *mp4File) track(t *mp4Track, b box) error {
	switch b.kind {
	case "tkhd":
		return m.trackHeader(t, b)
	case "tref":
		t.refs = append(t.refs, b)
	case "mdia":
		return m.each(b.body, b.end, func(b box) error { return m.trackMedia(t, b) })
	case "edts", "trgr", "tapt":
	default:
		t.table.edits = append(t.table.edits, b)
	}
	return nil
}

// trackHeader reads a track's number and its displayed size: a picture that was taken upright
// has a matrix that rotates it.
func (m *mp4File) trackHeader(t *mp4Track, b box) error {
	var version [1]byte
	if err := m.field(b, 0, version[:]); err != nil {
		return err
	}
	wide := int64(0)
	if version[0] == 1 {
		wide = 8
	}
	var id [4]byte
	if err := m.field(b, 12+wide, id[:]); err != nil {
		return err
	}
	t.id = binary.BigEndian.Uint32(id[:])
	if version[0] == 1 {
		wide = 12
	}
	var v [44]byte // matrix, width, height
	if err := m.field(b, 40+wide, v[:]); err != nil {
		return err
	}
	t.width, t.height = int(binary.BigEndian.Uint16(v[36:])), int(binary.BigEndian.Uint16(v[40:]))
	straight := binary.BigEndian.Uint32(v[0:]) != 0 || binary.BigEndian.Uint32(v[16:]) != 0
	if turned := binary.BigEndian.Uint32(v[4:]) != 0 && binary.BigEndian.Uint32(v[12:]) != 0; turned && !straight {
		t.width, t.height = t.height, t.width
	}
	return nil
}

func (m *mp4File) trackMedia(t *mp4Track, b box) error {
	switch b.kind {
	case "mdhd":
		var duration uint64
		return m.times(b, 12, &t.timescale, &duration)
	case "hdlr":
		var v [4]byte
		if err := m.field(b, 8, v[:]); err != nil {
			return err
		}
		t.handler = string(v[:])
		if named := b.body + 24; named < b.end { // by the device, or by its owner
			t.table.names = append(t.table.names, box{at: named, end: b.end})
		}
	case "minf":
		return m.each(b.body, b.end, func(b box) error {
			if b.kind == "stbl" {
				return m.each(b.body, b.end, func(b box) error { return m.samples(t, b) })
			}
			return nil
		})
	case "elng":
	default:
		t.table.edits = append(t.table.edits, b)
	}
	return nil
}
