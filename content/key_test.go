package content

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestIntKey(t *testing.T) {
	t.Parallel()
	numbers := []int64{math.MinInt64, -1 << 40, -256, -255, -1, 0, 1, 255, 256, 1 << 40, math.MaxInt64}
	for i, a := range numbers {
		for j, b := range numbers {
			if got := cmp.Compare(IntKey(a), IntKey(b)); got != cmp.Compare(i, j) {
				t.Errorf("%d, %d: %d", a, b, got)
			}
		}
		// The maximum may equal the key of missing values; no time or count is that large.
		if IntKey(a) >= NoValue && a < 1<<62 {
			t.Errorf("%d sorts after what is missing", a)
		}
	}
}

func TestTimeKey(t *testing.T) {
	t.Parallel()
	same := morning.UTC()
	if TimeKey(morning) != TimeKey(same) {
		t.Error("a time zone changes the key")
	}
	if TimeKey(morning) != TimeKey(morning.Add(time.Microsecond)) {
		t.Error("keys are finer than milliseconds")
	}
	times := []time.Time{
		time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC), time.Unix(0, 0), morning,
		morning.Add(time.Millisecond), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC),
	}
	if !slices.IsSortedFunc(times, func(a, b time.Time) int { return cmp.Compare(TimeKey(a), TimeKey(b)) }) {
		t.Error("keys do not sort as times do")
	}
	for _, at := range times {
		if TimeKey(at) >= NoValue {
			t.Errorf("%v sorts after what is missing", at)
		}
	}
}

func TestBoolKey(t *testing.T) {
	t.Parallel()
	if BoolKey(false) >= BoolKey(true) || BoolKey(true) >= NoValue {
		t.Error("false, true, missing is not their order")
	}
}

func TestTextKeySortsAsDanish(t *testing.T) {
	t.Parallel()
	want := []string{
		"10 råd", "Ab", "abe", "Az", "be", "Cafe", "Kåb", "Zebra", "Æble", "ærlig", "Øl", "Ørsted", "Aabenraa", "Ågerup", "Aalborg", "Århus",
	}
	// Also within a word, aa sorts as å.
	want = slices.Insert(slices.DeleteFunc(want, func(s string) bool { return s == "Kåb" }), 6, "Kas", "Kæb", "Køb", "Kaab", "Kåc")
	for range 20 {
		got := slices.Clone(want)
		rand.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		slices.SortFunc(got, func(a, b string) int { return cmp.Compare(TextKey("da", a), TextKey("da", b)) })
		if !slices.Equal(got, want) {
			t.Fatalf("got  %q\nwant %q", got, want)
		}
	}
	for _, same := range [][2]string{{"stalking", "STALKING"}, {"Aabenraa", "Åbenrå"}, {" Øl ", "øl"}, {"é", "e"}} {
		if TextKey("da", same[0]) != TextKey("da", same[1]) {
			t.Errorf("%q and %q differ", same[0], same[1])
		}
	}
	for _, s := range append(want, "Анна", "𝕏", "龍", "\uffff", "\U0010ffff", "~") {
		if k := TextKey("da", s); k >= NoValue {
			t.Errorf("%q sorts after what is missing: %q", s, k)
		}
	}
}

// TestElementsKeepOrder puts random keys into index keys: these must sort like the lists of
// their elements, and return the id.
func TestElementsKeepOrder(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 11))
	// Few different bytes, so that keys often begin alike.
	alphabet := []byte{0, 1, 2, 'a', 0xfe, 0xff}
	element := func() Key {
		b := make([]byte, random.IntN(5))
		for i := range b {
			b[i] = alphabet[random.IntN(len(alphabet))]
		}
		return Key(b)
	}
	type entry struct {
		elements []Key
		key      string
	}
	entries := make([]entry, 500)
	for i := range entries {
		e := entry{elements: []Key{element(), element(), element()}}
		var b []byte
		for _, k := range e.elements {
			b = appendElement(b, k)
		}
		e.key = string(b) + string(testID(talkKind, "one"))
		entries[i] = e
	}
	for _, a := range entries {
		for _, b := range entries {
			if want, got := slices.Compare(a.elements, b.elements), strings.Compare(a.key, b.key); got != want {
				t.Fatalf("%q and %q: %d, their keys %d", a.elements, b.elements, want, got)
			}
		}
		if id := KeyID(a.key); id != testID(talkKind, "one") {
			t.Fatalf("%q: id %q", a.key, id)
		}
	}
}

func TestLongKeysAreCut(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 1000)
	key := appendElement(nil, Key(long))
	if len(key) != MaxKeyLength+len(ElementEnd) {
		t.Errorf("a value takes %d bytes", len(key))
	}
	if string(key) <= string(appendElement(nil, Key(long[:50]))) {
		t.Error("a long value sorts before its beginning")
	}
}

func TestAfter(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]string{"a": "b", "a\xff": "b", "a\x00\x01": "a\x00\x02", "\xff": "", "": ""} {
		if got := keyAfter(prefix); got != want {
			t.Errorf("after %q: %q, want %q", prefix, got, want)
		}
	}
}

func BenchmarkTextKey(b *testing.B) {
	for b.Loop() {
		TextKey("da", "Bedre hjælp til ofre for stalking")
	}
}
