package locale

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestOneLine(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"":                          "",
		" ":                         "",
		"Sal Å":                     "Sal Å",
		"Sal A\u030a":               "Sal Å",
		" Sal\u00a0 \t\r\nÅ\u2028 ": "Sal Å",
		"\ufeffSal\u200b Å\u2060":   "Sal Å",
		"kom\u00admunerne – ”to”":   "kom\u00admunerne – ”to”",
		"\u212bse":                  "Åse",
		"e\u0301":                   "é",
		"–\u0338":                   "–\u0338",
		"a  \x07 b":                 "a  \x07 b",
		"👩\u200d🔬":                  "👩\u200d🔬",
		"\u202bSal\u202e Å\u202c":   "Sal Å",
		"\u200eSal Å":               "\u200eSal Å",
	} {
		if got := OneLine(s); got != want {
			t.Errorf("OneLine(%+q) = %+q, want %+q", s, got, want)
		}
	}
	if got := Name("Sal\u00ad \u00ad Å"); got != "Sal Å" {
		t.Errorf("Name: %+q", got)
	}
	if got := Name("\u200e\u2066Sal\u2069 A\u034f\u030a\u3164 👩\u200d🔬"); got != "Sal Å 👩\u200d🔬" {
		t.Errorf("Name: %+q", got)
	}
	if got := Prose(" a\r\n\n A\u030a  "); got != " a\r\n\n Å  " {
		t.Errorf("Prose: %+q", got)
	}
}

func TestControlCharacter(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text            string
		oneLine         bool
		line, character int
		bad             rune
	}{
		{"a\tb\r\nc\u00a0\u2028", false, 0, 0, 0},
		{"a\tb\r\nå\x00", false, 2, 2, 0x00},
		{"æ\x07\x08", true, 1, 2, 0x07},
		{"a\vb", true, 0, 0, 0},
		{"a\vb", false, 1, 2, '\v'},
		{"a\u0085b", false, 1, 2, 0x85},
		{"a\x7f", true, 1, 2, 0x7f},
		{"a\u009f", true, 1, 2, 0x9f},
	} {
		if line, character, bad := ControlCharacter(test.text, test.oneLine); line != test.line || character != test.character || bad != test.bad {
			t.Errorf("%+q: line %d, character %d, %U", test.text, line, character, bad)
		}
	}
}

// FuzzForms: a form is that of its own result, composed, and the quick looks say what
// the slow ones do.
func FuzzForms(f *testing.F) {
	for _, s := range []string{"Sal Å", " a\u00a0\u030a", "–\u0338", "\u200b \u200b", "\u2000", "\u0344", "A\u034f\u030a", "e\u0301" + strings.Repeat("\u0301", 40), "\u1100\u1161"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		for name, form := range map[string]func(string) string{"OneLine": OneLine, "Name": Name, "Prose": Prose} {
			once := form(s)
			if twice := form(once); twice != once {
				t.Errorf("%s(%+q) = %+q, and of that %+q", name, s, once, twice)
			}
			if line, _, _ := ControlCharacter(s, name != "Prose"); line == 0 && !norm.NFC.IsNormalString(once) {
				t.Errorf("%s(%+q) = %+q is not composed", name, s, once)
			}
		}
	})
}
