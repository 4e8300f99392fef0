package catalog

import (
	"strings"
	"testing"
)

// BenchmarkWords is the removal of words from a text that does not have them.
func BenchmarkWords(b *testing.B) {
	words, err := ParseWords("Nørregade 12, 8000 Aarhus")
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("Konferencen samler fagfolk, der møder mennesker udsat for stalking, på Nørregade i Århus. ", 25)
	x := newWordsScrubber(words)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if x.text(text, "") != text {
			b.Fatal("something was removed")
		}
	}
}
