package caption

import (
	"slices"
	"strings"
	"testing"
)

// FuzzWebVTT: the normalised form of valid captions is valid, has the same words, and is its
// own normalised form.
func FuzzWebVTT(f *testing.F) {
	for _, text := range []string{ // short: the fuzzer takes a minute to shorten a long one
		"\n\na\n00:00.000 --> 00:01.000 line:1\n<v a><v b></v>&#10;&#13;&#0;<rt>x", " - t\n\nNOTE\n\n01:00:00.000-->01:00:00.001\r\n<c.a.b>&amp;",
		"\n\nREGION\nid:a\n\n00:00.000 --> 00:01.000 region:a size:9.5%\n<00:00.500>x", "\n\nSTYLE\n::cue{}\n\n00:02.000 --> 00:03.000\nb\n00:00.000 --> 00:01.000\n<ruby>a<rt>b",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkCaptionsForm(t, "WEBVTT"+text) })
}

// FuzzSubRip is FuzzWebVTT for SubRip files.
func FuzzSubRip(f *testing.F) {
	for _, text := range []string{"00:00:01,000 --> 00:00:02,000\nHej.\n\n2\n", "0:00:01.5 --> 00:00:02,00 X1:1\n{\\an8}<i>Hej", "\n1\n\n00:00:01,000-->00:00:02,000\n1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkCaptionsForm(t, "1\n"+text) })
}

func checkCaptionsForm(t *testing.T, text string) {
	f := Parse(text)
	if f.Fault() != nil {
		if Normal(text) != text {
			t.Errorf("%q is changed", text)
		}
		return
	}
	kept := f.WebVTT(true)
	again := Parse(kept)
	if again.Fault() != nil || again.WebVTT(true) != kept || again.Length() != f.Length() {
		t.Errorf("%q is\n%q and then\n%q, %v", text, kept, again.WebVTT(true), again.Fault())
	}
	if a, b := Cues(text), Cues(kept); !slices.Equal(a, b) {
		t.Errorf("%q says\n%q and then\n%q", text, a, b)
	}
	if served := Served(kept); !slices.Equal(Cues(served), Cues(kept)) || Served(served) != served {
		t.Errorf("%q is served as %q", text, served)
	}
	for _, c := range Cues(text) {
		if c.End <= c.Start || c.Text == "" || strings.ContainsAny(c.Text+c.Speaker, "\n\r\x00") {
			t.Errorf("%q has %q", text, c)
		}
	}
}
