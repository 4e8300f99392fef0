package exec_test

import (
	"encoding/json"
	"strings"
	"testing"

	"lectern/graph/internal/exec"
)

// TestAppendString: each character at each position of a word of eight bytes survives encoding
// and decoding, and the others are unchanged.
func TestAppendString(t *testing.T) {
	t.Parallel()
	for c := range rune(0x180) {
		for n := range 20 {
			want := strings.Repeat("æ", n/2) + strings.Repeat("x", n%9) + string(c) + strings.Repeat("y", 19-n)
			written := exec.AppendString(nil, want)
			var got string
			if err := json.Unmarshal(written, &got); err != nil || got != want {
				t.Fatalf("%q is written as %s and read as %q: %v", want, written, got, err)
			}
			if c >= ' ' && c != '"' && c != '\\' && string(written) != `"`+want+`"` {
				t.Fatalf("%q is written as %s", want, written)
			}
		}
	}
}

func BenchmarkAppendString(b *testing.B) {
	text := strings.Repeat("Om at hjælpe den, der udsættes. ", 8)
	into := make([]byte, 0, 1024)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		into = exec.AppendString(into[:0], text)
	}
}
