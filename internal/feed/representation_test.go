package feed

import "testing"

func TestCut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text  string
		limit int
		want  string
	}{
		{"", 3, ""}, {"abc", 3, "abc"}, {"abcdef", 5, "ab…"}, {"ab cdef", 6, "ab…"}, {"æøå", 6, "æøå"}, {"æøåæ", 6, "æ…"}, {"æøåæ", 3, "…"},
	} {
		if got := Cut(test.text, test.limit); got != test.want || len(got) > test.limit {
			t.Errorf("%q in %d: %q, want %q", test.text, test.limit, got, test.want)
		}
	}
}
