package recordings

// track reads a track with its displayed size, without its name.
func (m *matroskaFile) track(e element) (int64, error) {
	if e.id != mkvTrack {
		return e.end, m.void(e)
	}
	if len(m.tracks) == 100 {
		return 0, refuse("This WebM file has too many tracks.")
	}
	m.tracks = append(m.tracks, matroskaTrack{})
	t := &m.tracks[len(m.tracks)-1]
	if _, err := m.each(e.body, e.end, nil, func(e element) (int64, error) { return m.inTrack(t, e) }); err != nil {
		return 0, err
	}
	switch t.kind {
	case mkvFilm:
		if m.film = true; m.asset.Width == 0 {
			m.asset.Width, m.asset.Height = t.size()
		}
	case mkvSound:
		m.sound = true
	case mkvText:
	default:
		return 0, refuse("This video has a data track besides sound and picture. Export it without that track.")
	}
	return e.end, nil
}

// size returns the displayed size in pixels. DisplayWidth may be in other units.
func (t *matroskaTrack) size() (width, height int) {
	const largest = 1 << 16
	if t.unit == 0 && t.shownWidth > 0 && t.shownHeight > 0 {
		t.width, t.height = t.shownWidth, t.shownHeight
	}
	if t.width > largest || t.height > largest {
		return 0, 0
	}
	return int(t.width), int(t.height)
}

func (m *matroskaFile) inTrack(t *matroskaTrack, e element) (int64, error) {
	var err error
	switch e.id {
	case mkvNumber:
		t.number, err = m.number(e)
	case mkvType:
		t.kind, err = m.number(e)
	case mkvDefaultDuration:
		t.frame, err = m.number(e)
	case mkvVideo:
		return m.each(e.body, e.end, nil, func(e element) (int64, error) { return m.picture(t, e) })
	case mkvName, ebmlCRC, ebmlVoid:
		err = m.void(e)
	}
	return e.end, err
}

func (m *matroskaFile) picture(t *matroskaTrack, e element) (int64, error) {
	into := map[uint32]*uint64{mkvPixelWidth: &t.width, mkvPixelHeight: &t.height, mkvWidth: &t.shownWidth, mkvHeight: &t.shownHeight, mkvUnit: &t.unit}[e.id]
	if into == nil {
		return e.end, nil
	}
	n, err := m.number(e)
	*into = n
	return e.end, err
}

// inCluster reads the times of frames.
func (m *matroskaFile) inCluster(e element) (int64, error) {
	switch e.id {
	case mkvTime:
		n, err := m.number(e)
		m.cluster = int64(n & (1<<62 - 1))
		return e.end, err
	case mkvSimpleBlock:
		_, err := m.block(e)
		return e.end, err
	case mkvBlockGroup:
		var t *matroskaTrack
		var length uint64
		_, err := m.each(e.body, e.end, nil, func(e element) (_ int64, err error) {
			switch e.id {
			case mkvBlock:
				t, err = m.block(e)
			case mkvBlockDuration:
				length, err = m.number(e)
			}
			return e.end, err
		})
		if t != nil && length > 0 {
			t.end = max(t.end, t.last+int64(length&(1<<62-1)))
		}
		return e.end, err
	}
	return e.end, nil
}

// block records the time of a frame.
func (m *matroskaFile) block(e element) (*matroskaTrack, error) {
	var b [10]byte
	head := b[:min(10, e.end-e.body)]
	if err := m.get(head, e.body); err != nil {
		return nil, err
	}
	number, n := vint(head, 8, false)
	if n == 0 || len(head) < n+2 {
		return nil, refuse("This WebM file is damaged: a frame in it has no time.")
	}
	at := m.cluster + int64(int16(uint16(head[n])<<8|uint16(head[n+1])))
	for i := range m.tracks {
		t := &m.tracks[i]
		if t.number != number {
			continue
		}
		if t.seen && at > t.last {
			t.gap = at - t.last
		}
		t.last, t.seen = max(at, t.last), true
		return t, nil
	}
	return nil, nil
}
