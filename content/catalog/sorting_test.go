package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
)

// danishNames returns random names, with letters that Danish sorts differently.
func danishNames(random *rand.Rand, n int) []string {
	syllables := []string{"aa", "Aa", "å", "Å", "æ", "Æ", "ø", "Ø", "ö", "ä", "ü", "é", "a", "A", "be", "Ce", "z", "Zo", "o", "s", " ", "-", "van ", "d'", "th", "1", "12"}
	names := make([]string, n)
	for i := range names {
		var b strings.Builder
		for range 1 + random.IntN(5) {
			b.WriteString(syllables[random.IntN(len(syllables))])
		}
		if names[i] = strings.TrimSpace(b.String()); names[i] == "" {
			names[i] = "Å"
		}
	}
	return names
}

// TestNamesAreInTheOrderOfTheLanguage: pages of any size, in both directions, have the order of
// the language's collator, and equal names that of their ids.
func TestNamesAreInTheOrderOfTheLanguage(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	store := people(t, danishNames(random, 150)...)
	for reader, collation := range map[locale.Language]string{"da": "da", "en": "en", "en-GB": "en", "nb": "da", "sv": "da", "fr": "da"} {
		view := contenttest.View(t, store, content.Anonymous, reader)
		all := listed(t, view, 100, false, false)
		want := slices.Clone(all)
		collator := collate.New(language.MustParse(collation), collate.Loose)
		slices.SortFunc(want, func(a, b *catalog.Speaker) int {
			if c := collator.CompareString(a.Name, b.Name); c != 0 {
				return c
			}
			return strings.Compare(string(a.ID), string(b.ID))
		})
		if len(all) != 150 || !slices.Equal(all, want) {
			t.Fatalf("%s: %q\nwant %q", reader, namesOf(all), namesOf(want))
		}
		for range 4 {
			size := 1 + random.IntN(40)
			for _, descending := range []bool{false, true} {
				for _, backward := range []bool{false, true} {
					expected := slices.Clone(want)
					if descending {
						slices.Reverse(expected)
					}
					if got := listed(t, view, size, descending, backward); !slices.Equal(got, expected) {
						t.Fatalf("%s, %d at once, descending %t, backward %t: %q", reader, size, descending, backward, namesOf(got))
					}
				}
			}
		}
		if err := view.Close(); err != nil {
			t.Error(err)
		}
	}
}

func namesOf(speakers []*catalog.Speaker) (names []string) {
	for _, s := range speakers {
		names = append(names, s.Name)
	}
	return names
}

// listed reads all pages, from the beginning or from the end.
func listed(t *testing.T, view *content.View, size int, descending, backward bool) (all []*catalog.Speaker) {
	t.Helper()
	q := listing.Query{Kind: content.KindNamed("speaker"), Order: "sortName", Descending: descending}
	if backward {
		q.Last = &size
	} else {
		q.First = &size
	}
	for {
		page, err := listing.Read[*catalog.Speaker](view, q)
		if err != nil {
			t.Fatal(err)
		}
		info := page.PageInfo()
		more, err := info.HasNextPage()
		if backward {
			all, q.Before = append(slices.Clone(page.Nodes()), all...), info.StartCursor()
			more, err = info.HasPreviousPage()
		} else {
			all, q.After = append(all, page.Nodes()...), info.EndCursor()
		}
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return all
		}
	}
}

// TestTitlesInTheReadersLanguage: a list is sorted by the titles that the reader sees, and its
// cursors belong to that order.
func TestTitlesInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	var topics []content.Document
	for i, name := range [][2]string{{"Ældre", "Elderly"}, {"Aarhus", "Aarhus"}, {"Børn", "Children"}, {"Zoom", "Zoom"}, {"Alene", ""}} {
		topics = append(topics, &catalog.Topic{Meta: contenttest.Meta("topic", fmt.Sprint("t", i)), Name: locale.NewText("da", name[0], "en", name[1])})
	}
	contenttest.Publish(t, store, topics...)
	first := 2
	for reader, want := range map[locale.Language]string{"da": "Alene Børn Zoom Ældre Aarhus", "en": "Aarhus Alene Children Elderly Zoom"} {
		view := contenttest.View(t, store, content.Anonymous, reader)
		other := contenttest.View(t, store, content.Anonymous, map[locale.Language]locale.Language{"da": "en", "en": "da"}[reader])
		q := listing.Query{Kind: content.KindNamed("topic"), Order: "name", First: &first}
		var got []string
		for more := true; more; {
			page, err := listing.Read[*catalog.Topic](view, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, topic := range page.Nodes() {
				got = append(got, topic.Name.String())
			}
			if n, err := page.TotalCount(); n != len(topics) || err != nil {
				t.Errorf("%d in all, %v", n, err)
			}
			more, _ = page.PageInfo().HasNextPage()
			q.After = page.PageInfo().EndCursor()
			if _, err := listing.Read[*catalog.Topic](other, q); content.CodeOf(err) != content.CodeBadCursor {
				t.Errorf("a cursor of %s in another language's order: %v", reader, err)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", reader, got, want)
		}
	}
}
