package content

import (
	"hash"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"time"

	"lectern/content/locale"
)

// TranslationState is the state of a translation.
type TranslationState string

// The states of a translation.
const (
	TranslationMissing  TranslationState = "MISSING"  // no texts
	TranslationPartial  TranslationState = "PARTIAL"  // some texts, but not all required ones
	TranslationOlder    TranslationState = "OLDER"    // the original has changed since
	TranslationComplete TranslationState = "COMPLETE" // readers get it, and it is up to date
)

// TranslationStatus is the status of a document's texts in a language, compared with the
// original.
type TranslationStatus struct {
	Language  locale.Language
	Original  locale.Language // the original language
	State     TranslationState
	Missing   []string   // the paths of required texts that only the original has
	UpdatedAt *time.Time // when its texts last changed; nil if unknown

	since time.Time // when the original last changed
}

// Translations returns the status of a whole document's texts in each of the service's
// languages, and in each other one that it has texts in, except the original: the default
// language, or the first that it has. A document without texts has none.
func Translations(d Document) []*TranslationStatus {
	m := d.Base()
	has := map[locale.Language]bool{}
	required := map[string]locale.Text{}
	EachField(d, func(f TreeField) {
		text, ok := f.Text()
		if !ok {
			return
		}
		if f.Required() {
			required[strings.Join(f.Path, ".")] = text
		}
		for _, tr := range text {
			has[tr.Language] = true
		}
	})
	if len(has) == 0 {
		return nil
	}
	original := locale.Best(locale.Languages(), slices.Sorted(maps.Keys(has)))
	others := locale.Languages()
	for _, l := range slices.Sorted(maps.Keys(has)) {
		if !slices.Contains(others, l) {
			others = append(others, l)
		}
	}
	var all []*TranslationStatus
	for _, l := range others {
		if l == original {
			continue
		}
		s := &TranslationStatus{Language: l, Original: original, Missing: []string{}, State: TranslationComplete, since: m.UpdatedAt}
		for _, path := range slices.Sorted(maps.Keys(required)) {
			if text := required[path]; text.In(original) != "" && text.In(l) == "" {
				s.Missing = append(s.Missing, path)
			}
		}
		at, known := m.TextsAt.In(l)
		if known {
			s.UpdatedAt = &at
		}
		changed, dated := m.TextsAt.In(original)
		if dated {
			s.since = changed
		}
		switch {
		case !has[l]:
			s.State = TranslationMissing
		case len(s.Missing) > 0:
			s.State = TranslationPartial
		case dated && at.Before(changed):
			s.State = TranslationOlder
		}
		all = append(all, s)
	}
	return all
}

// noteTexts records when the texts of a document in each language last changed: now, if they
// differ from the former version's; nil for a new document.
func noteTexts(former, d Document, now time.Time) {
	var before map[locale.Language]uint64
	var times locale.TextTimes
	if former != nil {
		before, times = textSums(former), former.Base().TextsAt
	}
	after := textSums(d)
	var noted locale.TextTimes
	for l, sum := range after {
		if at, known := times.In(l); known && before[l] == sum {
			noted = noted.With(l, at)
		} else if before[l] != sum {
			noted = noted.With(l, now)
		}
	}
	d.Base().TextsAt = noted
}

// textSums returns hashes of the texts of a document in each language, including their paths.
func textSums(d Document) map[locale.Language]uint64 {
	hashes := map[locale.Language]hash.Hash64{}
	EachField(d, func(f TreeField) {
		text, _ := f.Text()
		for _, tr := range text {
			h := hashes[tr.Language]
			if h == nil {
				h = fnv.New64a()
				hashes[tr.Language] = h
			}
			for _, part := range f.Path {
				_, _ = h.Write([]byte(part + "\x00")) // never fails
			}
			_, _ = h.Write([]byte(tr.Text + "\x00"))
		}
	})
	sums := make(map[locale.Language]uint64, len(hashes))
	for l, h := range hashes {
		sums[l] = h.Sum64()
	}
	return sums
}

// ConfirmTranslation stages the confirmation that a document's texts in a language are up to
// date, though the original has changed.
func ConfirmTranslation(t *Transaction, id ID, l locale.Language) error {
	working, err := t.Working(id)
	if err != nil {
		return err
	}
	if textSums(working)[l] == 0 {
		return Errorf(CodeBadInput, "The document has no text in this language.").At("input", "language")
	}
	d := Clone(working)
	if err := t.Save(d); err != nil {
		return err
	}
	d.Base().TextsAt = d.Base().TextsAt.With(l, d.Base().UpdatedAt)
	return nil
}

// translationsNeeded is an index of the drafts only: by the language that a document lacks,
// and since when.
var translationsNeeded = Index{By: "needsTranslation", Order: "since"}

// TranslationPrefix returns the prefix of the keys of the documents of a kind that lack a
// language, in the index of the drafts. The document that has waited longest is first.
func TranslationPrefix(kind *Kind, l locale.Language) string {
	return indexPrefix(kind, translationsNeeded, "", StringKey(l))
}

// translationKeys returns the keys of a working version in translationsNeeded.
func translationKeys(d Document) (keys []string) {
	if d == nil {
		return nil
	}
	for _, s := range Translations(d) {
		if s.State != TranslationComplete && slices.Contains(locale.Languages(), s.Language) {
			prefix := TranslationPrefix(KindOf(d), s.Language)
			keys = append(keys, string(appendElement([]byte(prefix), TimeKey(s.since)))+string(d.Base().ID))
		}
	}
	return keys
}
