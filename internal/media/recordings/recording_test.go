package recordings

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// good returns accepted files, with their metadata.
func good() map[string]struct {
	file []byte
	want content.Asset
} {
	type is = struct {
		file []byte
		want content.Asset
	}
	asset := func(kind content.AssetKind, mime string, ms, width, height int) content.Asset {
		return content.Asset{Kind: kind, MIMEType: mime, Duration: locale.Duration(time.Duration(ms) * time.Millisecond), Width: width, Height: height}
	}
	sound := func(mime string, ms int) content.Asset { return asset(content.AssetAudio, mime, ms, 0, 0) }
	film := func(mime string, ms, width, height int) content.Asset {
		return asset(content.AssetVideo, mime, ms, width, height)
	}
	picture1 := trak(tkhd(1, upright(), 320, 180), "vide", "avc1", udta())
	sound2 := trak(tkhd(2, upright(), 0, 0), "soun", "mp4a", nil)
	mdat := atom("mdat", []byte("samples!"+name+"more"))
	fragmented := atom("moov", mvhd(0), sound2, mvex(2, 40))
	info := func(parts ...[]byte) []byte {
		return ebml(mkvInfo, ebml(mkvScale, be(uint32(1_000_000))), ebml(mkvTitle, []byte(name)), slices.Concat(parts...))
	}
	tags := ebml(mkvTags, []byte(name))
	tracks := ebml(mkvTracks, track(1, mkvFilm, picture(320, 180)), track(2, mkvSound))
	cluster := func(at byte, blocks ...[]byte) []byte {
		return ebml(mkvCluster, ebml(mkvTime, []byte{at}), slices.Concat(blocks...))
	}
	second := make([]byte, 2*8000)
	return map[string]is{
		"mp3":                         {frames(100), sound("audio/mpeg", 2612)},
		"mp3 with tags":               {slices.Concat(id3(300), id3(10), frames(100), id3End()), sound("audio/mpeg", 2612)},
		"mp3 with a tag within":       {slices.Concat(frames(50), id3(5000), frames(50)), sound("audio/mpeg", 2612)},
		"mp3 with Xing":               {slices.Concat(id3(9), xing(100), frames(100)), sound("audio/mpeg", 2612)},
		"mp3 with VBRI":               {slices.Concat(vbri(100), frames(100)), sound("audio/mpeg", 2612)},
		"mp3 of varying bitrate":      {slices.Concat(frames(50), bytes.Repeat(frame(0xfb, 0xb0, 0), 50)), sound("audio/mpeg", 2612)},
		"mp3, MPEG-2, mono":           {bytes.Repeat(frame(0xf3, 0x80, 0xc0), 100), sound("audio/mpeg", 2612)},
		"mp3, MPEG-2.5":               {bytes.Repeat(frame(0xe3, 0x80, 0xc0), 100), sound("audio/mpeg", 5224)},
		"mp3 of two rates":            {slices.Concat(frames(50), bytes.Repeat(frame(0xf3, 0x80, 0xc0), 50)), sound("audio/mpeg", 2612)},
		"mp3 with half a frame":       {append(frames(100), frames(1)[:200]...), sound("audio/mpeg", 2612)},
		"m4a":                         {slices.Concat(ftyp("M4A "), atom("moov", mvhd(2500), sound2, udta()), mdat), sound("audio/mp4", 2500)},
		"m4a with a cover":            {slices.Concat(ftyp("M4A "), atom("moov", mvhd(2500), sound2, trak(tkhd(3, upright(), 99, 99), "vide", "jpeg", nil)), mdat), sound("audio/mp4", 2500)},
		"mp4, header last":            {slices.Concat(ftyp("isom"), wideAtom("mdat", []byte("samples!")), atom("moov", mvhd64(2500), picture1, sound2), atom("free", []byte(name))), film("video/mp4", 2500, 320, 180)},
		"mp4, taken upright":          {slices.Concat(ftyp("isom"), atom("moov", mvhd(2500), trak(tkhd64(1, turned(), 320, 180), "vide", "avc1", nil)), mdat), film("video/mp4", 2500, 180, 320)},
		"mp4, data to the end":        {slices.Concat(ftyp("isom"), atom("moov", mvhd(2500), picture1), be(uint32(0), "mdat", "samples!")), film("video/mp4", 2500, 320, 180)},
		"mp4 with XMP":                {slices.Concat(ftyp("isom"), atom("uuid", be(make([]byte, 16), name)), atom("moov", mvhd(2500), picture1, atom("gps ", []byte(name))), mdat), film("video/mp4", 2500, 320, 180)},
		"mp4 with a track of places":  {placed(), film("video/mp4", 2500, 320, 180)},
		"mp4 in fragments":            {slices.Concat(ftyp("iso5"), fragmented, fragment(2, 0, 1000, 500), mdat, fragment(2, 1500, 1000), mdat), sound("audio/mp4", 2500)},
		"mp4 in fragments, all alike": {slices.Concat(ftyp("iso5"), fragmented, fragmentOf(2, 25), mdat, fragmentOf(2, 25), mdat), sound("audio/mp4", 2000)},
		"wav":                         {riff("RIFF", pcm(1, 1, 8000, 16), chunk("LIST", []byte("INFOIART"+name)), chunk("data", second)), sound("audio/wav", 1000)},
		"wav with a long header":      {riff("RIFF", chunk("bext", []byte(name)), pcm(1, 1, 8000, 8), chunk("data", make([]byte, 4001)), chunk("id3 ", []byte(name))), sound("audio/wav", 500)},
		"wav of 32-bit floats":        {riff("RIFF", pcm(3, 2, 8000, 32), chunk("data", second)), sound("audio/wav", 250)},
		"wav, extensible":             {riff("RIFF", chunk("fmt ", le(uint16(0xfffe), uint16(2), uint32(8000), uint32(48000), uint16(6), uint16(24), uint16(22), make([]byte, 22))), chunk("data", make([]byte, 12000))), sound("audio/wav", 250)},
		"wav, RF64":                   {riff("RF64", chunk("ds64", le(uint64(0), uint64(16000), uint64(8000), uint32(0))), pcm(1, 1, 8000, 16), le("data", uint32(0xffffffff), second)), sound("audio/wav", 1000)},
		"wav as it was recorded":      {riff("RIFF", pcm(1, 1, 8000, 16), le("data", uint32(0xffffffff), second)), sound("audio/wav", 1000)},
		"webm":                        {slices.Concat(doc("webm"), ebml(mkvSegment, ebml(mkvSeekHead), info(ebml(mkvDuration, float(2500))), tracks, cluster(0, block(1, 0)), tags)), film("video/webm", 2500, 320, 180)},
		"webm of sound":               {slices.Concat(doc("webm"), ebml(mkvSegment, info(ebml(mkvDuration, be(float32(2500)))), ebml(mkvTracks, track(1, mkvSound)))), sound("audio/webm", 2500)},
		"webm, live": {
			slices.Concat(doc("webm"), endless(mkvSegment, info(), tracks, endless(mkvCluster, ebml(mkvTime, []byte{0}), block(1, 0), block(1, 40)), endless(mkvCluster, ebml(mkvTime, []byte{100}), block(1, -20), block(1, 20), block(1, 60)), tags)),
			film("video/webm", 200, 320, 180),
		},
		"webm, lengths of frames": {
			slices.Concat(doc("webm"), ebml(mkvSegment, info(), ebml(mkvTracks, track(2, mkvSound, ebml(mkvDefaultDuration, be(uint32(20_000_000))))), cluster(50, block(2, 0), block(2, 100)), cluster(200, ebml(mkvBlockGroup, ebml(mkvBlock, be(byte(0x82), int16(50), byte(0))), ebml(mkvBlockDuration, []byte{30}))))),
			sound("audio/webm", 280),
		},
		"matroska": {
			slices.Concat(doc("matroska"), ebml(mkvSegment, info(ebml(mkvDuration, float(2500))), tracks, ebml(mkvChapters, []byte(name)), ebml(mkvAttachments, []byte(name)), be(elementID(mkvTags), byte(0x80)))),
			film("video/matroska", 2500, 320, 180),
		},
		"flac": {flacFile(44100, []byte(name), []byte(name)), sound("audio/flac", 1000)},
	}
}

// placed returns a video of a camera that records its position: a data track, whose chunks lie
// between those of the picture, and chapters that refer to it.
func placed() []byte {
	head := ftyp("isom")
	at := uint32(len(head) + 8)
	return slices.Concat(head, atom("mdat", []byte("filmGPS1filmGPS2")), atom("moov", mvhd(2500),
		trak(tkhd(1, upright(), 320, 180), "vide", "avc1", atom("tref", atom("chap", be(uint32(3)))), at, at+8),
		trak(tkhd(3, upright(), 0, 0), "meta", "gpmd", nil, at+4, at+12)))
}

func TestRecordings(t *testing.T) {
	t.Parallel()
	for name1, test := range good() {
		t.Run(name1, func(t *testing.T) {
			size := int64(len(test.file))
			var clean bytes.Buffer
			got, err := Clean(&clean, bytes.NewReader(test.file), size)
			test.want.Bytes = int64(clean.Len())
			if err != nil || got != test.want {
				t.Fatalf("cleaned: %+v, %v", got, err)
			}
			left := clean.String()
			if strings.Contains(left, "+55.6") || strings.Contains(left, "GPS") || strings.Contains(strings.ReplaceAll(left, "samples!"+name, ""), name) {
				t.Errorf("%q is left", left)
			}
			if strings.HasPrefix(name1, "mp3") {
				if test.want.Bytes%417 != 0 && !strings.Contains(name1, "MPEG-2") && !strings.Contains(name1, "bitrate") && !strings.Contains(name1, "rates") {
					t.Errorf("%d bytes are left", clean.Len())
				}
			} else if test.want.Bytes != size {
				t.Errorf("%d bytes became %d", size, clean.Len())
			}
			for _, media := range []string{"film\x00\x00\x00\x00film\x00\x00\x00\x00", "samples!" + name + "more"} {
				if bytes.Contains(test.file, []byte(media)) && !strings.Contains(left, media) {
					t.Errorf("%q is gone", media)
				}
			}
			checkAgain(t, clean.Bytes(), got)
		})
	}
}

// checkAgain fails if cleaning a cleaned file changes it.
func checkAgain(t *testing.T, clean []byte, want content.Asset) {
	t.Helper()
	var again bytes.Buffer
	got, err := Clean(&again, bytes.NewReader(clean), int64(len(clean)))
	if err != nil || got != want || !bytes.Equal(again.Bytes(), clean) {
		t.Errorf("cleaned again: %+v, %v; before: %+v", got, err, want)
	}
}

// TestTracksOfData: the camera's data track is removed, its video stays.
func TestTracksOfData(t *testing.T) {
	t.Parallel()
	file := placed()
	var clean bytes.Buffer
	if _, err := Clean(&clean, bytes.NewReader(file), int64(len(file))); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"film\x00\x00\x00\x00film\x00\x00\x00\x00", "avc1"} {
		if !strings.Contains(clean.String(), part) {
			t.Errorf("%q is not there", part)
		}
	}
	for _, part := range []string{"GPS", "gpmd", "chap"} {
		if strings.Contains(clean.String(), part) {
			t.Errorf("%q is there", part)
		}
	}
}

// TestRefused: files that are not recordings, or incomplete, are refused with a message.
func TestRefused(t *testing.T) {
	t.Parallel()
	moov := atom("moov", mvhd(2500), trak(tkhd(1, upright(), 320, 180), "vide", "avc1", nil))
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"nothing":                    {nil, "not a supported recording"},
		"text":                       {[]byte(strings.Repeat("Kære alle. ", 100)), "not a supported recording"},
		"a picture":                  {[]byte("\x89PNG\r\n\x1a\n0000000000"), "not a supported recording"},
		"a tag and no sound":         {id3(100), "no sound"},
		"a tag that ends early":      {id3(100)[:50], "ends too early"},
		"an mp3 that ends early":     {slices.Concat(xing(100), frames(80)), "ends too early"},
		"an mp3 in pieces":           {bytes.Repeat(append(frames(3), 1, 2, 3), 2000), "too many places"},
		"a film of QuickTime":        {slices.Concat(ftyp("qt  "), moov), "Export it as MP4"},
		"an mp4 without a header":    {slices.Concat(ftyp("isom"), atom("mdat", []byte("samples!"))), "no header"},
		"an mp4 that ends early":     {slices.Concat(ftyp("isom"), moov, be(uint32(1000), "mdat", "samples!")), "ends too early"},
		"an mp4 of 16 exabytes":      {slices.Concat(ftyp("isom"), be(uint32(1), "moov", uint64(1<<63-1))), "ends too early"},
		"an mp4 with a short part":   {slices.Concat(ftyp("isom"), be(uint32(4), "moov")), "shorter than its header"},
		"an mp4 with a long part":    {slices.Concat(ftyp("isom"), atom("moov", be(uint32(1000), "mvhd", uint64(0))), atom("free")), "longer than the part"},
		"an mp4 with two headers":    {slices.Concat(ftyp("isom"), moov, moov), "two headers"},
		"an mp4 of places only":      {slices.Concat(ftyp("isom"), atom("moov", mvhd(1), trak(tkhd(1, upright(), 0, 0), "meta", "gpmd", nil))), "neither sound nor picture"},
		"an mp4 that lies":           {slices.Concat(ftyp("isom"), atom("moov", mvhd(1), trak(tkhd(1, upright(), 0, 0), "meta", "gpmd", nil, 4)), atom("mdat")), "position of a track"},
		"data in fragments":          {slices.Concat(ftyp("isom"), atom("moov", mvhd(1), trak(tkhd(1, upright(), 0, 0), "meta", "gpmd", nil)), fragmentOf(1, 1)), "Export it without"},
		"a fragment of nothing":      {slices.Concat(ftyp("isom"), moov, fragmentOf(9, 1)), "has no track"},
		"an mp4 of many tracks":      {slices.Concat(ftyp("isom"), atom("moov", bytes.Repeat(atom("trak"), 101))), "too many tracks"},
		"a wav without sound":        {riff("RIFF", pcm(1, 1, 8000, 16)), "no sound"},
		"a wav that ends early":      {riff("RIFF", pcm(1, 1, 8000, 16), le("data", uint32(1000), make([]byte, 10))), "ends too early"},
		"a wav of no rate":           {riff("RIFF", pcm(1, 1, 0, 16), chunk("data", make([]byte, 10))), "does not say"},
		"a wav with a short header":  {riff("RIFF", chunk("fmt ", make([]byte, 14)), chunk("data", make([]byte, 10))), "too short"},
		"a flac with a short header": {be("fLaC", uint32(1<<31|10), make([]byte, 30)), "too short"},
		"a compressed wav":           {riff("RIFF", pcm(0x55, 1, 8000, 16), chunk("data", make([]byte, 10))), "compressed"},
		"a webm of nothing":          {slices.Concat(doc("webm"), ebml(mkvSegment)), "neither sound nor picture"},
		"a webm that ends early":     {slices.Concat(doc("webm"), be(elementID(mkvSegment), uint64(1<<56|1000), "x")), "ends too early"},
		"another document of EBML":   {slices.Concat(doc("else"), ebml(mkvSegment, ebml(mkvTracks, track(1, mkvSound)))), "not WebM"},
		"a webm with data":           {slices.Concat(doc("webm"), ebml(mkvSegment, ebml(mkvTracks, track(1, 33)))), "Export it without"},
		"a webm with a zero":         {slices.Concat(doc("webm"), ebml(mkvSegment, []byte{0, 0, 0})), "no length"},
		"a webm with a long number":  {slices.Concat(doc("webm"), ebml(mkvSegment, ebml(mkvInfo, ebml(mkvScale, make([]byte, 9))))), "too long"},
		"a flac that ends early":     {flacFile(1, []byte(name), make([]byte, 100))[:60], "ends too early"},
	} {
		var out bytes.Buffer
		asset, err := Clean(&out, bytes.NewReader(test.file), int64(len(test.file)))
		if content.CodeOf(err) != content.CodeBadInput || !strings.Contains(err.Error(), test.want) || asset != (content.Asset{}) || out.Len() > 0 {
			t.Errorf("%s: %v, %v, %d bytes", name, asset, err, out.Len())
		}
	}
}

// TestCutAnywhere: a truncated file is refused, or, in a format without a length, its audio is
// shorter.
func TestCutAnywhere(t *testing.T) {
	t.Parallel()
	for name, test := range good() {
		for n := range test.file {
			if n > 3000 {
				break
			}
			got, err := Clean(io.Discard, bytes.NewReader(test.file[:n]), int64(n))
			if err != nil && content.CodeOf(err) != content.CodeBadInput {
				t.Errorf("%s, %d bytes: %v", name, n, err)
			}
			if err == nil && got.Duration > test.want.Duration {
				t.Errorf("%s, %d bytes: %+v", name, n, got)
			}
		}
	}
}

// TestFailingReader: a failing disk is not bad input.
func TestFailingReader(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, test := range good() {
		if _, err := Clean(io.Discard, failing{bytes.NewReader(test.file), int64(len(test.file)) / 2, broken}, int64(len(test.file))); !errors.Is(err, broken) {
			t.Errorf("%s, cleaned: %v", name, err)
		}
	}
}

type failing struct {
	io.ReaderAt
	from int64
	err  error
}

func (f failing) ReadAt(b []byte, at int64) (int, error) {
	if at+int64(len(b)) > f.from {
		return 0, f.err
	}
	return f.ReaderAt.ReadAt(b, at)
}

// film is a simulated file of many gigabytes: a head, followed by zeros.
type film struct{ head []byte }

func (f film) ReadAt(b []byte, at int64) (int, error) {
	clear(b)
	if at < int64(len(f.head)) {
		copy(b, f.head[at:])
	}
	return len(b), nil
}

// TestLargeFiles: neither the lengths in a file nor its size cost memory.
func TestLargeFiles(t *testing.T) {
	// Not parallel: it measures memory.
	const gigabytes = 3 << 30
	head := slices.Concat(ftyp("isom"), atom("moov", mvhd(2500), trak(tkhd(1, upright(), 320, 180), "vide", "avc1", udta())))
	head = append(head, be(uint32(1), "mdat", uint64(gigabytes-len(head)))...)
	before := allocated()
	asset, err := Clean(io.Discard, film{head}, gigabytes)
	if err != nil || asset.Bytes != gigabytes {
		t.Fatalf("%+v, %v", asset, err)
	}
	if used := allocated() - before; used > 4<<20 {
		t.Errorf("%d bytes were allocated for a film of 3 GB", used)
	}
	for name, file := range map[string][]byte{
		"samples": slices.Concat(ftyp("isom"), atom("moov", atom("trak", tkhd(1, upright(), 0, 0), atom("mdia", atom("hdlr", be(uint64(0), "meta", make([]byte, 12))), atom("minf", atom("stbl",
			atom("stsz", be(uint32(0), uint32(0), uint32(1<<32-1))), atom("stsc", be(uint32(0), uint32(1<<32-1))), atom("stco", be(uint32(0), uint32(1<<32-1))))))))),
		"a run":  slices.Concat(ftyp("isom"), atom("moov", trak(tkhd(1, upright(), 0, 0), "soun", "mp4a", nil)), atom("moof", atom("traf", atom("tfhd", be(uint32(0), uint32(1))), atom("trun", be(uint32(0x100), uint32(1<<32-1)))))),
		"a tag":  be("ID3", uint16(0x0300), byte(0), byte(0x7f), byte(0x7f), byte(0x7f), byte(0x7f)),
		"a word": slices.Concat(be(uint32(ebmlHeader), byte(0x8b), uint16(ebmlDocType)), be(uint64(1<<56|1<<50))),
	} {
		before := allocated()
		if _, err := Clean(io.Discard, bytes.NewReader(file), int64(len(file))); content.CodeOf(err) != content.CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
		if used := allocated() - before; used > 1<<20 {
			t.Errorf("%s: %d bytes were allocated for a file of %d", name, used, len(file))
		}
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// FuzzRecording: any file is refused with a message, or cleaned with its metadata unchanged.
func FuzzRecording(f *testing.F) {
	for _, test := range good() {
		if len(test.file) < 1500 { // the fuzzer takes a minute to shorten a long one
			f.Add(test.file)
		}
	}
	f.Fuzz(checkFile)
}

func checkFile(t *testing.T, file []byte) {
	var clean bytes.Buffer
	got, err := Clean(&clean, bytes.NewReader(file), int64(len(file)))
	if err != nil {
		if content.CodeOf(err) != content.CodeBadInput {
			t.Errorf("%v", err)
		}
		return
	}
	if got.Duration < 0 || got.Width < 0 || got.Height < 0 || !got.Kind.Valid() || got.MIMEType == "" || got.Bytes > int64(len(file)) {
		t.Errorf("%+v", got)
	}
	checkAgain(t, clean.Bytes(), got)
}

// FuzzMP3 is FuzzRecording for frames. Since these are long, a few letters represent them.
func FuzzMP3(f *testing.F) {
	for _, letters := range []string{"aaaa", "Itaaaa1", "xaaaa", "aaabbbjaaa", "vaaaTaaaI"} {
		f.Add(letters)
	}
	pieces := map[rune][]byte{
		'a': frames(1), 'b': frame(0xf3, 0x80, 0xc0), 'I': id3(30), 't': id3(3)[:12], '1': id3End(), 'T': []byte("TAG"), 'x': xing(4), 'v': vbri(3), 'j': []byte("junk"), 'f': {0xff, 0xfb, 0x90},
	}
	f.Fuzz(func(t *testing.T, letters string) {
		var file []byte
		for _, letter := range letters[:min(len(letters), 100)] {
			if piece, ok := pieces[letter]; ok {
				file = append(file, piece...)
			} else {
				file = append(file, byte(letter))
			}
		}
		checkFile(t, file)
	})
}
