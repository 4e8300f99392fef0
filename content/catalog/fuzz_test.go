package catalog

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"lectern/content"
	"lectern/content/locale"
)

// FuzzDecode reads invalid and damaged versions: the result is an error and never a panic, and
// a valid version can be written and read again.
func FuzzDecode(f *testing.F) {
	for _, d := range examples() {
		b, err := content.Encode(d)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		stored, err := content.Decode(b, 1)
		if err != nil {
			if content.CodeOf(err) != content.CodeCorrupt {
				t.Errorf("%v", err)
			}
			return
		}
		if !utf8.Valid(b) {
			return // Replay refuses it
		}
		d := stored.Full
		name, _, _ := strings.Cut(string(b[len("1 "):]), "\n")
		if kind := content.KindOf(d); kind == nil || kind.Name != name {
			return // Replay and the store compare ids
		}
		if len(d.Base().Languages) == 0 {
			t.Error("a document in no language")
		}
		first, err := content.Encode(d)
		if err != nil {
			if content.CodeOf(err) != content.CodeTooLarge {
				t.Errorf("can be read and not written: %v", err)
			}
			return
		}
		again, err := content.Decode(first, 1)
		if err != nil {
			t.Fatalf("can't be read again: %v", err)
		}
		if second, err := content.Encode(again.Full); err != nil || !bytes.Equal(first, second) {
			t.Errorf("%v\n%s\n%s", err, first, second)
		}
		content.IndexKeys(d, content.State{})
		content.ReferencesOf(d)
		served := stored.In(locale.Preferences("en"), &content.Site{}, content.State{})
		content.KindOf(served).Texts(served)
		if _, err := content.ProblemsOf(d, true, nil, world{}, nil, morning); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzDecodeAsReflection is TestDecodeAsReflectionDoes for other documents.
func FuzzDecodeAsReflection(f *testing.F) {
	f.Add(uint64(0), uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, kind uint8) {
		checkAsReflection(t, filler{rand.New(rand.NewPCG(seed, 0))}.document(Kinds()[int(kind)%len(Kinds())]))
	})
}
