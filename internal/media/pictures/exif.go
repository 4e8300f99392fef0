package pictures

import (
	"bytes"
	"encoding/binary"
)

// exifOrientation reads the orientation of a picture from its EXIF data, the only thing that
// is read there. Browsers rotate pictures by it, too. Without valid data, the picture is
// upright.
func exifOrientation(exif []byte) orientation {
	exif = bytes.TrimPrefix(exif, []byte("Exif\x00\x00"))
	if len(exif) < 8 {
		return upright
	}
	var order binary.ByteOrder
	switch string(exif[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	const tagOrientation, typeShort, entryBytes = 0x0112, 3, 12
	first := uint64(order.Uint32(exif[4:]))
	if first+2 > uint64(len(exif)) {
		return upright
	}
	entries := exif[first:]
	count := order.Uint16(entries)
	entries = entries[2:]
	for range count {
		if len(entries) < entryBytes {
			break
		}
		if order.Uint16(entries) == tagOrientation && order.Uint16(entries[2:]) == typeShort {
			if o := orientation(order.Uint16(entries[8:])); o.valid() {
				return o
			}
			break
		}
		entries = entries[entryBytes:]
	}
	return upright
}
