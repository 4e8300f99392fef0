package content

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
		if got != want || (err == nil) != (want != "") || (err != nil && CodeOf(err) != CodeBadInput) {
			t.Errorf("%q: %q, %v", tag, got, err)
		}
	}
}

func TestPreferences(t *testing.T) {
	for _, test := range []struct{ asked, want []Language }{
		{nil, []Language{"da"}},
		{[]Language{"en"}, []Language{"en", "da"}},
		{[]Language{"en-US"}, []Language{"en-US", "en", "da"}},
		{[]Language{"nb-NO", "da"}, []Language{"nb-NO", "nb", "da"}},
		{[]Language{"da", "en"}, []Language{"da", "en"}},
		{[]Language{"de-AT", "de-CH"}, []Language{"de-AT", "de", "de-CH", "da"}},
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
		"":                                {"da"},
		"en":                              {"en", "da"},
		"en-GB,en;q=0.9,da;q=0.8":         {"en-GB", "en-001", "en", "da"},
		"da;q=0.5, en;q=0.7":              {"en", "da"},
		"de;q=0, en":                      {"en", "da"},
		"*":                               {"da"},
		"*;q=0.1, kl":                     {"kl", "da"},
		"en;q=high":                       {"da"},
		";;;":                             {"da"},
		"en, " + strings.Repeat("x", 300): {"da"},
	} {
		if got := AcceptLanguage(header); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", header, got, want)
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
		{Preferences("en"), []Language{"da", "en-US"}, "da"}, // a document in American English is none in English
		{Preferences("fr"), []Language{"da", "en"}, "da"},
		{Preferences("fr"), []Language{"de", "en"}, "de"}, // any
		{Preferences("fr"), nil, "da"},
	} {
		if got := best(test.preferences, test.has); got != test.want {
			t.Errorf("%q of %q: %q, want %q", test.preferences, test.has, got, test.want)
		}
	}
}
