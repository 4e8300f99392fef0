package pictures_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	encoder "github.com/gen2brain/webp"
)

// secret is in everything that must be removed.
const secret = "SECRET"

// The four quarters of the test picture, from the top left by rows.
var quarters = [4]color.NRGBA{{200, 30, 30, 255}, {30, 180, 30, 255}, {30, 30, 200, 255}, {220, 220, 40, 255}}

// testPicture returns a picture of four colours, with a line of noise so that each bit matters.
func testPicture(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := quarters[x*2/width+y*2/height*2]
			if y == height/2-1 {
				c.R += byte(x * 7 % 30)
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func plainJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func plainPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func plainWebP(t testing.TB, m *image.NRGBA, lossless bool) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encoder.Encode(&b, m, encoder.Options{Quality: 95, Lossless: lossless, Exact: lossless}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ifdEntry is an entry of a TIFF directory. If inline is set, its data are the value; otherwise
// they follow the directory, and the value is their offset.
type ifdEntry struct {
	tag, kind uint16
	count     uint32
	data      []byte
}

// tiff writes EXIF data as cameras do.
type tiff struct {
	order binary.AppendByteOrder
	b     []byte
}

func (w *tiff) short(tag uint16, v uint16) ifdEntry {
	return ifdEntry{tag, 3, 1, w.order.AppendUint16(nil, v)}
}

func (w *tiff) long(tag uint16, v uint32) ifdEntry {
	return ifdEntry{tag, 4, 1, w.order.AppendUint32(nil, v)}
}

func (w *tiff) text(tag uint16, s string) ifdEntry {
	return ifdEntry{tag, 2, uint32(len(s) + 1), append([]byte(s), 0)}
}

func (w *tiff) degrees(tag uint16, v ...uint32) ifdEntry {
	e := ifdEntry{tag: tag, kind: 5, count: uint32(len(v))}
	for _, n := range v {
		e.data = w.order.AppendUint32(w.order.AppendUint32(e.data, n), 1)
	}
	return e
}

// ifd appends a directory and returns its offset, and the place at which the offset of the next
// one is patched.
func (w *tiff) ifd(entries ...ifdEntry) (at uint32, next int) {
	at = uint32(len(w.b))
	data := len(w.b) + 2 + 12*len(entries) + 4
	w.b = w.order.AppendUint16(w.b, uint16(len(entries)))
	var behind []byte
	for _, e := range entries {
		w.b = w.order.AppendUint16(w.b, e.tag)
		w.b = w.order.AppendUint16(w.b, e.kind)
		w.b = w.order.AppendUint32(w.b, e.count)
		if len(e.data) <= 4 {
			w.b = append(w.b, append(slices.Clone(e.data), 0, 0, 0, 0)[:4]...)
			continue
		}
		w.b = w.order.AppendUint32(w.b, uint32(data+len(behind)))
		behind = append(behind, e.data...)
		behind = append(behind, make([]byte, len(e.data)&1)...)
	}
	next = len(w.b)
	w.b = append(w.order.AppendUint32(w.b, 0), behind...)
	return at, next
}

func (w *tiff) patch(at int, v uint32) { copy(w.b[at:], w.order.AppendUint32(nil, v)) }

// exifOf returns the EXIF data of a camera: the person, the place, the time, the device, maker
// notes, and a thumbnail.
func exifOf(order binary.AppendByteOrder, orientation uint16, thumbnail []byte) []byte {
	w := &tiff{order: order}
	if order == binary.AppendByteOrder(binary.BigEndian) {
		w.b = append(w.b, "MM\x00*"...)
	} else {
		w.b = append(w.b, "II*\x00"...)
	}
	w.b = append(w.b, 0, 0, 0, 0)
	note := []byte("MAKER\x00" + secret + "-serial-in-note\x00")
	exif, _ := w.ifd(w.text(0x9003, "2021:09:16 09:00:00"), ifdEntry{0x927c, 7, uint32(len(note)), note},
		w.text(0xa430, secret+"-owner"), w.text(0xa431, secret+"-body-serial"), w.text(0xa435, secret+"-lens-serial"))
	gps, _ := w.ifd(w.text(1, "N"), w.degrees(2, 55, 40, 34), w.text(3, "E"), w.degrees(4, 12, 34, 6))
	ifd0, next := w.ifd(w.text(0x010f, secret+"-make"), w.text(0x0110, secret+"-model"), w.short(0x0112, orientation),
		w.text(0x013b, secret+"-artist"), w.long(0x8769, exif), w.long(0x8825, gps))
	w.patch(4, ifd0)
	at := uint32(len(w.b))
	w.b = append(w.b, thumbnail...)
	w.b = append(w.b, make([]byte, len(thumbnail)&1)...)
	ifd1, _ := w.ifd(w.short(0x0103, 6), w.long(0x0201, at), w.long(0x0202, uint32(len(thumbnail))))
	w.patch(next, ifd1)
	return w.b
}

const xmpPacket = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
	`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" ` +
	`exif:GPSLatitude="55,40.5N" xmpNote:HasExtendedXMP="0123456789ABCDEF0123456789ABCDEF"><dc:creator><rdf:Seq><rdf:li>` + secret + `-creator</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

func segment(marker byte, data ...string) []byte {
	var joined []byte
	for _, d := range data {
		joined = append(joined, d...)
	}
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(joined)+2)), joined...)
}

// photoshop returns an APP13 segment with IPTC and a thumbnail.
func photoshop(thumbnail []byte) []byte {
	dataset := func(number byte, s string) string {
		return "\x1c\x02" + string(number) + "\x00" + string(rune(len(s))) + s
	}
	iptc := dataset(80, secret+"-byline") + dataset(90, secret+"-city")
	resource := func(id uint16, data string) string {
		b := binary.BigEndian.AppendUint16([]byte("8BIM"), id)
		b = binary.BigEndian.AppendUint32(append(b, 0, 0), uint32(len(data)))
		return string(b) + data + string(make([]byte, len(data)&1))
	}
	head := make([]byte, 28)
	binary.BigEndian.PutUint32(head, 1)
	return segment(0xed, "Photoshop 3.0\x00", resource(0x0404, iptc), resource(0x040c, string(head)+string(thumbnail)))
}

// mpf returns an APP2 segment that refers to a second picture behind the end of the first.
func mpf(second int) []byte {
	w := &tiff{order: binary.BigEndian, b: []byte("MM\x00*\x00\x00\x00\x08")}
	list := make([]byte, 32)
	binary.BigEndian.PutUint32(list[16+4:], uint32(second))
	w.ifd(ifdEntry{0xb000, 7, 4, []byte("0100")}, w.long(0xb001, 2), ifdEntry{0xb002, 7, 32, list})
	return segment(0xe2, "MPF\x00", string(w.b))
}

// cameraJPEG adds to a JPEG everything that cameras and programs add.
func cameraJPEG(t testing.TB, plain []byte, order binary.AppendByteOrder, orientation uint16, profile []byte) []byte {
	t.Helper()
	thumbnail := plainJPEG(t, testPicture(16, 16))
	if profile != nil {
		plain = slices.Concat(plain[:2], iccChunks(profile), plain[2:])
	}
	scan := bytes.Index(plain, []byte{0xff, 0xda})
	plain = slices.Concat(plain[:scan], segment(0xfe, secret+"-late"), segment(0xe1, secret+"-late"), plain[scan:])
	second := append(slices.Clone(thumbnail), secret+"-second"...)
	return slices.Concat(
		plain[:2],
		segment(0xe0, "JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x01\x01", string([]byte{200, 0, 0})), // with a thumbnail of one pixel
		segment(0xe0, "JFXX\x00\x10", string(thumbnail), secret),
		segment(0xe1, "Exif\x00\x00", string(exifOf(order, orientation, thumbnail))),
		segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00", xmpPacket),
		segment(0xe1, "http://ns.adobe.com/xmp/extension/\x00", "0123456789ABCDEF0123456789ABCDEF", "\x00\x00\x00\x10\x00\x00\x00\x00", secret+"-extended"),
		mpf(len(second)),
		segment(0xec, "Ducky"+secret), segment(0xe5, secret+"-hdr"), photoshop(thumbnail),
		segment(0xfe, secret+"-comment"), []byte{0xff, 0xff}, // fill bytes
		plain[2:],
		second, []byte("SEFH"+secret+"-trailer"),
	)
}

func iccChunks(profile []byte) []byte {
	half := len(profile) / 2
	return slices.Concat(segment(0xe2, "ICC_PROFILE\x00\x01\x02", string(profile[:half])), segment(0xe2, "ICC_PROFILE\x00\x02\x02", string(profile[half:])))
}

// displayProfile returns a profile as a program creates it for a screen, with data of its
// owner: Display P3's colours, or those of sRGB.
func displayProfile(sRGB bool) []byte {
	xyz := func(v ...float64) string {
		b := []byte("XYZ \x00\x00\x00\x00")
		for _, x := range v {
			b = binary.BigEndian.AppendUint32(b, uint32(int32(x*65536+0.5)))
		}
		return string(b)
	}
	curve := []byte("para\x00\x00\x00\x00\x00\x03\x00\x00")
	for _, x := range []float64{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045} {
		curve = binary.BigEndian.AppendUint32(curve, uint32(x*65536+0.5))
	}
	red, green, blue := xyz(0.51512, 0.2412, 0), xyz(0.29198, 0.69225, 0.04189), xyz(0.1571, 0.06657, 0.78407)
	if sRGB {
		red, green, blue = xyz(0.43607, 0.22249, 0.01392), xyz(0.38515, 0.71687, 0.09708), xyz(0.14307, 0.06061, 0.7141)
	}
	text := "text\x00\x00\x00\x00" + secret + "-screen-serial\x00"
	tags := []string{
		"desc", text, "cprt", text, "wtpt", xyz(0.9642, 1, 0.8249), "rXYZ", red, "gXYZ", green, "bXYZ", blue,
		"rTRC", string(curve) + secret, "gTRC", string(curve), "bTRC", string(curve), "mmod", "mmod\x00\x00\x00\x00" + secret + "-monitor",
	}
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)/2))
	var data []byte
	for i := 0; i < len(tags); i += 2 {
		table = append(table, tags[i]...)
		table = binary.BigEndian.AppendUint32(table, uint32(128+4+6*len(tags)+len(data)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(tags[i+1])))
		data = append(data, tags[i+1]...)
		data = append(data, make([]byte, -len(data)&3)...)
	}
	header := make([]byte, 128)
	binary.BigEndian.PutUint32(header, uint32(128+len(table)+len(data)))
	copy(header[8:], "\x04\x30\x00\x00mntrRGB XYZ \x07\xe5\x00\x09\x00\x10\x00\x09\x00\x00\x00\x00acspAPPL")
	copy(header[48:], "MAKEMODL")
	copy(header[68:], []byte{0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d})
	return slices.Concat(header, table, data)
}

func chunk(name string, data ...string) []byte {
	var joined []byte
	for _, d := range data {
		joined = append(joined, d...)
	}
	b := append(binary.BigEndian.AppendUint32(nil, uint32(len(joined))), name...)
	b = append(b, joined...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// riff returns a WebP with some chunks.
func riff(chunks ...[]byte) []byte {
	joined := slices.Concat(chunks...)
	b := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(joined)+4))
	return append(append(b, "WEBP"...), joined...)
}

func riffChunk(name string, data []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(data)))
	return append(append(b, data...), make([]byte, len(data)&1)...)
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}
