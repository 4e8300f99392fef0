package catalog

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lectern/content"
)

// TestCaptionsProblems: errors of captions, with the line or the cue.
func TestCaptionsProblems(t *testing.T) {
	t.Parallel()
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
		c := &content.Check{}
		checkCaptionsText(c, text, false)
		got := ""
		for _, p := range c.Problems() {
			english := p.Message.In("en")
			got = string(p.Code) + " " + strings.NewReplacer("This has the wrong format. Expected: ", "", "Cue ", "", "(at ", "", ") ends before it begins.", "", "Line ", "").Replace(english)
			got, _, _ = strings.Cut(strings.TrimSuffix(got, "."), ":  ")
			if p.Code != content.BadFormat && p.Code != CueTimes {
				got = string(p.Code) + " " + strconv.Itoa(lineOf(english))
			}
			if p.Warning || len(p.Path) != 1 || p.Path[0] != "text" {
				t.Errorf("%q: %v", text, p)
			}
		}
		if len(c.Problems()) > 1 || got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// lineOf returns the first number in a message.
func lineOf(message string) int {
	for word := range strings.FieldsSeq(message) {
		if n, err := strconv.Atoi(strings.TrimSuffix(word, ":")); err == nil {
			return n
		}
	}
	return 0
}

// mostWarnings is the maximum number of warnings for a file.
const mostWarnings = 25

// TestCaptionsWarnings: cues that are hard to follow are reported with their number and time,
// and do not prevent publishing.
func TestCaptionsWarnings(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("å", 43)
	for text, want := range map[string][]string{
		"WEBVTT\n\n00:00.000 --> 00:04.000\nHej.\n\n00:04.000 --> 00:06.000\nDav.":      nil,
		"WEBVTT\n\n00:00.000 --> 00:04.000\nHej.\n\n00:03.900 --> 00:06.000\nDav.":      {"Cue 2 (at 00:00:03.900) begins before another has ended."},
		"WEBVTT\n\n00:00.000 --> 00:05.000\n<i>" + long + "</i>":                        {"Cue 1 (at 00:00:00.000) has a line of 43 characters. At most 42 are recommended."},
		"WEBVTT\n\n00:00.000 --> 00:05.000\n<b>" + strings.Repeat("å", 42) + "</b>":     nil,
		"WEBVTT\n\n00:00.000 --> 00:05.000\na\nb\nc":                                    {"Cue 1 (at 00:00:00.000) has 3 lines. At most 2 are recommended."},
		"WEBVTT\n\n01:00:00.000 --> 01:00:01.000\n" + strings.Repeat("å", 21):           {"Cue 1 (at 01:00:00.000) requires reading 21 characters per second. At most 20 are recommended."},
		"WEBVTT\n\n01:00:00.000 --> 01:00:01.000\n" + strings.Repeat("å", 20):           nil,
		"WEBVTT\n\n" + strings.Repeat("00:00.000 --> 00:05.000\na\n\n", 2*mostWarnings): slices.Repeat([]string{""}, mostWarnings),
	} {
		c := &content.Check{Publishing: true}
		checkCaptionsText(c, text, true)
		var got []string
		for _, p := range c.Problems() {
			got = append(got, p.Message.In("en"))
			if !p.Warning || len(p.Path) != 1 || p.Message.In("da") == "" {
				t.Errorf("%q: %v", text, p)
			}
		}
		if len(want) == mostWarnings {
			if len(got) != mostWarnings {
				t.Errorf("%d warnings", len(got))
			}
		} else if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestUploadedCaptionsFit: a text that a document takes from a file meets its rule.
func TestUploadedCaptionsFit(t *testing.T) {
	t.Parallel()
	for _, of := range []any{Captions{}, Transcript{}} {
		f, _ := reflect.TypeOf(of).FieldByName("Text")
		if want := fmt.Sprint("max=", content.MaxCaptionsText); f.Tag.Get("rule") != want {
			t.Errorf("%T.Text has the rule %q, want %q", of, f.Tag.Get("rule"), want)
		}
	}
}
