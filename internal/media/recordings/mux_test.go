package recordings

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
)

// Small writers of each format, so that the tests need no files and no programs.

func be(values ...any) []byte { return packed(binary.BigEndian, values) }
func le(values ...any) []byte { return packed(binary.LittleEndian, values) }

func packed(order binary.ByteOrder, values []any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		switch v := v.(type) {
		case string:
			b.WriteString(v)
		case []byte:
			b.Write(v)
		default:
			if err := binary.Write(&b, order, v); err != nil {
				panic(err)
			}
		}
	}
	return b.Bytes()
}

// atom returns an MP4 box.
func atom(kind string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return be(uint32(8+len(body)), kind, body)
}

// wideAtom returns a box with a length of 64 bits.
func wideAtom(kind string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return be(uint32(1), kind, uint64(16+len(body)), body)
}

const ms = uint32(1000)

func ftyp(brand string) []byte { return atom("ftyp", be(brand, uint32(0), "isom")) }

func mvhd(duration uint32) []byte {
	return atom("mvhd", be(uint32(0), uint64(0), ms, duration, make([]byte, 80)))
}

func mvhd64(duration uint64) []byte {
	return atom("mvhd", be(uint32(1<<24), uint64(0), uint64(0), ms, duration, make([]byte, 80)))
}

// upright and turned are matrices of a picture.
func upright() []byte {
	return be(uint32(1<<16), make([]byte, 12), uint32(1<<16), make([]byte, 12), uint32(1<<30))
}

func turned() []byte {
	return be(uint32(0), uint32(1<<16), uint32(0), int32(-1<<16), make([]byte, 16), uint32(1<<30))
}

func tkhd(id uint32, matrix []byte, width, height uint16) []byte {
	return atom("tkhd", be(uint32(3), uint64(0), id, make([]byte, 24), matrix, width, uint16(0), height, uint16(0)))
}

func tkhd64(id uint32, matrix []byte, width, height uint16) []byte {
	return atom("tkhd", be(uint32(1<<24|3), uint64(0), uint64(0), id, make([]byte, 28), matrix, width, uint16(0), height, uint16(0)))
}

// trak returns a track with the media of a handler; its chunks, one sample each of four bytes,
// are at offsets.
func trak(header []byte, handler, entry string, extra []byte, offsets ...uint32) []byte {
	chunks := be(uint32(0), uint32(len(offsets)))
	for _, o := range offsets {
		chunks = append(chunks, be(o)...)
	}
	table := atom("stbl",
		atom("stsd", be(uint32(0), uint32(1)), atom(entry, make([]byte, 8))), atom("stsz", be(uint32(0), uint32(4), uint32(len(offsets)))),
		atom("stsc", be(uint32(0), uint32(1), uint32(1), uint32(1), uint32(1))), atom("stco", chunks),
	)
	return atom("trak", header, extra, atom("mdia",
		atom("mdhd", be(uint32(0), uint64(0), ms, uint32(0), uint32(0))),
		atom("hdlr", be(uint64(0), handler, make([]byte, 12), name+"\x00")), atom("minf", table)))
}

// name must not be in a cleaned file.
const name = "KarenHviid"

func udta() []byte {
	return atom("udta", atom("\xa9xyz", be(uint16(18), uint16(0), "+55.6761+012.5683/")), atom("meta", be(uint32(0), name)))
}

// fragment returns a moof of one track: a run of samples, each with its own duration.
func fragment(track uint32, at uint32, durations ...uint32) []byte {
	run := be(uint32(0x100), uint32(len(durations)))
	for _, d := range durations {
		run = append(run, be(d)...)
	}
	return atom("moof", atom("mfhd", be(uint64(0))), atom("traf",
		atom("tfhd", be(uint32(0), track)), atom("tfdt", be(uint32(0), at)), atom("trun", run)))
}

// fragmentOf returns a moof whose samples all have the track's default duration.
func fragmentOf(track, samples uint32) []byte {
	return atom("moof", atom("traf", atom("tfhd", be(uint32(0), track)), atom("trun", be(uint32(0), samples))))
}

func mvex(track, sample uint32) []byte {
	return atom("mvex", atom("trex", be(uint32(0), track, uint32(1), sample, uint64(0))))
}

// ebml returns an element of Matroska.
func ebml(id uint32, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return be(elementID(id), uint64(1<<56|len(body)), body)
}

// endless returns an element of unknown length.
func endless(id uint32, parts ...[]byte) []byte {
	return be(elementID(id), byte(0xff), slices.Concat(parts...))
}

func elementID(id uint32) []byte { return bytes.TrimLeft(be(id), "\x00") }

func doc(kind string) []byte { return ebml(ebmlHeader, ebml(ebmlDocType, []byte(kind))) }

func track(number, kind byte, parts ...[]byte) []byte {
	return ebml(mkvTrack, ebml(mkvNumber, []byte{number}), ebml(mkvType, []byte{kind}), ebml(mkvName, []byte(name)), slices.Concat(parts...))
}

func picture(width, height uint16) []byte {
	return ebml(mkvVideo, ebml(mkvPixelWidth, be(width)), ebml(mkvPixelHeight, be(height)))
}

func block(track byte, at int16) []byte {
	return ebml(mkvSimpleBlock, be(0x80|track, at, byte(0), "frame"))
}

func float(f float64) []byte { return be(math.Float64bits(f)) }

// riff returns a WAV file of chunks.
func riff(form string, chunks ...[]byte) []byte {
	body := slices.Concat(chunks...)
	return le(form, uint32(4+len(body)), "WAVE", body)
}

func chunk(id string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	padded := body
	if len(body)%2 == 1 {
		padded = append(slices.Clone(body), 0)
	}
	return le(id, uint32(len(body)), padded)
}

func pcm(what, channels uint16, rate uint32, bits uint16) []byte {
	align := channels * bits / 8
	return chunk("fmt ", le(what, channels, rate, rate*uint32(align), align, bits))
}

// frames returns frames of MPEG-1 layer III at 44,100 Hz and 128 kbit/s, padded or not.
func frames(n int) []byte { return bytes.Repeat(frame(0xfb, 0x90, 0), n) }

// frame returns a frame with a header, filled up with zeros.
func frame(version, rates, mode byte, body ...byte) []byte {
	head := []byte{0xff, version, rates, mode}
	f, ok := parseMP3Frame(head)
	if !ok {
		panic("no frame")
	}
	b := make([]byte, f.length)
	copy(b, head)
	copy(b[4:], body)
	return b
}

// xing returns the first frame of a file with a variable bitrate, which has the number of
// frames.
func xing(n uint32) []byte {
	return frame(0xfb, 0x90, 0, be(make([]byte, 32), "Xing", uint32(1), n)...)
}

func vbri(n uint32) []byte {
	return frame(0xfb, 0x90, 0, be(make([]byte, 32), "VBRI", make([]byte, 10), n)...)
}

func id3(length int) []byte {
	body := append([]byte("TPE1"+name), make([]byte, length)...)
	n := len(body)
	return be("ID3", uint16(0x0300), byte(0), byte(n>>21&0x7f), byte(n>>14&0x7f), byte(n>>7&0x7f), byte(n&0x7f), body)
}

func id3End() []byte { return append([]byte("TAG"+name), make([]byte, 125-len(name))...) }

// flacFile returns a file with blocks and a frame.
func flacFile(samples uint64, blocks ...[]byte) []byte {
	info := be(make([]byte, 10), uint64(44100)<<44|uint64(1)<<41|uint64(15)<<36|samples, make([]byte, 16))
	all := be("fLaC", uint32(len(info)), info)
	for i, b := range blocks {
		head := uint32(4<<24 | len(b))
		if i == len(blocks)-1 {
			head |= 1 << 31
		}
		all = append(all, be(head, b)...)
	}
	return append(all, 0xff, 0xf8, 0, 0)
}
