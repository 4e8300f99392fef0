package content

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestCaptionsProblems: what makes a text no captions, with the line or the cue.
func TestCaptionsProblems(t *testing.T) {
	for text, want := range map[string]string{
		"WEBVTT\n\n00:00.000 --> 00:01.000\nHej.": "",
		"\ufeffWEBVTT - titel\r\n\r\nNOTE om\r\nto linjer\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.500 align:start\r\n- Hej.\r\n- Goddag.\r\n": "",
		"WEBVTT\n\nSTYLE\n::cue(.curl) { color: rgba(0, 0, 0, 1) }\n\n01:00:00.000 --> 01:00:01.000\nHej.":                                  "",
		"WEBVTT\r\r00:00.000-->00:01.000\rHej.":                              "",
		"WEBVTT\n\n00:02.000 --> 00:03.000\nB\n\n00:01.000 --> 00:02.000\nA": "",
		"1\n00:00:01,000 --> 00:00:02,000\nHej.":                             "",
		"00:00:01,000 --> 00:00:02,000\nHej.":                                "",
		"Hej.":                                                               "BAD_FORMAT WebVTT, 1",
		"":                                                                   "BAD_FORMAT WebVTT, 1",
		"WEBVTTX\n\n00:00.000 --> 00:01.000\nHej.":                           "BAD_FORMAT WebVTT, 1",
		"WEBVTT\n":                                                           "BAD_FORMAT WebVTT, 2",
		"WEBVTT\n\nHej.\n":                                                   "BAD_FORMAT WebVTT, 3",
		"WEBVTT\n\n00:00,000 --> 00:01,000\nHej.":                            "BAD_FORMAT WebVTT, 3",
		"WEBVTT\n\nnavn\n00:61.000 --> 01:02.000\nHej.":                      "BAD_FORMAT WebVTT, 4",
		"WEBVTT\n\n99999:00:00.000 --> 99999:00:01.000\nHej.":                "BAD_FORMAT WebVTT, 3",
		"WEBVTT\n\n00:02.000 --> 00:01.000\nHej.":                            "CUE_TIMES 1 00:00:02.000",
		"WEBVTT\n\n00:00.000 --> 00:01.000\nA\n\n00:05.000 --> 00:05.000\nB":               "CUE_TIMES 2 00:00:05.000",
		"WEBVTT\n\nSTYLE\n::cue{background:URL(x)}\n\n00:00.000 --> 00:01.000\nA":          "CAPTIONS_FETCH 3",
		"WEBVTT\n\nSTYLE\n@import 'x';\n\n00:00.000 --> 00:01.000\nA":                      "CAPTIONS_FETCH 3",
		"WEBVTT\n\n00:00.000 --> 00:01.000\nK\ufffdbenhavn":                                "NOT_UTF8 4",
		"WEBVTT\n\n00:00.000 --> 00:01.000\nK\xf8benhavn":                                  "NOT_UTF8 4",
		"1\n00:00:01,000 --> 00:00:02,000\nHej.\n\n2\n00:00:03,O00 --> 00:00:04,000\nDav.": "BAD_FORMAT SubRip, 6",
		"1\n00:00:02,000 --> 00:00:01,000\nHej.":                                           "CUE_TIMES 1 00:00:02.000",
	} {
		c := &Check{}
		checkCaptionsText(c, text)
		got := ""
		for _, p := range c.problems {
			english := p.Message.In("en")
			got = string(p.Code) + " " + strings.NewReplacer("This has the wrong format. Expected: ", "", "Cue ", "", "(at ", "", ") ends before it begins.", "", "Line ", "").Replace(english)
			got, _, _ = strings.Cut(strings.TrimSuffix(got, "."), ":  ")
			if p.Code != BadFormat && p.Code != CueTimes {
				got = string(p.Code) + " " + strconv.Itoa(lineOf(english))
			}
			if p.Warning || len(p.Path) != 1 || p.Path[0] != "text" {
				t.Errorf("%q: %v", text, p)
			}
		}
		if len(c.problems) > 1 || got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// lineOf is the first number of a message.
func lineOf(message string) int {
	for word := range strings.FieldsSeq(message) {
		if n, err := strconv.Atoi(strings.TrimSuffix(word, ":")); err == nil {
			return n
		}
	}
	return 0
}

// TestCaptionsWarnings: what is hard to follow is told with the cue's number
// and time, and stands in nobody's way.
func TestCaptionsWarnings(t *testing.T) {
	long := strings.Repeat("å", 43)
	for text, want := range map[string][]string{
		"WEBVTT\n\n00:00.000 --> 00:04.000\nHej.\n\n00:04.000 --> 00:06.000\nDav.":        nil,
		"WEBVTT\n\n00:00.000 --> 00:04.000\nHej.\n\n00:03.900 --> 00:06.000\nDav.":        {"Cue 2 (at 00:00:03.900) begins before another has ended."},
		"WEBVTT\n\n00:00.000 --> 00:05.000\n<i>" + long + "</i>":                          {"Cue 1 (at 00:00:00.000) has a line of 43 characters. At most 42 are recommended."},
		"WEBVTT\n\n00:00.000 --> 00:05.000\n<b>" + strings.Repeat("å", 42) + "</b>":       nil,
		"WEBVTT\n\n00:00.000 --> 00:05.000\na\nb\nc":                                      {"Cue 1 (at 00:00:00.000) has 3 lines. At most 2 are recommended."},
		"WEBVTT\n\n01:00:00.000 --> 01:00:01.000\n" + strings.Repeat("å", 21):             {"Cue 1 (at 01:00:00.000) requires reading 21 characters per second. At most 20 are recommended."},
		"WEBVTT\n\n01:00:00.000 --> 01:00:01.000\n" + strings.Repeat("å", 20):             nil,
		"WEBVTT\n\n" + strings.Repeat("00:00.000 --> 00:05.000\na\n\n", 2*maxCueWarnings): slices.Repeat([]string{""}, maxCueWarnings),
	} {
		c := &Check{Publishing: true}
		checkCues(c, checkCaptionsText(c, text))
		var got []string
		for _, p := range c.problems {
			got = append(got, p.Message.In("en"))
			if !p.Warning || len(p.Path) != 1 || p.Message.In("da") == "" {
				t.Errorf("%q: %v", text, p)
			}
		}
		if len(want) == maxCueWarnings {
			if len(got) != maxCueWarnings {
				t.Errorf("%d warnings", len(got))
			}
		} else if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestCaptionsInOneForm compares files as they come with what is kept of them.
// A validator from npm reads the same golden files (clients/captions.test.mjs).
func TestCaptionsInOneForm(t *testing.T) {
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
		kept, _, err := ReadCaptions(string(in))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		for golden, got := range map[string]string{name + ".kept.vtt": kept, name + ".served.vtt": ServedCaptions(kept)} {
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
		if again := normalCaptions(kept); again != kept {
			t.Errorf("%s changes again:\n%s", file, again)
		}
	}
}

// TestServedCaptions: what was stored before the rules were is served by them.
func TestServedCaptions(t *testing.T) {
	const old = "WEBVTT - titel\n\nSTYLE\n::cue { color: red }\n\nSTYLE\n::cue { background: url(https://example.org/x) }\n\nNOTE Bo\n\n00:02.000 --> 00:03.000\nB\n\n00:01.000 --> 00:02.000\nA"
	const want = "WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:00:01.000 --> 00:00:02.000\nA\n\n00:00:02.000 --> 00:00:03.000\nB\n"
	if got := ServedCaptions(old); got != want {
		t.Errorf("%q", got)
	}
	if got := normalCaptions(old); got != old {
		t.Errorf("what has a fault was changed: %q", got)
	}
}

func TestCues(t *testing.T) {
	at := func(ms int) Duration { return Duration(time.Duration(ms) * time.Millisecond) }
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
	kept, length, err := ReadCaptions(string(in))
	if err != nil || length != at(3725000) || !slices.Equal(Cues(kept), want) || !slices.Equal(Cues(ServedCaptions(kept)), want) {
		t.Errorf("%v, %v: %q", length, err, Cues(kept))
	}
}

func TestSpokenText(t *testing.T) {
	second := func(n float64) Duration { return Duration(time.Duration(n * float64(time.Second))) }
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
		if got := spokenText(test.cues); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// TestUploadedCaptionsFit: what a document takes in of a file is within its rule.
func TestUploadedCaptionsFit(t *testing.T) {
	for _, of := range []any{Captions{}, Transcript{}} {
		f, _ := reflect.TypeOf(of).FieldByName("Text")
		if want := fmt.Sprint("max=", MaxCaptionsText); f.Tag.Get("rule") != want {
			t.Errorf("%T.Text has the rule %q, want %q", of, f.Tag.Get("rule"), want)
		}
	}
}
