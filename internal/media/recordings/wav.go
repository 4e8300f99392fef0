package recordings

import (
	"encoding/binary"

	"lectern/content"
)

// soundChunks are the chunks of a WAV file that belong to its audio.
var soundChunks = map[string]bool{"fmt ": true, "data": true, "fact": true, "ds64": true, "PEAK": true}

// wav reads a RIFF audio file, or an RF64 one (EBU Tech 3306), which has its lengths in a
// separate chunk. Other chunks become JUNK.
func (r *recording) wav() error {
	var form [8]byte // of fmt: what, channels, samples a second
	var align uint16
	var long, data int64 = -1, -1
	haveFormat := false
	for at := int64(12); at < r.size; {
		if err := r.step(); err != nil {
			return err
		}
		if r.size-at < 8 { // padding
			if err := r.edit(edit{at: at, length: r.size - at}); err != nil {
				return err
			}
			break
		}
		var head [8]byte
		if err := r.get(head[:], at); err != nil {
			return err
		}
		id, length := string(head[:4]), int64(binary.LittleEndian.Uint32(head[4:]))
		body := at + 8
		if id == "data" && length == 0xffffffff {
			if length = long; long < 0 { // written as it was recorded
				length = r.size - body
			}
		}
		if length < 0 || length > r.size-body {
			return endsEarly()
		}
		if (id == "fmt " || id == "ds64") && length < 16 {
			return refuse("This WAV file is damaged: its header is too short.")
		}
		switch id {
		case "fmt ":
			var b [16]byte
			if err := r.get(b[:], body); err != nil {
				return err
			}
			copy(form[:], b[:8])
			align, haveFormat = binary.LittleEndian.Uint16(b[12:]), true
		case "ds64":
			var b [16]byte
			if err := r.get(b[:], body); err != nil {
				return err
			}
			long = int64(binary.LittleEndian.Uint64(b[8:]) & (1<<63 - 1))
		case "data":
			data = length
		}
		next := min(body+length+length%2, r.size)
		if !soundChunks[id] {
			junk := append([]byte("JUNK"), head[4:]...)
			if err := r.edit(edit{at: at, length: next - at, head: junk}); err != nil {
				return err
			}
		}
		at = next
	}
	rate := binary.LittleEndian.Uint32(form[4:])
	what := binary.LittleEndian.Uint16(form[:])
	switch {
	case !haveFormat || data < 0:
		return refuse("This WAV file has no sound: its header is damaged.")
	case rate == 0 || align == 0:
		return refuse("This WAV file does not say how its sound is stored.")
	case what == 1 || what == 3 || what == 0xfffe: // samples as they are; the last says which in an extension
		r.seconds(float64(data) / float64(align) / float64(rate))
	default:
		return refuse("The sound of this WAV file is compressed. Save it as PCM, MP3 or M4A.")
	}
	r.asset.Kind, r.asset.MIMEType = content.AssetAudio, "audio/wav"
	return nil
}
