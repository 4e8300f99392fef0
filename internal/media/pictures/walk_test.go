package pictures_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// requireClean parses a file independently: it may contain only the picture, and no byte of
// secret.
func requireClean(t testing.TB, file []byte) {
	t.Helper()
	if bytes.Contains(file, []byte(secret)) {
		t.Errorf("a secret remains at byte %d of %q…", bytes.Index(file, []byte(secret)), file[:min(len(file), 40)])
	}
	var names []string
	var err error
	switch {
	case bytes.HasPrefix(file, []byte{0xff, 0xd8}):
		names, err = jpegSegments(file)
	case bytes.HasPrefix(file, []byte("\x89PNG\r\n\x1a\n")):
		names, err = pngNames(file)
	case bytes.HasPrefix(file, []byte("RIFF")):
		names, err = webpNames(file)
	default:
		t.Fatalf("this is no picture: %q", file[:min(len(file), 20)])
	}
	if err != nil {
		t.Errorf("%v, after %s", err, names)
	}
	for _, name := range names {
		if !strings.Contains(" SOI JFIF ICC Adobe DQT DHT DRI SOF SOS EOI"+
			" IHDR PLTE tRNS gAMA cHRM sRGB cICP sBIT iCCP IDAT IEND VP8X ICCP ALPH VP8 VP8L ", " "+strings.TrimSpace(name)+" ") {
			t.Errorf("there is a %s in %s", name, names)
		}
	}
}

// jpegSegments returns their names. Application segments must have exactly the allowed bytes.
func jpegSegments(b []byte) (names []string, err error) {
	at := 2
	names = append(names, "SOI")
	for {
		if at+2 > len(b) || b[at] != 0xff {
			return names, fmt.Errorf("no marker at byte %d of %d", at, len(b))
		}
		marker := b[at+1]
		if marker == 0xd9 {
			if at+2 != len(b) {
				return names, fmt.Errorf("%d bytes follow the end", len(b)-at-2)
			}
			return append(names, "EOI"), nil
		}
		if at+4 > len(b) {
			return names, fmt.Errorf("truncated at byte %d", at)
		}
		end := at + 2 + int(binary.BigEndian.Uint16(b[at+2:]))
		if end > len(b) {
			return names, fmt.Errorf("truncated at byte %d", at)
		}
		data := b[at+4 : end]
		names = append(names, jpegName(marker, data))
		at = end
		if marker == 0xda {
			for at+1 < len(b) && (b[at] != 0xff || b[at+1] == 0 || b[at+1]&0xf8 == 0xd0) {
				at++
			}
		}
	}
}

func jpegName(marker byte, data []byte) string {
	switch {
	case marker == 0xe0 && string(data) == "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00":
		return "JFIF"
	case marker == 0xe2 && bytes.HasPrefix(data, []byte("ICC_PROFILE\x00")):
		return "ICC"
	case marker == 0xee && len(data) == 12 && bytes.HasPrefix(data, []byte("Adobe")):
		return "Adobe"
	}
	switch marker {
	case 0xdb:
		return "DQT"
	case 0xc4:
		return "DHT"
	case 0xdd:
		return "DRI"
	case 0xda:
		return "SOS"
	case 0xc0, 0xc1, 0xc2:
		return "SOF"
	}
	return fmt.Sprintf("segment %x %q", marker, data[:min(len(data), 20)])
}

func pngNames(b []byte) (names []string, err error) {
	for at := 8; ; {
		if at+12 > len(b) {
			return names, fmt.Errorf("truncated at byte %d", at)
		}
		name := string(b[at+4 : at+8])
		names = append(names, name)
		at += 12 + int(binary.BigEndian.Uint32(b[at:]))
		if name == "IEND" {
			if at != len(b) {
				return names, fmt.Errorf("%d bytes follow the end", len(b)-at)
			}
			return names, nil
		}
	}
}

func webpNames(b []byte) (names []string, err error) {
	if length := int(binary.LittleEndian.Uint32(b[4:])); length+8 != len(b) {
		return nil, fmt.Errorf("the container says %d bytes of %d", length+8, len(b))
	}
	for at := 12; at < len(b); {
		if at+8 > len(b) {
			return names, fmt.Errorf("truncated at byte %d", at)
		}
		names = append(names, string(b[at:at+4]))
		length := int(binary.LittleEndian.Uint32(b[at+4:]))
		at += 8 + length + length&1
	}
	return names, nil
}
