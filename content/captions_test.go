package content

import (
	"testing"
)

func TestWebVTT(t *testing.T) {
	for text, want := range map[string]string{
		"WEBVTT\n\n00:00.000 --> 00:01.000\nHej.": "",
		"\ufeffWEBVTT - titel\r\n\r\nNOTE om\r\nto linjer\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.500 align:start\r\n- Hej.\r\n- Goddag.\r\n": "",
		"WEBVTT\n\nSTYLE\n::cue { color: red }\n\n01:00:00.000 --> 01:00:01.000\nHej.":                                                      "",
		"00:00.000 --> 00:01.000\nHej.":            "BAD_FORMAT 1",
		"WEBVTTX\n\n00:00.000 --> 00:01.000\nHej.": "BAD_FORMAT 1",
		"WEBVTT\n":         "BAD_FORMAT 2",
		"WEBVTT\n\nHej.\n": "BAD_FORMAT 3",
		"WEBVTT\n\n00:00,000 --> 00:01,000\nHej.":                            "BAD_FORMAT 3",
		"WEBVTT\n\nnavn\n00:61.000 --> 01:02.000\nHej.":                      "BAD_FORMAT 4",
		"WEBVTT\n\n00:02.000 --> 00:01.000\nHej.":                            "BAD_FORMAT 3",
		"WEBVTT\n\n00:02.000 --> 00:03.000\nB\n\n00:01.000 --> 00:02.000\nA": "NOT_IN_ORDER ",
	} {
		c := &Check{}
		checkWebVTT(c, text)
		got := ""
		for _, p := range c.problems {
			line := p.Message.In("en")
			got = string(p.Code) + " "
			if p.Code == BadFormat {
				got += line[len("This has not the right form: WebVTT, ") : len(line)-1]
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
