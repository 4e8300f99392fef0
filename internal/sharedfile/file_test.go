package sharedfile

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
)

// words returns a file with a list of non-empty words.
func words(dir string) *File[[]string] {
	return New(dir, Form[[]string]{
		Name: "words", Format: 2, MaxBytes: 200, Mend: "Find a dictionary.",
		Encode: func(list []string) (json.RawMessage, error) { return json.Marshal(list) },
		Decode: func(b json.RawMessage) (list []string, err error) {
			err = Strictly(b, &list)
			if err == nil && slices.Contains(list, "") {
				err = errors.New("it has an empty word")
			}
			return list, err
		},
	})
}

func put(t *testing.T, f *File[[]string], word string) {
	t.Helper()
	if err := f.Change(func(list []string) ([]string, error) { return append(slices.Clone(list), word), nil }); err != nil {
		t.Fatal(err)
	}
}

func requireWords(t *testing.T, f *File[[]string], want ...string) {
	t.Helper()
	if got, err := f.Read(); err != nil || !slices.Equal(got, want) {
		t.Fatalf("%v, %v; want %v", got, err, want)
	}
}

func requireNoError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFile(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "var")
	f, other := words(dir), words(dir)
	requireWords(t, f)
	if exists, err := f.Exists(); exists || err != nil {
		t.Fatalf("%v, %v", exists, err)
	}
	put(t, f, "one")
	put(t, other, "two")
	requireWords(t, f, "one", "two")
	refused := errors.New("no")
	if err := f.Change(func([]string) ([]string, error) { return nil, refused }); !errors.Is(err, refused) {
		t.Errorf("%v", err)
	}
	err := f.Change(func([]string) ([]string, error) { return []string{strings.Repeat("x", 200)}, nil })
	if content.CodeOf(err) != content.CodeTooLarge {
		t.Errorf("%v", err)
	}
	requireWords(t, other, "one", "two")
	if exists, err := f.Exists(); !exists || err != nil {
		t.Errorf("%v, %v", exists, err)
	}
	if left, _ := filepath.Glob(f.Path() + ".*"); len(left) > 0 {
		t.Errorf("%v is left over", left)
	}
}

// A new file with the same time, size and number may be another one, so it is read again; an
// old one is read once.
func TestFileIsReadAgainOnlyWhereItMayHaveChanged(t *testing.T) {
	t.Parallel()
	f, other := words(t.TempDir()), words(t.TempDir())
	put(t, f, "one")
	put(t, other, "two")
	at := time.Now().Add(settled / 2) // it stays new for long enough
	requireNoError(t, os.Chtimes(f.Path(), at, at))
	requireWords(t, f, "one")
	b, err := os.ReadFile(other.Path())
	requireNoError(t, err)
	requireNoError(t, os.WriteFile(f.Path(), b, 0o600)) // in place, with the same size
	requireNoError(t, os.Chtimes(f.Path(), at, at))
	requireWords(t, f, "two")
	long := time.Now().Add(-time.Hour)
	requireNoError(t, os.Chtimes(f.Path(), long, long))
	requireWords(t, f, "two")
	first := f.latest.Load()
	requireWords(t, f, "two")
	if f.latest.Load() != first {
		t.Error("an old file was read twice")
	}
	requireNoError(t, os.Remove(f.Path()))
	requireWords(t, f)
}

// A damaged file is an error for all readers, is not overwritten, and the error says what to
// do.
func TestDamagedFile(t *testing.T) {
	t.Parallel()
	f := words(t.TempDir())
	put(t, f, "one")
	b, err := os.ReadFile(f.Path())
	requireNoError(t, err)
	whole := string(b)
	sealed := func(format, list string) string {
		return `{"format":` + format + `,"checksum":"` + checksum([]byte(list)) + `","words":` + list + `}`
	}
	requireNoError(t, os.WriteFile(f.Path(), []byte(sealed("2", `["two"]`)), 0o600))
	requireWords(t, f, "two") // the file from which the others differ
	for name, damaged := range map[string]string{
		"empty":           "",
		"cut off":         whole[:len(whole)/2],
		"another word":    strings.Replace(whole, "one", "two", 1),
		"more after it":   whole + "{}",
		"another format":  sealed("1", `["two"]`),
		"no format":       sealed("null", `["two"]`),
		"a wrong value":   sealed("2", `[""]`),
		"another type":    sealed("2", `"two"`),
		"unknown member":  strings.Replace(sealed("2", `["two"]`), "{", `{"more":1,`, 1),
		"another member":  strings.Replace(sealed("2", `["two"]`), "words", "verbs", 1),
		"no checksum":     `{"format":2,"words":["two"]}`,
		"a list":          `["two"]`,
		"too large":       whole + strings.Repeat(" ", 200),
		"a checksum of 1": `{"format":2,"checksum":1,"words":["two"]}`,
	} {
		requireNoError(t, os.WriteFile(f.Path(), []byte(damaged), 0o600))
		_, readErr := f.Read()
		changeErr := f.Change(func([]string) ([]string, error) { return nil, nil })
		for _, err := range []error{readErr, changeErr} {
			if content.CodeOf(err) != content.CodeCorrupt || !strings.Contains(err.Error(), "Find a dictionary.") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if b, err := os.ReadFile(f.Path()); err != nil || string(b) != damaged {
			t.Errorf("%s: the file was overwritten (%v)", name, err)
		}
	}
	requireNoError(t, os.WriteFile(f.Path(), []byte(whole), 0o600))
	requireWords(t, f, "one")
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"format":2,"checksum":"d8a5ca6d","words":[]}`))
	file := words(f.TempDir())
	f.Fuzz(func(t *testing.T, b []byte) {
		if list, err := file.decode(b); err == nil && len(list) > len(b) {
			t.Errorf("%v of %q", list, b)
		}
	})
}
