package locale

import (
	"slices"
	"testing"
)

func TestParseLanguage(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
		{[]Language{"is"}, []Language{"is", "en", "da"}}, // by CLDR
		{[]Language{"fr"}, []Language{"fr", "da", "en"}},
		{[]Language{"fr", "en"}, []Language{"fr", "en", "da"}},
		{[]Language{"da", "en"}, []Language{"da", "en"}},
		{[]Language{"de-AT", "de-CH"}, []Language{"de-AT", "de", "de-CH", "da", "en"}},
		{[]Language{"what?", "", "en"}, []Language{"en", "da"}},
		{[]Language{"en", "en", "en", "en", "en", "en", "en", "en", "fr"}, []Language{"en", "da"}}, // at most eight are read
	} {
		if got := Preferences(test.asked...); !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.asked, got, test.want)
		}
	}
}

func TestReaderPreferences(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		tags []string
		want []Language
	}{
		{nil, []Language{"da", "en"}},
		{[]string{"en-GB", "en", "da"}, []Language{"en", "da"}},
		{[]string{"de-CH", "de", "en"}, []Language{"de", "en", "da"}},
		{[]string{"zh-TW", "zh"}, []Language{"zh-Hant", "zh", "da", "en"}},
		{[]string{"sv-SE", "sv", "en-US", "en"}, []Language{"sv", "da", "en"}},
		{[]string{"nb-NO", "nb", "no", "nn", "en-US", "en"}, []Language{"nb", "no", "nn", "da", "en"}},
		{[]string{"*", "", "what?", "und", "en"}, []Language{"en", "da"}},
	} {
		if got := ReaderPreferences(test.tags...); !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.tags, got, test.want)
		}
	}
}

func TestBest(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		preferences, has []Language
		want             Language
	}{
		{Preferences("en"), []Language{"da", "en"}, "en"},
		{Preferences("en-US"), []Language{"da", "en"}, "en"},
		{Preferences("en-US"), []Language{"da", "en", "en-US"}, "en-US"},
		{Preferences("en"), []Language{"da", "en-US"}, "en-US"},
		{Preferences("en-GB"), []Language{"da", "en-US"}, "en-US"},
		{ReaderPreferences("zh-TW", "en"), []Language{"en", "zh-TW"}, "zh-TW"},
		{ReaderPreferences("zh-TW", "en"), []Language{"en", "zh-Hans"}, "en"},
		{ReaderPreferences("nb-NO", "nb", "en"), []Language{"da", "en"}, "da"},
		{ReaderPreferences("nb-NO", "nb", "en"), []Language{"da", "en", "nb"}, "nb"},
		{ReaderPreferences("sv", "en"), []Language{"en", "de"}, "en"}, // it has no Danish
		{Preferences("sv"), []Language{"de", "en"}, "en"},
		{Preferences("fr"), []Language{"da", "en"}, "da"},
		{Preferences("fr"), []Language{"de", "en"}, "en"},
		{Preferences("fr"), []Language{"de", "es"}, "de"}, // no preference matches
		{Preferences("fr"), nil, "da"},
	} {
		if got := Best(test.preferences, test.has); got != test.want {
			t.Errorf("%q of %q: %q, want %q", test.preferences, test.has, got, test.want)
		}
	}
}

func BenchmarkBest(b *testing.B) {
	preferences, has := ReaderPreferences("nb-NO", "nb", "en"), []Language{"da", "en"}
	for b.Loop() {
		Best(preferences, has)
	}
}
