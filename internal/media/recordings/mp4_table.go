package recordings

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// mp4Table has the positions of a track and its samples.
type mp4Table struct {
	trak                box
	edits, names        []box // of metadata in it
	sizes, chunks, runs box   // stsz, stco or co64, stsc
}

// samples records the tables of a track's samples.
func (m *mp4File) samples(t *mp4Track, b box) error {
	switch b.kind {
	case "stsd":
		var v [4]byte
		if b.end-b.body >= 16 {
			if err := m.field(b, 12, v[:]); err != nil {
				return err
			}
			t.entry = string(v[:])
		}
	case "stsz":
		t.table.sizes = b
	case "stco", "co64":
		t.table.chunks = b
	case "stsc":
		t.table.runs = b
	case "uuid", "free", "skip":
		t.table.edits = append(t.table.edits, b)
	}
	return nil
}

// wipe removes the metadata of a track, or the whole track with its samples if it is neither
// audio nor video.
func (m *mp4File) wipe(t *mp4Track) error {
	if t.kept() {
		for _, b := range t.table.edits {
			if err := m.free(b); err != nil {
				return err
			}
		}
		for _, name := range t.table.names {
			if err := m.edit(edit{at: name.at, length: name.end - name.at}); err != nil {
				return err
			}
		}
		return nil
	}
	m.wiped = true
	t.refs = nil
	if err := m.eachChunk(&t.table, func(at, length int64) error {
		if !slices.ContainsFunc(m.media, func(b box) bool { return b.body <= at && at <= b.end && length <= b.end-at }) {
			return refuse("This MP4 file is damaged: the position of a track is wrong.")
		}
		return m.edit(edit{at: at, length: length})
	}); err != nil {
		return err
	}
	return m.free(t.table.trak)
}

// eachChunk visits the positions of a track's samples.
func (m *mp4File) eachChunk(t *mp4Table, visit func(at, length int64) error) error {
	if t.chunks.kind == "" || t.sizes.kind == "" || t.runs.kind == "" {
		return nil
	}
	sizes, err := m.sampleSizes(t.sizes)
	if err != nil {
		return err
	}
	chunks, err := m.count(t.chunks, 4)
	if err != nil {
		return err
	}
	runs, err := m.count(t.runs, 4)
	if err != nil {
		return err
	}
	width := int64(4)
	if t.chunks.kind == "co64" {
		width = 8
	}
	run, perChunk, nextRun := int64(0), int64(0), int64(1)
	for chunk := int64(1); chunk <= chunks; chunk++ {
		for run < runs && chunk >= nextRun {
			var v [16]byte // first chunk, samples a chunk, description, and the next one's first chunk
			n := min(16, t.runs.end-(t.runs.body+8+12*run))
			if err := m.field(t.runs, 8+12*run, v[:max(n, 12)]); err != nil {
				return err
			}
			perChunk, nextRun = int64(binary.BigEndian.Uint32(v[4:])), int64(binary.BigEndian.Uint32(v[12:]))
			if run++; run == runs {
				nextRun = chunks + 1
			}
		}
		var v [8]byte
		if err := m.field(t.chunks, 8+width*(chunk-1), v[8-width:]); err != nil {
			return err
		}
		length, err := sizes.next(perChunk)
		if err != nil {
			return err
		}
		if at := int64(binary.BigEndian.Uint64(v[:]) & (1<<63 - 1)); length > 0 {
			if err := visit(at, length); err != nil {
				return err
			}
		}
	}
	return nil
}

// count reads the number of entries of a table.
func (m *mp4File) count(b box, offset int64) (int64, error) {
	var v [4]byte
	err := m.field(b, offset, v[:])
	return int64(binary.BigEndian.Uint32(v[:])), err
}

// mp4Sizes yields the sizes of samples in order.
type mp4Sizes struct {
	*mp4File
	box        box
	each, left int64
	next4      int64 // the offset of the next entry
}

func (m *mp4File) sampleSizes(b box) (*mp4Sizes, error) {
	each, err := m.count(b, 4)
	if err != nil {
		return nil, err
	}
	left, err := m.count(b, 8)
	return &mp4Sizes{m, b, each, left, 12}, err
}

// next returns the total size of the next few samples.
func (s *mp4Sizes) next(samples int64) (length int64, err error) {
	samples = min(samples, s.left)
	s.left -= samples
	if s.each > 0 {
		return s.each * samples, nil
	}
	for range samples {
		if err := s.step(); err != nil {
			return 0, err
		}
		var v [4]byte
		if err := s.field(s.box, s.next4, v[:]); err != nil {
			return 0, err
		}
		s.next4 += 4
		length += int64(binary.BigEndian.Uint32(v[:]))
	}
	return length, nil
}

// settle sorts the edits. An edit inside another is dropped; in other files with overlapping
// parts the data is damaged, or malicious.
func (m *mp4File) settle() error {
	slices.SortStableFunc(m.edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(b.length, a.length)) })
	var end int64
	kept := m.edits[:0]
	for _, e := range m.edits {
		switch {
		case e.at >= end:
			kept = append(kept, e)
			end = e.at + e.length
		case e.at+e.length > end:
			return refuse("This MP4 file is damaged: parts of it overlap.")
		}
	}
	m.edits = kept
	return nil
}
