package caption

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content/locale"
)

var writeMissing = flag.Bool("write-missing-captions", false, "write the golden files that are not there")

// TestCaptionsInOneForm compares files with their normalised form. A validator from npm reads
// the same golden files (clients/captions.test.mjs).
func TestCaptionsInOneForm(t *testing.T) {
	t.Parallel()
	inputs, err := filepath.Glob("testdata/captions/*.in.*")
	if err != nil || len(inputs) < 2 {
		t.Fatal(inputs, err)
	}
	for _, file := range inputs {
		name, _, _ := strings.Cut(file, ".in.")
		in, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f := Parse(string(in))
		if fault := f.Fault(); fault != nil {
			t.Errorf("%s: %v", file, fault)
			continue
		}
		kept := f.WebVTT(true)
		for golden, got := range map[string]string{name + ".kept.vtt": kept, name + ".served.vtt": Served(kept)} {
			want, err := os.ReadFile(golden)
			if os.IsNotExist(err) && *writeMissing {
				want, err = []byte(got), os.WriteFile(golden, []byte(got), 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s is\n%s", golden, got)
			}
		}
		if again := Normal(kept); again != kept {
			t.Errorf("%s changes again:\n%s", file, again)
		}
	}
}

// TestServedCaptions: captions that were stored before the rules existed are served by the
// rules.
func TestServedCaptions(t *testing.T) {
	t.Parallel()
	const old = "WEBVTT - titel\n\nSTYLE\n::cue { color: red }\n\nSTYLE\n::cue { background: url(https://example.org/x) }\n\nNOTE Bo\n\n00:02.000 --> 00:03.000\nB\n\n00:01.000 --> 00:02.000\nA"
	const want = "WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:00:01.000 --> 00:00:02.000\nA\n\n00:00:02.000 --> 00:00:03.000\nB\n"
	if got := Served(old); got != want {
		t.Errorf("%q", got)
	}
	if got := Normal(old); got != old {
		t.Errorf("an invalid file was changed: %q", got)
	}
}

func TestCues(t *testing.T) {
	t.Parallel()
	at := func(ms int) locale.Duration { return locale.Duration(time.Duration(ms) * time.Millisecond) }
	in, err := os.ReadFile("testdata/captions/panel.in.vtt")
	if err != nil {
		t.Fatal(err)
	}
	want := []Cue{
		{at(0), at(4000), "Velkommen til salen, og til politikredsene.", "Anna"},
		{at(4500), at(6000), "Tak, Anna & alle.", "Bo"},
		{at(8000), at(9000), "漢 Well rødt", ""},
		{at(3723004), at(3725000), "Er 3 < 4?", "Anna"},
		{at(3723004), at(3725000), "Ja. alert(1) R&D æøå -->", "Bo"},
	}
	if got := Cues(string(in)); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	f := Parse(string(in))
	kept := f.WebVTT(true)
	if f.Fault() != nil || f.Length() != at(3725000) || !slices.Equal(Cues(kept), want) || !slices.Equal(Cues(Served(kept)), want) {
		t.Errorf("%v, %v: %q", f.Length(), f.Fault(), Cues(kept))
	}
}

func TestSpokenText(t *testing.T) {
	t.Parallel()
	second := func(n float64) locale.Duration { return locale.Duration(time.Duration(n * float64(time.Second))) }
	sentence := strings.Repeat("Ord. ", 130)
	for _, test := range []struct {
		name string
		cues []Cue
		want string
	}{
		{"nothing", nil, ""},
		{"one who is not named", []Cue{{0, second(1), "Hej", ""}, {second(1), second(2), "alle.", ""}}, "Hej alle."},
		{"a pause", []Cue{{0, second(1), "Hej.", ""}, {second(3), second(4), "Dav.", ""}}, "Hej.\n\nDav."},
		{"a shorter pause", []Cue{{0, second(1), "Hej.", ""}, {second(2.9), second(4), "Dav.", ""}}, "Hej. Dav."},
		{
			"two voices, and a sound",
			[]Cue{{0, second(1), "Hej.", "Anna"}, {second(1), second(2), "Dav.", "Bo"}, {second(2), second(3), "[latter]", ""}, {second(3), second(4), "Ja.", "Bo"}, {second(7), second(8), "Nej.", "Bo"}},
			"**Anna:** Hej.\n\n**Bo:** Dav.\n\n\\[latter\\]\n\n**Bo:** Ja.\n\nNej.",
		},
		{"a long speech", []Cue{{0, second(1), strings.TrimSpace(sentence), ""}, {second(1), second(2), "Mere.", ""}}, strings.TrimSpace(sentence) + "\n\nMere."},
		{"signs of Markdown", []Cue{{0, 1, "1. *a* <b> # _c_ 2.", ""}}, `1\. \*a\* \<b\> \# \_c\_ 2.`},
	} {
		if got := Spoken(test.cues); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
