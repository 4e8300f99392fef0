//go:build peers

package recordings

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/content"
)

// secret must not be in a cleaned file. ffmpeg writes it into everything that it supports:
// titles, artists, comments, places, chapters, subtitles, pictures.
const secret = "KarenHviid"

func run(t *testing.T, name string, arguments ...string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, name, arguments...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(arguments, " "), err, errs.String())
	}
	return out.Bytes()
}

// TestPeerFFmpeg: for files of ffmpeg, the metadata equals that of ffprobe, and after cleaning
// ffmpeg decodes the same and finds no name.
func TestPeerFFmpeg(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	srt := "1\n00:00:00,000 --> 00:00:02,000\n" + secret + " 55.6N 12.5E\n"
	chapters := ";FFMETADATA1\ntitle=" + secret + "\nlocation=+55.6761+012.5683/" + secret + "\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=" + secret + "\n"
	for name, text := range map[string]string{"s.srt": srt, "c.txt": chapters} {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t, "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=red:size=32x32", "-frames:v", "1", "-metadata", "comment="+secret, at("cover.png"))
	sound := []string{"-f", "lavfi", "-i", "sine=440:duration=3.3:sample_rate=44100"}
	film := []string{"-f", "lavfi", "-i", "testsrc=size=320x180:rate=25:duration=3.3"}
	named := []string{"-metadata", "title=" + secret, "-metadata", "artist=" + secret, "-metadata", "comment=" + secret, "-metadata", "location=+55.6761+012.5683/" + secret}
	with := func(parts ...[]string) (all []string) {
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	both := with(sound, film)
	h264 := []string{"-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-c:a", "aac"}
	vp8 := []string{"-c:v", "libvpx", "-b:v", "100k", "-deadline", "realtime", "-c:a", "libopus", "-ar", "48000"}
	for file, made := range map[string][]string{
		"cbr.mp3":       with(sound, named, []string{"-b:a", "128k", "-write_xing", "0", "-write_id3v1", "1"}),
		"vbr.mp3":       with(sound, named, []string{"-q:a", "4", "-id3v2_version", "3"}),
		"half.mp3":      with(sound, named, []string{"-ar", "22050", "-ac", "1"}),
		"quarter.mp3":   with(sound, named, []string{"-ar", "11025", "-ac", "1"}),
		"cover.mp3":     with(sound, []string{"-i", at("cover.png"), "-map", "0", "-map", "1", "-c:v", "copy"}, named),
		"plain.m4a":     with(sound, named),
		"faststart.m4a": with(sound, named, []string{"-movflags", "+faststart+use_metadata_tags"}),
		"cover.m4a":     with(sound, []string{"-i", at("cover.png"), "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v:0", "attached_pic"}, named),
		"chapters.m4a":  with(sound, []string{"-f", "ffmetadata", "-i", at("c.txt"), "-map_metadata", "1"}),
		"film.mp4":      with(both, h264, named),
		"faststart.mp4": with(both, h264, named, []string{"-movflags", "+faststart"}),
		"turned.mp4":    with(film, sound, h264, named, []string{"-metadata:s:v", "rotate=90"}),
		"fragments.mp4": with(both, h264, named, []string{"-movflags", "frag_keyframe+empty_moov", "-g", "10"}),
		"dash.mp4":      with(both, h264, named, []string{"-movflags", "dash+frag_keyframe+empty_moov+default_base_moof", "-g", "10"}),
		"subtitles.mp4": with(both, []string{"-i", at("s.srt"), "-map", "0", "-map", "1", "-map", "2", "-c:s", "mov_text"}, h264, named),
		"chapters.mp4":  with(both, []string{"-f", "ffmetadata", "-i", at("c.txt"), "-map_metadata", "2"}, h264),
		"plain.wav":     with(sound, named),
		"bext.wav":      with(sound, named, []string{"-write_bext", "1", "-metadata", "originator=" + secret, "-metadata", "description=" + secret}),
		"rf64.wav":      with(sound, named, []string{"-rf64", "always"}),
		"surround.wav":  with(sound, named, []string{"-ac", "6", "-c:a", "pcm_s24le"}),
		"float.wav":     with(sound, named, []string{"-c:a", "pcm_f32le"}),
		"film.webm":     with(both, vp8, named),
		"live.webm":     with(both, vp8, named, []string{"-live", "1"}),
		"sound.webm":    with(sound, []string{"-c:a", "libopus", "-ar", "48000"}, named),
		"film.mkv":      with(both, []string{"-f", "ffmetadata", "-i", at("c.txt"), "-map_metadata", "2", "-attach", at("cover.png"), "-metadata:s:t", "mimetype=image/png", "-metadata:s:t", "filename=" + secret + ".png"}, h264, []string{"-metadata:s:v", "title=" + secret}),
		"sound.flac":    with(sound, named),
	} {
		t.Run(file, func(t *testing.T) {
			run(t, "ffmpeg", with([]string{"-v", "error", "-y"}, made, []string{at(file)})...)
			compare(t, at(file))
		})
	}
	t.Run("piped.webm", func(t *testing.T) { // no duration, no lengths
		piped := run(t, "ffmpeg", with([]string{"-v", "error"}, both, vp8, named, []string{"-f", "webm", "pipe:1"})...)
		if err := os.WriteFile(at("piped.webm"), piped, 0o600); err != nil {
			t.Fatal(err)
		}
		compare(t, at("piped.webm"))
	})
	t.Run("piped.wav", func(t *testing.T) {
		piped := run(t, "ffmpeg", with([]string{"-v", "error"}, sound, named, []string{"-f", "wav", "pipe:1"})...)
		if err := os.WriteFile(at("piped.wav"), piped, 0o600); err != nil {
			t.Fatal(err)
		}
		compare(t, at("piped.wav"))
	})
}

type probed struct {
	Streams []struct {
		Type         string `json:"codec_type"`
		Name         string `json:"codec_name"`
		Width        int
		Height       int
		SideDataList []struct{ Rotation int } `json:"side_data_list"`
	}
	Format struct {
		Duration string
		Tags     map[string]string
	}
}

func probe(t *testing.T, file string) (p probed) {
	t.Helper()
	out := run(t, "ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", file)
	if err := json.Unmarshal(out, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func compare(t *testing.T, file string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b, []byte(secret)) {
		t.Errorf("ffmpeg wrote no metadata: the test shows nothing")
	}
	got, err := Clean(io.Discard, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	p := probe(t, file)
	if seconds, err := strconv.ParseFloat(p.Format.Duration, 64); err == nil && math.Abs(seconds-time.Duration(got.Duration).Seconds()) > 0.1 {
		t.Errorf("plays %v, ffprobe says %v s", time.Duration(got.Duration), seconds)
	}
	if s := time.Duration(got.Duration).Seconds(); s < 3.2 || s > 3.5 {
		t.Errorf("plays %v s", s)
	}
	kind, width, height := content.AssetAudio, 0, 0
	for _, s := range p.Streams {
		if s.Type == "video" && s.Name != "png" {
			kind, width, height = content.AssetVideo, s.Width, s.Height
			if len(s.SideDataList) > 0 && s.SideDataList[0].Rotation%180 != 0 {
				width, height = height, width
			}
		}
	}
	if got.Kind != kind || got.Width != width || got.Height != height {
		t.Errorf("%s, %d × %d, ffprobe says %s, %d × %d", got.Kind, got.Width, got.Height, kind, width, height)
	}
	var out bytes.Buffer
	cleaned, err := Clean(&out, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if got.Bytes = int64(out.Len()); cleaned != got {
		t.Errorf("%+v, cleaned %+v", got, cleaned)
	}
	if bytes.Contains(out.Bytes(), []byte(secret)) || bytes.Contains(out.Bytes(), []byte("55.67")) {
		t.Error("a name or a place remains")
	}
	clean := strings.TrimSuffix(file, filepath.Ext(file)) + ".clean" + filepath.Ext(file)
	if err := os.WriteFile(clean, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	hash := func(file string) string {
		return string(run(t, "ffmpeg", "-v", "error", "-i", file, "-map", "0:a?", "-map", "0:V?", "-f", "streamhash", "-"))
	}
	if before, after := hash(file), hash(clean); before != after {
		t.Errorf("decoded\n%sand cleaned\n%s", before, after)
	}
	var again bytes.Buffer
	if _, err := Clean(&again, bytes.NewReader(out.Bytes()), int64(out.Len())); err != nil || !bytes.Equal(again.Bytes(), out.Bytes()) {
		t.Errorf("a second cleaning changed the file: %v", err)
	}
}
