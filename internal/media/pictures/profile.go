package pictures

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
)

const (
	maxProfile      = 1 << 20
	maxCurveEntries = 4096
	profileHeader   = 128
	profileEntry    = 12 // of the table of tags
)

// rebuildProfile builds a colour profile (ICC.1) from the numbers of a file's profile: the
// primaries, the white point and the tone curves. Nothing else is copied: no descriptions,
// copyrights, makers, models, dates or private data. It returns nil if the colours are those
// of sRGB, the default of every browser, and if the profile is not made of these numbers: then
// the colours are taken as sRGB.
func rebuildProfile(profile []byte) []byte {
	if len(profile) < profileHeader+4 || len(profile) > maxProfile || string(profile[36:40]) != "acsp" || string(profile[20:24]) != "XYZ " {
		return nil
	}
	var names []string
	space := string(profile[16:20])
	switch space {
	case "RGB ":
		names = []string{"wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"}
	case "GRAY":
		names = []string{"wtpt", "kTRC"}
	default:
		return nil
	}
	tags := make(map[string][]byte, len(names)+1)
	for _, name := range append(names, "chad") {
		tag := numbers(name, findTag(profile, name))
		if tag == nil && name != "chad" {
			return nil
		}
		tags[name] = tag
	}
	if isSRGB(space, tags) {
		return nil
	}
	if tags["chad"] != nil {
		names = append(names, "chad")
	}
	return writeProfile(space, names, tags)
}

// findTag returns the data of a tag; if its length says so, up to the profile's end.
func findTag(profile []byte, name string) []byte {
	count := binary.BigEndian.Uint32(profile[profileHeader:])
	entries := profile[profileHeader+4:]
	for range count {
		if len(entries) < profileEntry {
			return nil
		}
		if string(entries[:4]) == name {
			at, n := uint64(binary.BigEndian.Uint32(entries[4:])), uint64(binary.BigEndian.Uint32(entries[8:]))
			if at < profileHeader || at+n > uint64(len(profile)) {
				return nil
			}
			return profile[at : at+n]
		}
		entries = entries[profileEntry:]
	}
	return nil
}

// numbers returns a tag's data without trailing bytes if it has the expected type, otherwise
// nil.
func numbers(name string, tag []byte) []byte {
	if len(tag) < 12 || binary.BigEndian.Uint32(tag[4:]) != 0 {
		return nil
	}
	length := 0
	switch kind := string(tag[:4]); {
	case kind == "XYZ " && (name == "wtpt" || name[1:] == "XYZ"):
		length = 8 + 12
	case kind == "sf32" && name == "chad":
		length = 8 + 36
	case kind == "curv" && name[1:] == "TRC":
		count := binary.BigEndian.Uint32(tag[8:])
		if count > maxCurveEntries {
			return nil
		}
		length = 12 + 2*int(count)
	case kind == "para" && name[1:] == "TRC":
		function := binary.BigEndian.Uint16(tag[8:])
		if int(function) >= len(paraParameters) || tag[10] != 0 || tag[11] != 0 {
			return nil
		}
		length = 12 + 4*paraParameters[function]
	}
	if length == 0 || length > len(tag) {
		return nil
	}
	return tag[:length]
}

// paraParameters are the numbers of parameters of the parametric curve types.
var paraParameters = [...]int{1, 3, 4, 5, 7}

// writeProfile writes a display profile. Tags with the same data share it, as the curves of
// most profiles do.
func writeProfile(space string, names []string, tags map[string][]byte) []byte {
	version := uint32(0x02400000)
	text := textV2
	for _, name := range names {
		if bytes.HasPrefix(tags[name], []byte("para")) {
			version, text = 0x04300000, textV4 // parametric curves came with version 4
		}
	}
	names = slices.Concat([]string{"desc", "cprt"}, names)
	tags["desc"], tags["cprt"] = text("desc"), text("cprt")
	at := profileHeader + 4 + profileEntry*len(names)
	table := binary.BigEndian.AppendUint32(nil, uint32(len(names)))
	var data []byte
	written := map[string]int{}
	for _, name := range names {
		tag := string(tags[name])
		offset, found := written[tag]
		if !found {
			offset = at + len(data)
			written[tag] = offset
			data = append(data, tag...)
			data = append(data, make([]byte, -len(data)&3)...) // tags begin at multiples of four
		}
		table = append(table, name...)
		table = binary.BigEndian.AppendUint32(table, uint32(offset))
		table = binary.BigEndian.AppendUint32(table, uint32(len(tag)))
	}
	header := make([]byte, profileHeader)
	binary.BigEndian.PutUint32(header, uint32(at+len(data)))
	binary.BigEndian.PutUint32(header[8:], version)
	copy(header[12:], "mntr"+space+"XYZ ")
	copy(header[24:], []byte{0x07, 0xd0, 0, 1, 0, 1}) // a date must be there: 2000-01-01, for all
	copy(header[36:], "acsp")
	copy(header[68:], []byte{0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d}) // D50, as all have
	return slices.Concat(header, table, data)
}

// The required texts of a profile, without information.
const noText = "-"

func textV2(name string) []byte {
	if name == "cprt" {
		return []byte("text\x00\x00\x00\x00" + noText + "\x00")
	}
	b := []byte("desc\x00\x00\x00\x00\x00\x00\x00\x02" + noText + "\x00")
	return append(b, make([]byte, 4+4+2+1+67)...) // no text in other scripts
}

func textV4(string) []byte {
	return []byte("mluc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0cenUS\x00\x00\x00\x02\x00\x00\x00\x1c\x00" + noText)
}

// isSRGB reports whether a profile's numbers are those of sRGB, or indistinguishably close.
func isSRGB(space string, tags map[string][]byte) bool {
	for name, tag := range tags {
		switch {
		case name == "rXYZ" && !isNear(tag, 0.4361, 0.2225, 0.0139),
			name == "gXYZ" && !isNear(tag, 0.3851, 0.7169, 0.0971),
			name == "bXYZ" && !isNear(tag, 0.1431, 0.0606, 0.7141),
			len(name) == 4 && name[1:] == "TRC" && !isSRGBCurve(tag):
			return false
		}
	}
	return space == "RGB " || space == "GRAY"
}

func isNear(xyz []byte, want ...float64) bool {
	for i, w := range want {
		if math.Abs(fixed(xyz[8+4*i:])-w) > 0.003 {
			return false
		}
	}
	return true
}

// fixed reads a fixed-point number with 16 fractional bits.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }

func isSRGBCurve(tag []byte) bool {
	const steps = 64
	for i := range steps + 1 {
		x := float64(i) / steps
		want := x / 12.92
		if x > 0.04045 {
			want = math.Pow((x+0.055)/1.055, 2.4)
		}
		if !(math.Abs(curve(tag, x)-want) < 0.004) { // not a number is not near
			return false
		}
	}
	return true
}

// curve evaluates a tone curve at x from 0 to 1.
func curve(tag []byte, x float64) float64 {
	if string(tag[:4]) == "curv" {
		return sampledCurve(tag[12:], x)
	}
	kind := binary.BigEndian.Uint16(tag[8:])
	p := make([]float64, 7) // g a b c d e f
	for i := range paraParameters[kind] {
		p[i] = fixed(tag[12+4*i:])
	}
	switch g, a, b, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]; {
	case kind == 0:
		return math.Pow(x, g)
	case kind < 3:
		return math.NaN() // no curve of sRGB has this form
	case x >= d:
		return math.Pow(a*x+b, g) + e
	default:
		return c*x + f
	}
}

func sampledCurve(samples []byte, x float64) float64 {
	sample := func(i int) float64 { return float64(binary.BigEndian.Uint16(samples[2*i:])) }
	switch count := len(samples) / 2; count {
	case 0:
		return x
	case 1:
		return math.Pow(x, sample(0)/256)
	default:
		at := x * float64(count-1)
		i := min(int(at), count-2)
		return (sample(i) + (at-float64(i))*(sample(i+1)-sample(i))) / 65535
	}
}
