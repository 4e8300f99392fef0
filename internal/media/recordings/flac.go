package recordings

import (
	"encoding/binary"

	"lectern/content"
)

// The blocks before a FLAC file's audio (RFC 9639, section 8).
const (
	flacStreamInfo = 0
	flacPadding    = 1
	flacSeekTable  = 3
)

// flac reads the blocks before the audio. Blocks that the audio does not need, such as
// comments and pictures, become padding.
func (r *recording) flac() error {
	known := false
	for at, last := int64(4), false; !last; {
		if err := r.step(); err != nil {
			return err
		}
		var head [4]byte
		if err := r.get(head[:], at); err != nil {
			return err
		}
		kind := head[0] & 0x7f
		last = head[0]&0x80 != 0
		length := int64(binary.BigEndian.Uint32(head[:]) & 0xffffff)
		if length > r.size-at-4 {
			return endsEarly()
		}
		switch kind {
		case flacStreamInfo:
			if length < 34 {
				return refuse("This FLAC file is damaged: its header is too short.")
			}
			var b [18]byte
			if err := r.get(b[:], at+4); err != nil {
				return err
			}
			packed := binary.BigEndian.Uint64(b[10:])
			rate, samples := packed>>44, packed&(1<<36-1)
			if known = rate > 0; known {
				r.seconds(float64(samples) / float64(rate))
			}
		case flacSeekTable:
		default:
			padding := head
			padding[0] = head[0]&0x80 | flacPadding
			if err := r.edit(edit{at: at, length: 4 + length, head: padding[:]}); err != nil {
				return err
			}
		}
		at += 4 + length
	}
	if !known {
		return refuse("This FLAC file has no header that says what it is.")
	}
	r.asset.Kind, r.asset.MIMEType = content.AssetAudio, "audio/flac"
	return nil
}
