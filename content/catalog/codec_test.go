package catalog

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/locale"
)

var writeMissing = flag.Bool("write-missing", false, "write the example of the stored form of a kind that has none")

// TestFormat1 reads an example of each kind that was written when the kind was new. It must
// stay readable, and lose nothing when it is rewritten: a file in testdata never changes.
func TestFormat1(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds() {
		t.Run(kind.Name, func(t *testing.T) {
			file := filepath.Join("testdata", "format-1-"+kind.Name+".txt")
			golden, err := os.ReadFile(file)
			if os.IsNotExist(err) && *writeMissing {
				golden, err = content.Encode(exampleOf(kind))
				if err == nil {
					err = os.WriteFile(file, golden, 0o644)
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			stored, err := content.Decode(golden, 42)
			if err != nil {
				t.Fatal(err)
			}
			m := stored.Full.Base()
			if content.KindOf(stored.Full) != kind || m.Revision != 42 || !slices.Equal(m.Languages, []locale.Language{"da", "en"}) {
				t.Errorf("read as %T, revision %d, in %q", stored.Full, m.Revision, m.Languages)
			}
			again, err := content.Encode(stored.Full)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(again, golden) {
				t.Errorf("written again as\n%s\nwas\n%s", again, golden)
			}
			strict := json.NewDecoder(bytes.NewReader(golden[bytes.IndexByte(golden, '\n'):]))
			strict.DisallowUnknownFields()
			if err := strict.Decode(kind.New()); err != nil {
				t.Errorf("a field is read no longer: %v", err)
			}
		})
	}
}

func TestEncodeIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	for i, d := range examples() {
		first, err := content.Encode(d)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			if again, _ := content.Encode(content.Clone(examples()[i])); !bytes.Equal(again, first) {
				t.Errorf("%s: %s\n%s", content.KindOf(d).Name, first, again)
			}
		}
	}
}

// TestNothingThatIsServedIsStored: fields that a view adds are not stored.
func TestNothingThatIsServedIsStored(t *testing.T) {
	t.Parallel()
	topic := exampleTopic()
	want, _ := content.Encode(topic)
	topic.Revision, topic.Language, topic.Languages, topic.URL = 7, "en", []locale.Language{"en"}, "https://example.org/topics/x"
	if got, _ := content.Encode(topic); !bytes.Equal(got, want) {
		t.Errorf("%s\n%s", got, want)
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	good, err := content.Encode(exampleTopic())
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(good), "\n")
	for name, stored := range map[string]string{
		"nothing":          "",
		"no envelope":      body,
		"no line":          "1 topic",
		"no body":          "1 topic\n",
		"another format":   "2 topic\n" + body,
		"unknown kind":     "1 talk\n" + body,
		"cut body":         string(good[:len(good)-1]),
		"body of a list":   "1 topic\n[]",
		"bad value":        "1 topic\n" + `{"name":{"no language":"x"}}`,
		"bad time":         "1 topic\n" + `{"createdAt":"yesterday"}`,
		"more than a body": string(good) + "{}",
	} {
		if stored, err := content.Decode([]byte(stored), 1); content.CodeOf(err) != content.CodeCorrupt {
			t.Errorf("%s: %v, %v", name, stored, err)
		}
	}
}

func TestTooLargeToStore(t *testing.T) {
	t.Parallel()
	e := exampleEpisode()
	for range 6 {
		e.Chapters = append(e.Chapters, Chapter{Title: both(strings.Repeat("a", 50_000))})
	}
	if _, err := content.Encode(e); content.CodeOf(err) != content.CodeTooLarge || strings.Contains(err.Error(), "aaa") {
		t.Errorf("got %v", err)
	}
}

func TestServedLanguage(t *testing.T) {
	t.Parallel()
	v := exampleVideo()
	v.Title = v.Title.With("de", "Film") // the chapters have no German
	for asked, want := range map[locale.Language]locale.Language{"da": "da", "en": "en", "en-GB": "en", "de": "da", "fr": "da"} {
		d := served(t, v, asked).(*Video)
		if d.Language != want || d.Title.Language() != want || !slices.Equal(d.Languages, []locale.Language{"da", "en"}) {
			t.Errorf("asked for %s: served in %s, title in %s, has %q", asked, d.Language, d.Title.Language(), d.Languages)
		}
		if d.URL != "https://example.org/videos/film" || d.Thumbnail != "https://api.example.org/media/film.jpg" {
			t.Errorf("addresses: %s, %s", d.URL, d.Thumbnail)
		}
	}
}
