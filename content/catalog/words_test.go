package catalog

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"lectern/content"
)

// TestSameWords: which texts contain the same words, and where.
func TestSameWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ words, text, want string }{
		{"Nørregade 12", "Bor på Nørregade 12, 2. tv.", "Bor på [slettet], 2. tv."},
		{"Nørregade 12", "NØRREGADE  12 og nørregade\n12", "[slettet] og [slettet]"},
		{"Nørregade 12", norm.NFD.String("Nørregade 12 (Århus)"), "[slettet] " + norm.NFD.String("(Århus)")},
		{"Nørregade 12", "Noerregade\u00a012", "[slettet]"},
		{"Nørregade 12", "Nørregade12.pdf", "[slettet].pdf"},
		{"Nørregade 12", "Nørre\u00adgade 12", "[slettet]"},
		{"Nørregade 12", "Nørregade 123, Nørregade 1, Sønørregade 12", "Nørregade 123, Nørregade 1, Sønørregade 12"},
		{"Nørregade 1", "Nørregade 12", "Nørregade 12"},
		{"Nørregade 12", "https://x.dk/n%C3%B8rregade-12.html", "[slettet]"},
		{"Nørregade 12", "a\nn%C3%B8rregade-12\nb", "a\n[slettet]\nb"},
		{"12 34 56 78", "tlf. 12345678 / 1234-5678 / +45 12 34 56 78", "tlf. [slettet] / [slettet] / +45 [slettet]"},
		{"12 34 56 78", "112 34 56 78", "112 34 56 78"},
		{"André Åkesson", "Andre Aakessons vært, ANDRÉ ÅKESSON'", "[slettet]s vært, [slettet]'"},
		{"Per Ås", "per ås og Per Ås' og Per Åse", "[slettet] og [slettet]' og Per Åse"},
		{"Per Ås", "Peraas", "Peraas"},
		{"Ida Holst", "IdaHolst, Ida (Holst)", "[slettet], [slettet])"},
		{"anna@example.org", "Skriv til Anna@Example.org!", "Skriv til [slettet]!"},
		{"Анна Каренина", "анна каренина и Анна", "[slettet] и Анна"},
	} {
		words, err := ParseWords(tt.words)
		if err != nil {
			t.Fatalf("%q: %v", tt.words, err)
		}
		for _, w := range []*Words{words, WordsOfHash("x", words.letters, words.same, nil)} {
			if got := newWordsScrubber(w).text(tt.text, "[slettet]"); got != tt.want {
				t.Errorf("%q in %q: %q, want %q", tt.words, tt.text, got, tt.want)
			}
		}
	}
}

func TestWordsThatCannotBeRemoved(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "Bo", "a-b-c", "...", strings.Repeat("x", 201), "Slettet", "removed", "erased person"} {
		if _, err := ParseWords(text); content.CodeOf(err) != content.CodeBadInput {
			t.Errorf("%q: %v", text, err)
		}
	}
}
