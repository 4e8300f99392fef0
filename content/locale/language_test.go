package locale

import (
	"slices"
	"strings"
	"testing"
)

func TestParseLanguage(t *testing.T) {
	for tag, want := range map[string]Language{
		"da": "da", "DA": "da", "da-DK": "da-DK", "en_gb": "en-GB", "nb-no": "nb-NO", "zh-hant-tw": "zh-Hant-TW",
		"kl": "kl", "fo": "fo", "iw": "he", "": "", "und": "", "dansk!": "", "d": "", "da-": "", "../da": "",
	} {
		got, err := ParseLanguage(tag)
		if got != want || (err == nil) != (want != "") || (err != nil && !isFormatError(err)) {
			t.Errorf("%q: %q, %v", tag, got, err)
		}
	}
}

func TestPreferences(t *testing.T) {
	for _, test := range []struct{ asked, want []Language }{
		{nil, []Language{"da", "en"}},
		{[]Language{"en"}, []Language{"en", "da"}},
		{[]Language{"en-US"}, []Language{"en-US", "en", "da"}},
		{[]Language{"en-GB"}, []Language{"en-GB", "en-001", "en", "da"}},
		{[]Language{"nb-NO", "da"}, []Language{"nb-NO", "nb", "da", "en"}},
		{[]Language{"nb", "nn", "en"}, []Language{"nb", "nn", "da", "en"}},
		{[]Language{"no"}, []Language{"no", "da", "en"}},
		{[]Language{"nn", "en-GB", "en"}, []Language{"nn", "da", "en-GB", "en-001", "en"}},
		{[]Language{"sv", "en"}, []Language{"sv", "da", "en"}},
		{[]Language{"en", "sv"}, []Language{"en", "sv", "da"}},
		{[]Language{"fo", "en"}, []Language{"fo", "da", "en"}},
		{[]Language{"kl", "en"}, []Language{"kl", "da", "en"}},
		{[]Language{"is"}, []Language{"is", "en", "da"}}, // so CLDR has it
		{[]Language{"fr"}, []Language{"fr", "da", "en"}},
		{[]Language{"fr", "en"}, []Language{"fr", "en", "da"}},
		{[]Language{"da", "en"}, []Language{"da", "en"}},
		{[]Language{"de-AT", "de-CH"}, []Language{"de-AT", "de", "de-CH", "da", "en"}},
		{[]Language{"what?", "", "en"}, []Language{"en", "da"}},
		{[]Language{"en", "en", "en", "en", "en", "en", "en", "en", "fr"}, []Language{"en", "da"}}, // eight are looked at
	} {
		if got := Preferences(test.asked...); !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.asked, got, test.want)
		}
	}
}

func TestAcceptLanguage(t *testing.T) {
	for header, want := range map[string][]Language{
		"":                                    {"da", "en"},
		"en":                                  {"en", "da"},
		"en-GB,en;q=0.9,da;q=0.8":             {"en", "da"},
		"da;q=0.5, en;q=0.7":                  {"en", "da"},
		"de;q=0, en":                          {"en", "da"},
		"*":                                   {"da", "en"},
		"*;q=0.1, kl":                         {"kl", "da", "en"},
		"en;q=high":                           {"da", "en"},
		"de-CH, de;q=0.9, en;q=.5":            {"de", "en", "da"},
		"zh-TW, zh;q=0.9":                     {"zh-Hant", "zh", "da", "en"},
		"sv-SE,sv;q=0.9,en-US;q=0.8,en;q=0.7": {"sv", "da", "en"},
		"nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5": {"nb", "no", "nn", "da", "en"},
		";;;":                             {"da", "en"},
		"en, " + strings.Repeat("x", 300): {"da", "en"},
	} {
		if got := AcceptLanguage(header); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

// TestEqualOutcomesAreOneOrder: readers who get the same whatever a document's
// languages are have one order, and so share answers that are kept.
func TestEqualOutcomesAreOneOrder(t *testing.T) {
	for want, headers := range map[string][]string{
		"da en":          {"", "da", "da-DK", "da-DK,da;q=0.9,en-US;q=0.8,en;q=0.7", "da,en-GB", "*", "da;q=0.3, en;q=0.1", "!"},
		"en da":          {"en", "en-US", "en-GB,en-US;q=0.9,en;q=0.8", "en,da", "en-AU,*;q=0.5", "en, da;q=0.1"},
		"sv da en":       {"sv", "sv-SE", "sv-FI,sv;q=0.9,en;q=0.8", "sv,da", "sv,en,da"},
		"nb no nn da en": {"nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5", "nb,no,nn", "nb,no,nn,da"},
	} {
		for _, header := range headers {
			var got []string
			for _, l := range AcceptLanguage(header) {
				got = append(got, string(l))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q: %q, want %q", header, got, want)
			}
		}
	}
}

func TestBest(t *testing.T) {
	for _, test := range []struct {
		preferences, has []Language
		want             Language
	}{
		{Preferences("en"), []Language{"da", "en"}, "en"},
		{Preferences("en-US"), []Language{"da", "en"}, "en"},
		{Preferences("en-US"), []Language{"da", "en", "en-US"}, "en-US"},
		{Preferences("en"), []Language{"da", "en-US"}, "en-US"},
		{Preferences("en-GB"), []Language{"da", "en-US"}, "en-US"},
		{AcceptLanguage("zh-TW,en"), []Language{"en", "zh-TW"}, "zh-TW"},
		{AcceptLanguage("zh-TW,en"), []Language{"en", "zh-Hans"}, "en"},
		{AcceptLanguage("nb-NO,nb,en"), []Language{"da", "en"}, "da"},
		{AcceptLanguage("nb-NO,nb,en"), []Language{"da", "en", "nb"}, "nb"},
		{AcceptLanguage("sv,en"), []Language{"en", "de"}, "en"}, // no Danish
		{Preferences("sv"), []Language{"de", "en"}, "en"},
		{Preferences("fr"), []Language{"da", "en"}, "da"},
		{Preferences("fr"), []Language{"de", "en"}, "en"},
		{Preferences("fr"), []Language{"de", "es"}, "de"}, // any
		{Preferences("fr"), nil, "da"},
	} {
		if got := Best(test.preferences, test.has); got != test.want {
			t.Errorf("%q of %q: %q, want %q", test.preferences, test.has, got, test.want)
		}
	}
}

func BenchmarkBest(b *testing.B) {
	preferences, has := AcceptLanguage("nb-NO,nb,en"), []Language{"da", "en"}
	for b.Loop() {
		Best(preferences, has)
	}
}
