package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/internal/record"
	"lectern/content/locale"
)

// filler fills documents randomly: a random third of the fields stays empty, and texts have
// characters that JSON escapes.
type filler struct{ *rand.Rand }

func oneOf[T any](f filler, of ...T) T { return of[f.IntN(len(of))] }

func (f filler) text() string {
	pieces := []string{"ord", " ", "æøå", "\"", "\\", "\n\t", "<b>&", "\u2028", "\x01\x7f", "😀", "\u00ad", "/", "{[,:]}", "\ufffd"}
	var b strings.Builder
	for range 1 + f.IntN(6) {
		b.WriteString(oneOf(f, pieces...))
	}
	return b.String()
}

func (f filler) language() locale.Language {
	return oneOf[locale.Language](f, "da", "en", "de", "nb-NO", "zh-Hant")
}

func (f filler) time() time.Time {
	zone := oneOf(f, time.UTC, time.FixedZone("", 2*60*60), time.FixedZone("", -(3*60+30)*60))
	return time.Unix(f.Int64N(1<<33), f.Int64N(2)*f.Int64N(1e9)).In(zone)
}

func (f filler) fill(v reflect.Value) {
	if f.IntN(3) == 0 {
		return
	}
	switch p := v.Addr().Interface().(type) {
	case *locale.Text:
		for range 1 + f.IntN(3) {
			*p = p.With(f.language(), f.text())
		}
	case *time.Time:
		*p = f.time()
	case *locale.TextTimes:
		*p = p.With(f.language(), f.time()).With(f.language(), f.time())
	case *locale.Language:
		*p = f.language()
	case *locale.URL:
		*p = oneOf(f, "https://example.org/a-b_c.d", "http://example.org:80/?q=1#x", "/media/a.mp4", testAsset(content.AssetImage), "https://æ.example/%20")
	case *locale.Date:
		*p = oneOf[locale.Date](f, "2021-09-01", "0001-01-01")
	case *locale.Duration:
		*p = locale.Duration(time.Duration(f.IntN(1e8)) * time.Millisecond)
	case *locale.ServedIn, *content.Revision:
		if r, ok := p.(*content.Revision); ok {
			*r = content.Revision(f.Uint64() >> f.IntN(64))
		}
	default:
		f.fillKind(v)
	}
}

func (f filler) fillKind(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.text())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(f.Uint64()) >> f.IntN(64))
	case reflect.Float64:
		v.SetFloat(f.Float64())
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Slice:
		for range f.IntN(4) {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
			item := v.Index(v.Len() - 1)
			if f.fill(item); item.IsZero() && item.Type() == reflect.TypeFor[locale.Language]() {
				item.Set(reflect.ValueOf(f.language()))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	default:
		panic("content: nothing fills a " + v.Type().String())
	}
}

func (f filler) document(kind *content.Kind) content.Document {
	d := kind.New()
	f.fillKind(reflect.ValueOf(d).Elem())
	d.Base().ID = testID(kind.Name, fmt.Sprint(f.Uint64()))
	return d
}

// byReflection reads a version as encoding/json does.
func byReflection(t testing.TB, stored []byte) (content.Document, error) {
	t.Helper()
	head, body, _ := bytes.Cut(stored, []byte("\n"))
	d := content.KindNamed(strings.TrimPrefix(string(head), "1 ")).New()
	err := json.Unmarshal(body, d)
	return d, err
}

// TestDecodeAsReflectionDoes compares random documents of each kind.
func TestDecodeAsReflectionDoes(t *testing.T) {
	t.Parallel()
	f := filler{rand.New(rand.NewPCG(1, 2))}
	for _, kind := range Kinds() {
		for range 200 {
			checkAsReflection(t, f.document(kind))
		}
	}
}

// checkAsReflection reads a document as encoded, with spaces, and with unknown members.
func checkAsReflection(t *testing.T, d content.Document) {
	t.Helper()
	stored, err := content.EncodeAny(d)
	if err != nil {
		t.Fatal(err)
	}
	var spaced bytes.Buffer
	head, body, _ := bytes.Cut(stored, []byte("\n"))
	spaced.Write(append(head, '\n'))
	if err := json.Indent(&spaced, body, " ", "\t"); err != nil {
		t.Fatal(err)
	}
	unknown := bytes.Replace(stored, []byte("\n{"), []byte("\n{\"later\":[{\"a\\\"]\":\"}\"},1,null,[]],\"more\":-1.5e3,\"slug\":null,"), 1)
	for _, b := range [][]byte{stored, spaced.Bytes(), unknown} {
		want, err := byReflection(t, b)
		if err != nil {
			t.Fatal(err)
		}
		got, err := content.Decode(b, 1)
		if err != nil {
			t.Fatalf("%v\n%s", err, b)
		}
		m := got.Full.Base() // not in any version
		want.Base().Revision, want.Base().Languages = m.Revision, m.Languages
		content.Normalise(want) // versions from before texts had one form are read in it, too
		if !reflect.DeepEqual(got.Full, want) {
			t.Fatalf("%s\nis read as %+v\nwant %+v", b, got.Full, want)
		}
		content.Normalise(d)
		normal, err := content.EncodeAny(d)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := content.EncodeAny(got.Full); err != nil || !bytes.Equal(again, normal) {
			t.Fatalf("%v: written again as\n%s\nwas\n%s", err, again, normal)
		}
	}
}

func TestDecodeState(t *testing.T) {
	t.Parallel()
	f := filler{rand.New(rand.NewPCG(3, 4))}
	for range 500 {
		var state, want content.State
		f.fillKind(reflect.ValueOf(&state).Elem())
		b, err := json.Marshal(state)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		if got, err := content.DecodeState(string(b)); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%v\n%s\nis read as %+v\nwant %+v", err, b, got, want)
		}
	}
	for _, bad := range []string{"", "[]", `{"created":-1}`, `{"created":1}x`, `{"created":1,}`, `{"archived":1}`, `{"hidden":{}}`} {
		if s, err := content.DecodeState(bad); content.CodeOf(err) != content.CodeCorrupt {
			t.Errorf("%s is read as %+v, %v", bad, s, err)
		}
	}
}

// TestReaderRefuses has values that are not JSON, or not of their field's type.
func TestReaderRefuses(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"slug":1}`, `{"slug":"a}`, `{"slug":"a\x"}`, `{"slug":"\u12g4"}`, `{"slug":"\u12"}`, `{"slug":"a\"}`, `{"slug"}`, `{"slug":}`, `{slug:""}`,
		`{"slug":"a" "b":1}`, `{"slug":"a",}`, `{,}`, `{`, `{"later":[}`, `{"later":01}`, `{"later":{"a":1}`, `{"later":}`, `{"later":a}`,
		`{"season":1.0}`, `{"season":1e2}`, `{"season":01}`, `{"season":+1}`, `{"season":0x1}`, `{"season":1_0}`, `{"season":"1"}`, `{"season":99999999999999999999}`,
		`{"explicit":"true"}`, `{"explicit":truer}`, `{"chapters":{}}`, `{"chapters":[1]}`, `{"chapters":[{}`, `{"audio":[]}`, `{"audio":""}`,
		`{"title":"a"}`, `{"title":{"da":1}}`, `{"title":{"xx-no":"a"}}`, `{"title":{"da"}}`, `{"showNotes":[]}`, `{"artwork":"javascript:x"}`, `{"duration":"1"}`, `{"duration":""}`,
		`{"releasedAt":"2021-09-01"}`, `{"releasedAt":""}`, `{"publishedAt":1}`, `{"textsAt":{"da":null}`, `{"textsAt":[]}`,
	} {
		stored := "1 podcastEpisode\n" + body
		if d, err := content.Decode([]byte(stored), 1); content.CodeOf(err) != content.CodeCorrupt {
			t.Errorf("%s is read as %+v, %v", body, d, err)
		}
		if _, err := byReflection(t, []byte(stored)); err == nil {
			t.Errorf("%s: encoding/json reads it", body)
		}
	}
}

// TestReadingTakesMemoryInProportion reads texts that are constructed to take much memory.
func TestReadingTakesMemoryInProportion(t *testing.T) {
	// Not parallel: it measures memory.
	for _, body := range []string{
		strings.Repeat("[", 1<<18), `{"later":` + strings.Repeat("[", 1<<18), `{"later":` + strings.Repeat(`{"a":`, 1<<16),
		`{"title":{` + strings.Repeat(`"da":"",`, 1<<15), `{"chapters":[` + strings.Repeat("{},", 1<<16), `{"title":{"da":"` + strings.Repeat(`\u00e6`, 1<<15),
	} {
		const perByte = 256
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := content.Decode([]byte("1 podcastEpisode\n"+body), 1); err == nil {
			t.Fatal("no error")
		}
		runtime.ReadMemStats(&after)
		allocated := after.TotalAlloc - before.TotalAlloc
		if allocated > uint64(perByte*len(body)) {
			t.Errorf("%.20s…: %d bytes for %d", body, allocated, len(body))
		}
	}
}

// TestNarrowedAsReflectionDoes narrows random documents to each language.
func TestNarrowedAsReflectionDoes(t *testing.T) {
	t.Parallel()
	f := filler{rand.New(rand.NewPCG(5, 6))}
	for _, kind := range Kinds() {
		for range 100 {
			d := f.document(kind)
			before, err := content.EncodeAny(d)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range []locale.Language{"da", "de", "fr"} {
				want := copiedWith(reflect.ValueOf(d), func(v reflect.Value) reflect.Value {
					switch leaf := v.Interface().(type) {
					case locale.Text:
						return reflect.ValueOf(leaf.Narrow(l))
					case locale.RichText:
						return reflect.ValueOf(locale.RichText{Text: leaf.Text.Narrow(l)})
					case locale.ServedIn:
						return reflect.ValueOf(locale.ServedIn(l))
					}
					return v
				}).Interface().(content.Document)
				got := content.NarrowTo(d, l)
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("%+v\nin %s is %+v\nwant %+v", d, l, got, want)
				}
				content.EachField(got, func(f content.TreeField) { f.Value.SetZero() })
				if after, err := content.EncodeAny(d); err != nil || !bytes.Equal(after, before) {
					t.Fatalf("%s: to change the copy changes the original", kind.Name)
				}
			}
			if got, want := content.CompleteLanguages(d), languagesByReflection(d); !slices.Equal(got, want) {
				t.Fatalf("%+v is in %q, want %q", d, got, want)
			}
		}
	}
}

func languagesByReflection(d content.Document) (complete []locale.Language) {
	all := map[locale.Language]bool{}
	content.EachField(d, func(f content.TreeField) {
		text, _ := f.Text()
		for _, tr := range text {
			all[tr.Language] = true
		}
	})
	content.EachField(d, func(f content.TreeField) {
		if text, ok := f.Text(); ok && f.Required() {
			for l := range all {
				all[l] = all[l] && text.In(l) != ""
			}
		}
	})
	for l, has := range all {
		if has {
			complete = append(complete, l)
		}
	}
	slices.Sort(complete)
	return complete
}

// TestVisitMeetsAllAddresses compares with the walk by reflection.
func TestVisitMeetsAllAddresses(t *testing.T) {
	t.Parallel()
	f := filler{rand.New(rand.NewPCG(7, 8))}
	for _, kind := range Kinds() {
		for range 100 {
			d := f.document(kind)
			want := map[*locale.URL]bool{}
			content.EachField(d, func(f content.TreeField) {
				if u, ok := f.Value.Addr().Interface().(*locale.URL); ok {
					want[u] = true
				}
			})
			v := addresses{got: map[*locale.URL]bool{}}
			d.(interface{ Visit(record.Visitor) }).Visit(v)
			if !reflect.DeepEqual(v.got, want) {
				t.Fatalf("%s: %d addresses, want %d", kind.Name, len(v.got), len(want))
			}
		}
	}
}

type addresses struct {
	record.Nothing
	got map[*locale.URL]bool
}

func (v addresses) URL(u *locale.URL) { v.got[u] = true }

// copiedWith returns a deep copy with change applied to each leaf. Empty texts leave their
// lists, and empty rich texts become nil.
func copiedWith(v reflect.Value, change func(reflect.Value) reflect.Value) reflect.Value {
	t := v.Type()
	switch {
	case hasLanguage(t):
		return change(v)
	case isValue(t):
		return v
	case t.Kind() == reflect.Pointer:
		if v.IsNil() {
			return v
		}
		inner := copiedWith(v.Elem(), change)
		if rich, ok := inner.Interface().(locale.RichText); ok && len(rich.Text) == 0 {
			return reflect.Zero(t)
		}
		out := reflect.New(t.Elem())
		out.Elem().Set(inner)
		return out
	case t.Kind() == reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(t, 0, v.Len())
		for i := range v.Len() {
			item := copiedWith(v.Index(i), change)
			if t.Elem() == reflect.TypeFor[locale.Text]() && item.Len() == 0 {
				continue
			}
			out = reflect.Append(out, item)
		}
		return out
	default:
		out := reflect.New(t).Elem()
		out.Set(v)
		for i := range v.NumField() {
			if part := v.Field(i); !isValue(part.Type()) || hasLanguage(part.Type()) {
				out.Field(i).Set(copiedWith(part, change))
			}
		}
		return out
	}
}

// isValue reports whether a type is a value and not a structure.
func isValue(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[locale.Text](), reflect.TypeFor[locale.RichText](), reflect.TypeFor[time.Time]():
		return true
	}
	return t.Kind() != reflect.Struct && t.Kind() != reflect.Slice && t.Kind() != reflect.Pointer
}

// hasLanguage reports whether a value depends on the language.
func hasLanguage(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[locale.Text](), reflect.TypeFor[locale.RichText](), reflect.TypeFor[locale.ServedIn]():
		return true
	}
	return false
}
