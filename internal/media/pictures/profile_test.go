package pictures

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"
)

// testProfile returns a profile with some tags, each a name and its data.
func testProfile(space string, tags ...string) []byte {
	data := map[string][]byte{}
	var names []string
	for i := 0; i < len(tags); i += 2 {
		names = append(names, tags[i])
		data[tags[i]] = []byte(tags[i+1])
	}
	return writeProfile(space, names, data)
}

func tagXYZ(x, y, z float64) string {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range []float64{x, y, z} {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(v*65536)))
	}
	return string(b)
}

func tagCurve(samples ...uint16) string {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), uint32(len(samples)))
	for _, s := range samples {
		b = binary.BigEndian.AppendUint16(b, s)
	}
	return string(b)
}

func adobeRGB(red, curve string) []byte {
	return testProfile("RGB ", "wtpt", tagXYZ(0.9505, 1, 1.0891), "rXYZ", red, "gXYZ", tagXYZ(0.2052, 0.6256, 0.0609),
		"bXYZ", tagXYZ(0.1492, 0.0632, 0.7445), "rTRC", curve, "gTRC", curve, "bTRC", curve)
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	red, gamma := tagXYZ(0.6097, 0.3111, 0.0195), tagCurve(563)
	whole := adobeRGB(red, gamma)
	for name, c := range map[string]struct {
		profile []byte
		kept    bool
	}{
		"Adobe RGB":            {whole, true},
		"grey of gamma 2.2":    {testProfile("GRAY", "wtpt", tagXYZ(0.95, 1, 1.08), "kTRC", gamma), true},
		"long curve":           {adobeRGB(red, tagCurve(make([]uint16, maxCurveEntries)...)), true},
		"too long curve":       {adobeRGB(red, tagCurve(make([]uint16, maxCurveEntries+1)...)), false},
		"curve that is cut":    {adobeRGB(red, gamma[:12]), false},
		"curve for a colour":   {adobeRGB(gamma, gamma), false},
		"text for a colour":    {adobeRGB("text\x00\x00\x00\x00a long text indeed", gamma), false},
		"colour for a curve":   {adobeRGB(red, red), false},
		"unknown curve":        {adobeRGB(red, "para\x00\x00\x00\x00\x00\x09\x00\x00"), false},
		"no curve":             {testProfile("RGB ", "wtpt", red, "rXYZ", red, "gXYZ", red, "bXYZ", red), false},
		"print":                {testProfile("CMYK", "wtpt", red), false},
		"nothing":              {nil, false},
		"header only":          {whole[:profileHeader], false},
		"half":                 {whole[:len(whole)/2], false},
		"no profile's mark":    {slices.Concat(whole[:36], []byte("xxxx"), whole[40:]), false},
		"too long":             {append(slices.Clone(whole), make([]byte, maxProfile)...), false},
		"more tags than there": {slices.Concat(whole[:profileHeader], []byte{255, 255, 255, 255}, whole[profileHeader+4:]), true},
	} {
		t.Run(name, func(t *testing.T) {
			rebuilt := rebuildProfile(c.profile)
			if (rebuilt != nil) != c.kept {
				t.Fatalf("got %d bytes", len(rebuilt))
			}
			if again := rebuildProfile(rebuilt); !bytes.Equal(again, rebuilt) {
				t.Error("a second rebuild changed it")
			}
		})
	}
}

// TestSRGBIsLeftOut: in each encoding of its curves.
func TestSRGBIsLeftOut(t *testing.T) {
	t.Parallel()
	para := []byte("para\x00\x00\x00\x00\x00\x04\x00\x00")
	for _, v := range []float64{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0, 0} {
		para = binary.BigEndian.AppendUint32(para, uint32(v*65536+0.5))
	}
	samples := make([]uint16, 1024)
	for i := range samples {
		samples[i] = uint16(curve(para, float64(i)/1023)*65535 + 0.5)
	}
	for name, steps := range map[string]struct {
		curve string
		sRGB  bool
	}{
		"parameters": {string(para), true}, "samples": {tagCurve(samples...), true},
		"gamma 2.2": {tagCurve(563), false}, "linear": {tagCurve(), false}, "gamma 1": {"para\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00", false},
	} {
		profile := testProfile("RGB ", "wtpt", tagXYZ(0.9505, 1, 1.0891), "rXYZ", tagXYZ(0.4361, 0.2225, 0.0139), "gXYZ", tagXYZ(0.3851, 0.7169, 0.0971),
			"bXYZ", tagXYZ(0.1431, 0.0606, 0.7141), "rTRC", steps.curve, "gTRC", steps.curve, "bTRC", steps.curve)
		if got := rebuildProfile(profile) == nil; got != steps.sRGB {
			t.Errorf("%s: it is left out: %v", name, got)
		}
	}
}
