package seen_test

import (
	"testing"

	"lectern/internal/httpd/seen"
)

func TestSeen(t *testing.T) {
	s := seen.New()
	for i, want := range []bool{false, true, true} {
		if got := s.Again([]byte("a")); got != want {
			t.Errorf("time %d: %t", i+1, got)
		}
	}
	if s.Again([]byte("b")) {
		t.Error("another is taken for it")
	}
}
