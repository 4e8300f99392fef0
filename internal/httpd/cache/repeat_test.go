package cache

import "testing"

func TestRepeats(t *testing.T) {
	t.Parallel()
	r := newRepeats()
	for i, want := range []bool{false, true, true} {
		if got := r.again([]byte("a")); got != want {
			t.Errorf("time %d: %t", i+1, got)
		}
	}
	if r.again([]byte("b")) {
		t.Error("another is taken for it")
	}
}
