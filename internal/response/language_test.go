package response_test

import (
	"slices"
	"strings"
	"testing"

	"lectern/content/locale"
	"lectern/internal/response"
)

func TestLanguages(t *testing.T) {
	t.Parallel()
	for header, want := range map[string][]locale.Language{
		"":                                    {"da", "en"},
		"en":                                  {"en", "da"},
		"en-GB,en;q=0.9,da;q=0.8":             {"en", "da"},
		"da;q=0.5, en;q=0.7":                  {"en", "da"},
		"de;q=0, en":                          {"en", "da"},
		"*":                                   {"da", "en"},
		"da;q=0":                              {"en", "da"},
		"DA;q=0.0, *":                         {"en", "da"},
		"sv, da;q=0":                          {"sv", "en", "da"},
		"en;q=0, da;q=0":                      {"en", "da"},
		"*;q=0.1, kl":                         {"kl", "da", "en"},
		"en;q=high":                           {"da", "en"},
		"en;q=high, de":                       {"de", "da", "en"},
		"de-CH, de;q=0.9, en;q=.5":            {"de", "en", "da"},
		"zh-TW, zh;q=0.9":                     {"zh-Hant", "zh", "da", "en"},
		"sv-SE,sv;q=0.9,en-US;q=0.8,en;q=0.7": {"sv", "da", "en"},
		"nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5": {"nb", "no", "nn", "da", "en"},
		";;;":                             {"da", "en"},
		"en, " + strings.Repeat("x", 300): {"da", "en"},
	} {
		if got := response.Languages([]string{header}); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

// TestEqualOutcomesAreOneOrder: readers with the same result for any languages of a document
// have the same order, and so share cached responses.
func TestEqualOutcomesAreOneOrder(t *testing.T) {
	t.Parallel()
	for want, headers := range map[string][]string{
		"da en":          {"", "da", "da-DK", "da-DK,da;q=0.9,en-US;q=0.8,en;q=0.7", "da,en-GB", "*", "da;q=0.3, en;q=0.1", "!"},
		"en da":          {"en", "en-US", "en-GB,en-US;q=0.9,en;q=0.8", "en,da", "en-AU,*;q=0.5", "en, da;q=0.1"},
		"sv da en":       {"sv", "sv-SE", "sv-FI,sv;q=0.9,en;q=0.8", "sv,da", "sv,en,da"},
		"nb no nn da en": {"nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5", "nb,no,nn", "nb,no,nn,da"},
	} {
		for _, header := range headers {
			var got []string
			for _, l := range response.Languages([]string{header}) {
				got = append(got, string(l))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q: %q, want %q", header, got, want)
			}
		}
	}
}
