package content

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"PT27M30S", "P1DT2H", "PT0.001S", "PT1.S", "P", "PT99999999999999999S", "PT1H1H"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDuration(s)
		if err != nil {
			if CodeOf(err) != CodeBadInput {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		if d < 0 || time.Duration(d)%time.Millisecond != 0 {
			t.Errorf("%q is %v", s, time.Duration(d))
		}
		if again, err := ParseDuration(d.String()); err != nil || again != d {
			t.Errorf("%q is %s, and that is %s, %v", s, d, again, err)
		}
	})
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"Bedre hjælp til ofre for stalking", "A\u030a & Ø", "--", strings.Repeat("æ", 50), "ǿ", "’t", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		slug := Slugify(title)
		if slug != "" && !ValidSlug(slug) {
			t.Errorf("%q: %q is not valid", title, slug)
		}
		if again := Slugify(slug); again != slug {
			t.Errorf("%q: %q, and of that %q", title, slug, again)
		}
		if ValidSlug(title) && slug != title {
			t.Errorf("%q is valid and becomes %q", title, slug)
		}
	})
}

func FuzzID(f *testing.F) {
	for _, k := range Kinds() {
		f.Add(string(testID(k.Name, "example")))
	}
	f.Add("session_8ZZZZZZZZZZZZZZZZZZZZZZZZZ")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseID(s)
		if err != nil {
			if id != "" || CodeOf(err) != CodeBadInput {
				t.Errorf("%q: %q, %v", s, id, err)
			}
			return
		}
		if string(id) != s || id.Kind() == nil || !strings.HasPrefix(s, id.Kind().Prefix+"_") {
			t.Errorf("%q: %q of kind %v", s, id, id.Kind())
		}
		if key := string(appendElement(nil, "x")) + s; KeyID(key) != id {
			t.Errorf("%q comes out of a key as %q", s, KeyID(key))
		}
	})
}

func FuzzLanguage(f *testing.F) {
	for _, s := range []string{"da", "en-GB;q=0.8, de", "*", "zh-Hant-TW", "iw", "en-u-ca-buddhist", "x-a", "und", "de-1996"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if l, err := ParseLanguage(s); err == nil {
			if again, err := ParseLanguage(string(l)); err != nil || again != l {
				t.Errorf("%q is %q, and that is %q, %v", s, l, again, err)
			}
		} else if CodeOf(err) != CodeBadInput {
			t.Errorf("%q: %v", s, err)
		}
		preferences := AcceptLanguage(s)
		if len(preferences) == 0 || len(preferences) > 50 {
			t.Errorf("%q: %d preferences", s, len(preferences))
		}
		for _, p := range preferences {
			if l, err := ParseLanguage(string(p)); err != nil || l != p {
				t.Errorf("%q: prefers %q, that is %q, %v", s, p, l, err)
			}
		}
	})
}

func FuzzURL(f *testing.F) {
	for _, s := range []string{"https://example.org/a?b#c", "/media/a.mp4", "//example.org", "http://[::1]:80/", "https://a@b/", "HTTP:/x", "/%zz"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := ParseURL(s)
		if err != nil {
			if u != "" || CodeOf(err) != CodeBadInput {
				t.Errorf("%q: %q, %v", s, u, err)
			}
			return
		}
		if string(u) != s {
			t.Errorf("%q becomes %q", s, u)
		}
		absolute := string(u.under("https://api.example.org"))
		lower := strings.ToLower(absolute)
		if !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") || strings.ContainsAny(absolute, " \t\r\n\"<>\\\x00") {
			t.Errorf("%q is served as %q", s, absolute)
		}
		if strings.HasPrefix(s, "/") && !strings.HasPrefix(absolute, "https://api.example.org/") {
			t.Errorf("%q leaves the service: %q", s, absolute)
		}
	})
}

// FuzzDecode reads what is no version, or was damaged: that is an error and
// never a panic, and what can be read can be written and read again.
func FuzzDecode(f *testing.F) {
	for _, d := range examples() {
		b, err := encode(d)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		stored, err := Decode(b, 1)
		if err != nil {
			if CodeOf(err) != CodeCorrupt {
				t.Errorf("%v", err)
			}
			return
		}
		if !utf8.Valid(b) {
			return // Replay refuses it
		}
		d := stored.Full
		name, _, _ := strings.Cut(string(b[len("1 "):]), "\n")
		if kind := KindOf(d); kind == nil || kind.Name != name {
			return // Replay and the store compare ids
		}
		if len(d.Base().Languages) == 0 {
			t.Error("a document in no language")
		}
		first, err := encode(d)
		if err != nil {
			if CodeOf(err) != CodeTooLarge {
				t.Errorf("can be read and not written: %v", err)
			}
			return
		}
		again, err := Decode(first, 1)
		if err != nil {
			t.Fatalf("can't be read again: %v", err)
		}
		if second, err := encode(again.Full); err != nil || !bytes.Equal(first, second) {
			t.Errorf("%v\n%s\n%s", err, first, second)
		}
		indexKeys(d, State{})
		refs(d)
		served := stored.in(Preferences("en"), &Site{}, State{})
		KindOf(served).Texts(served)
		if _, err := validate(d, &Check{Publishing: true, others: world{}}); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzDecodeAsReflection is TestDecodeAsReflectionDoes for other documents.
func FuzzDecodeAsReflection(f *testing.F) {
	f.Add(uint64(0), uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, kind uint8) {
		checkAsReflection(t, filler{rand.New(rand.NewPCG(seed, 0))}.document(Kinds()[int(kind)%len(Kinds())]))
	})
}

// FuzzWebVTT: whatever is taken for captions is so in its one form too, says the
// same there, and its form is the same again.
func FuzzWebVTT(f *testing.F) {
	for _, text := range []string{ // short: the fuzzer takes a minute to shorten a long one
		"\n\na\n00:00.000 --> 00:01.000 line:1\n<v a><v b></v>&#10;&#13;&#0;<rt>x", " - t\n\nNOTE\n\n01:00:00.000-->01:00:00.001\r\n<c.a.b>&amp;",
		"\n\nREGION\nid:a\n\n00:00.000 --> 00:01.000 region:a size:9.5%\n<00:00.500>x", "\n\nSTYLE\n::cue{}\n\n00:02.000 --> 00:03.000\nb\n00:00.000 --> 00:01.000\n<ruby>a<rt>b",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkCaptionsForm(t, "WEBVTT"+text) })
}

// FuzzSubRip is FuzzWebVTT from files that begin as SubRip does.
func FuzzSubRip(f *testing.F) {
	for _, text := range []string{"00:00:01,000 --> 00:00:02,000\nHej.\n\n2\n", "0:00:01.5 --> 00:00:02,00 X1:1\n{\\an8}<i>Hej", "\n1\n\n00:00:01,000-->00:00:02,000\n1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkCaptionsForm(t, "1\n"+text) })
}

func checkCaptionsForm(t *testing.T, text string) {
	kept, length, err := ReadCaptions(text)
	if err != nil {
		if CodeOf(err) != CodeBadInput || normalCaptions(text) != text {
			t.Errorf("%q: %v", text, err)
		}
		return
	}
	again, sameLength, err := ReadCaptions(kept)
	if err != nil || again != kept || sameLength != length {
		t.Errorf("%q is\n%q and then\n%q, %v", text, kept, again, err)
	}
	if a, b := Cues(text), Cues(kept); !slices.Equal(a, b) {
		t.Errorf("%q says\n%q and then\n%q", text, a, b)
	}
	if served := ServedCaptions(kept); !slices.Equal(Cues(served), Cues(kept)) || ServedCaptions(served) != served {
		t.Errorf("%q is served as %q", text, served)
	}
	for _, c := range Cues(text) {
		if c.End <= c.Start || c.Text == "" || strings.ContainsAny(c.Text+c.Speaker, "\n\r\x00") {
			t.Errorf("%q has %q", text, c)
		}
	}
}
