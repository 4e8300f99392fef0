package recordings

import "encoding/binary"

// extends reads the file's data about its fragments (mvex).
func (m *mp4File) extends(b box) error {
	switch b.kind {
	case "mehd":
		var v [12]byte
		n := min(12, b.end-b.body)
		if err := m.field(b, 0, v[:max(n, 8)]); err != nil {
			return err
		}
		length := uint64(binary.BigEndian.Uint32(v[4:]))
		if v[0] == 1 {
			length = binary.BigEndian.Uint64(v[4:])
		}
		m.duration = max(m.duration, length)
	case "trex":
		var v [20]byte
		if err := m.field(b, 0, v[:]); err != nil {
			return err
		}
		if t := m.trackOf(binary.BigEndian.Uint32(v[4:])); t != nil {
			t.sample = binary.BigEndian.Uint32(v[12:])
		}
	}
	return nil
}

func (m *mp4File) trackOf(id uint32) *mp4Track {
	for i := range m.tracks {
		if m.tracks[i].id == id {
			return &m.tracks[i]
		}
	}
	return nil
}

// fragment adds a fragment to the durations of its tracks (moof).
func (m *mp4File) fragment(b box) error {
	switch b.kind {
	case "traf":
		run := &mp4Run{}
		if err := m.each(b.body, b.end, func(b box) error { return m.run(run, b) }); err != nil {
			return err
		}
		if run.track != nil {
			run.track.end = max(run.track.end, run.at)
		}
	case "udta", "meta", "uuid", "free", "skip":
		return m.free(b)
	}
	return nil
}

// mp4Run is a part of a track in a fragment.
type mp4Run struct {
	track  *mp4Track
	sample uint32 // how long one is
	at     uint64 // where it ends
}

func (m *mp4File) run(r *mp4Run, b box) error {
	var v [16]byte
	switch b.kind {
	case "tfhd":
		if err := m.field(b, 0, v[:8]); err != nil {
			return err
		}
		if r.track = m.trackOf(binary.BigEndian.Uint32(v[4:])); r.track == nil {
			return refuse("This MP4 file is damaged: a fragment has no track.")
		}
		if !r.track.kept() {
			return refuse("This video has a data track in fragments, besides sound and picture. Export it without that track.")
		}
		r.sample, r.at = r.track.sample, r.track.end
		flags, at := binary.BigEndian.Uint32(v[:]), int64(8)
		if flags&1 != 0 {
			at += 8
		}
		if flags&2 != 0 {
			at += 4
		}
		if flags&8 != 0 {
			if err := m.field(b, at, v[:4]); err != nil {
				return err
			}
			r.sample = binary.BigEndian.Uint32(v[:])
		}
	case "tfdt":
		if err := m.field(b, 0, v[:8]); err != nil {
			return err
		}
		r.at = uint64(binary.BigEndian.Uint32(v[4:]))
		if v[0] == 1 {
			if err := m.field(b, 4, v[:8]); err != nil {
				return err
			}
			r.at = binary.BigEndian.Uint64(v[:]) & (1<<62 - 1)
		}
	case "trun":
		return m.samplesOf(r, b)
	case "uuid", "free", "skip":
		return m.free(b)
	}
	return nil
}

// samplesOf adds up the durations of the samples in a run.
func (m *mp4File) samplesOf(r *mp4Run, b box) error {
	var v [8]byte
	if err := m.field(b, 0, v[:]); err != nil {
		return err
	}
	flags, samples, at := binary.BigEndian.Uint32(v[:]), int64(binary.BigEndian.Uint32(v[4:])), int64(8)
	for _, flag := range []uint32{1, 4} { // where they are; what the first one is
		if flags&flag != 0 {
			at += 4
		}
	}
	if flags&0x100 == 0 {
		r.at += uint64(samples) * uint64(r.sample)
		return nil
	}
	width := int64(0)
	for _, flag := range []uint32{0x100, 0x200, 0x400, 0x800} {
		if flags&flag != 0 {
			width += 4
		}
	}
	for range samples {
		if err := m.step(); err != nil {
			return err
		}
		if err := m.field(b, at, v[:4]); err != nil {
			return err
		}
		r.at += uint64(binary.BigEndian.Uint32(v[:]))
		at += width
	}
	return nil
}
