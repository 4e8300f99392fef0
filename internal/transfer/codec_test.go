package transfer

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

// tricky are texts that YAML, or an incorrect writer of it, changes.
var tricky = []string{
	"Stalking", "Blåbærgrød på Ærø", "null", "~", "true", "No", "no", "1.10", "2021", "2021-09-01", "0x1F", "1e3", "12:30", "101", "-1", "+4", ".5",
	"- ikke en liste", "a: b", "ender på:", "med #nummer", "med # kommentar", "#start", "'enkelt'", "\"dobbelt\"", "[x]", "{x}", "*alias", "&anker", "!tag", "|", ">", "%", "@a", "`b`",
	" foran", "bagved ", "\tfaneblad", "a\tb", "linje\nto", "linje\n\nafsnit\n", "slut\n\n", "\nførst", "  indrykket\nmere", "x\n   \ny", "x \ny", "a\r\nb", "a\rb", "nul\x00byte", "\u0085", "\u2028linje", "\ufeffbom", "\ufffd", "\uffff",
	"\U0001F600 emoji", "e\u0301", "中文", "…", "---", "--- a", "x\n--- y\n---\n", "...", "\\n", "=", "<<", "?", "? x", ":", ",", "a,b", "1_000", "https://x.dk/a?b=c#d", "\x7f", "\u00a0fast",
	strings.Repeat("ord ", 40) + "slut", strings.Repeat("ord ", 40), strings.Repeat("ord  ord ", 30) + "x", strings.Repeat("x", 300), "# Overskrift\n\n- punkt\n- **fed**\n\n```\nkode\n  ind\n```\n",
	strings.Repeat("langt afsnit med ord ", 20) + "\n\n" + strings.Repeat("og et til ", 20),
}

// filler fills documents of every shape.
type filler struct {
	*rand.Rand
	fullness int // the number of filled fields in ten
}

func (f filler) text() string {
	s := tricky[f.IntN(len(tricky))]
	for f.IntN(4) == 0 {
		s += tricky[f.IntN(len(tricky))]
	}
	return s
}

func (f filler) document(kind *content.Kind) content.Document {
	d := kind.New()
	f.fill(valueOf(d), "")
	m := d.Base()
	var entropy [10]byte
	for i := range entropy {
		entropy[i] = byte(f.Uint32())
	}
	m.ID = content.NewID(kind, time.UnixMilli(f.Int64N(1<<41)), entropy)
	m.Slug, m.FormerSlugs, m.TextsAt = fmt.Sprint("slug-", f.IntN(1000)), nil, nil // TextsAt is in no file
	if m.PublishedAt != nil && m.PublishedAt.IsZero() {
		m.PublishedAt = nil
	}
	content.Normalise(d)
	return d
}

func (f filler) fill(v reflect.Value, ref string) {
	if f.IntN(10) >= f.fullness {
		return
	}
	switch t := v.Type(); t {
	case typeText:
		v.Set(reflect.ValueOf(f.texts()))
		return
	case typeRichText:
		v.Set(reflect.ValueOf(locale.RichText{Text: locale.NewText("da", "x").With("en", f.text())}))
		return
	case typeTime:
		zone := []*time.Location{time.UTC, time.FixedZone("", 2*60*60), time.FixedZone("", -9*60*60-30*60)}[f.IntN(3)]
		v.Set(reflect.ValueOf(time.UnixMilli(f.Int64N(1 << 42)).In(zone)))
		return
	case typeID:
		if ref != "" {
			v.SetString(string(content.NewID(content.KindNamed(ref), time.UnixMilli(1), [10]byte{byte(f.Uint32())})))
		}
		return
	case reflect.TypeFor[locale.Date]():
		v.SetString("2021-09-01")
		return
	case reflect.TypeFor[locale.URL]():
		v.SetString([]string{"https://x.dk/a?b=c#d", "/media/fil.mp4"}[f.IntN(2)])
		return
	case reflect.TypeFor[locale.Language]():
		v.SetString([]string{"da", "no", "nb-NO", "sr-Latn-RS"}[f.IntN(4)])
		return
	case reflect.TypeFor[locale.Duration]():
		v.SetInt(f.Int64N(1e6) * int64(time.Millisecond))
		return
	}
	f.fillByKind(v, ref)
}

func (f filler) texts() locale.Text {
	var t locale.Text
	for _, l := range []locale.Language{"da", "en", "no", "nb-NO"} {
		if f.IntN(2) == 0 {
			t = t.With(l, f.text())
		}
	}
	return t
}

func (f filler) fillByKind(v reflect.Value, ref string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.text())
	case reflect.Bool:
		v.SetBool(f.IntN(2) == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.Uint64()) >> f.IntN(64))
	case reflect.Float64:
		v.SetFloat(f.NormFloat64())
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		f.fill(p.Elem(), ref)
		if rich, ok := p.Interface().(*locale.RichText); !ok || len(rich.Text) > 0 {
			v.Set(p)
		}
	case reflect.Slice:
		n := 1 + f.IntN(3)
		s := reflect.MakeSlice(v.Type(), n, n)
		for i := range n {
			f.fill(s.Index(i), ref)
			if s.Index(i).Kind() == reflect.String && s.Index(i).Len() == 0 {
				return // an empty item is refused
			}
		}
		v.Set(s)
	case reflect.Struct:
		for i := range v.NumField() {
			if tag := v.Type().Field(i).Tag; tag.Get("json") != "-" { // not stored
				f.fill(v.Field(i), tag.Get("ref"))
			}
		}
	}
}

// decodeText decodes one document as from a file in its folder.
func decodeText(text []byte, kind *content.Kind) (*item, []Problem) {
	var all []Problem
	f := &file{name: "fil.yaml", folder: kind.Folder, stem: "fil"}
	d := &decoder{format: newFormat(), file: f, part: part{line: 1, text: text}, report: func(p Problem) { all = append(all, p) }}
	return d.decode(), all
}

func TestDocumentsKeepWhatTheySay(t *testing.T) {
	t.Parallel()
	format := newFormat()
	for _, kind := range catalog.Kinds() {
		for seed := range uint64(300) {
			f := filler{rand.New(rand.NewPCG(seed, 1)), 1 + int(seed%10)}
			d := f.document(kind)
			d.Base().Moves = content.Moves{Time: int(seed), Place: int(seed % 3), Status: int(seed % 5)}
			for _, at := range []*time.Time{&d.Base().CreatedAt, &d.Base().UpdatedAt, d.Base().PublishedAt} {
				if at != nil && !at.IsZero() {
					*at = at.UTC()
				}
			}
			text := format.encode(d, nil, func(content.ID) string { return "hvem" })
			it, problems := decodeText(text, kind)
			if len(problems) > 0 {
				t.Fatalf("%s %d: %v\n%s", kind.Name, seed, problems, text)
			}
			if diff := cmp.Diff(d, it.document); diff != "" {
				t.Fatalf("%s %d: %s\n%s", kind.Name, seed, diff, text)
			}
			if again := format.encode(it.document, nil, func(content.ID) string { return "hvem" }); string(again) != string(text) {
				t.Fatalf("%s %d: written again:\n%s\nbefore:\n%s", kind.Name, seed, again, text)
			}
			if n := len(slices.Collect(documentsIn(text))); n != 1 {
				t.Fatalf("%s %d: splits into %d:\n%s", kind.Name, seed, n, text)
			}
		}
	}
}

func documentsIn(text []byte) func(func(part) bool) {
	return func(yield func(part) bool) {
		_ = splitDocuments(strings.NewReader(string(text)), func(p part) error {
			yield(p)
			return nil
		})
	}
}

// folder returns the content of a folder as one text.
func folder(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, p))
		fmt.Fprintf(&b, "== %s\n%s", p, text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
