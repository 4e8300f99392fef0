package catalog

import (
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// attribute declares an attribute of the documents of one Go type.
func attribute[D content.Document](name string, of func(d D) []content.Key) content.Attribute {
	return content.Attribute{Name: name, Of: func(d content.Document) []content.Key { return of(d.(D)) }}
}

// title declares an attribute that is sorted by the rules of each language: the title or name
// that readers of the language see.
func title[D content.Document](name string, of func(d D) locale.Text) content.Attribute {
	return named(name, func(d D, l locale.Language) string {
		text := of(d)
		if s := text.In(locale.Best(preferences[l], d.Base().Languages)); s != "" {
			return s
		}
		return text.String()
	})
}

// named declares an attribute that is sorted by the rules of each language.
func named[D content.Document](name string, of func(d D, l locale.Language) string) content.Attribute {
	a := content.Attribute{Name: name, Named: func(d content.Document, l locale.Language) string { return of(d.(D), l) }}
	a.Of = func(d content.Document) []content.Key { return a.SortKeys(d, locale.DefaultLanguage) }
	return a
}

// preferences are those of readers of the service's languages.
var preferences = func() map[locale.Language][]locale.Language {
	all := map[locale.Language][]locale.Language{}
	for _, l := range locale.Languages() {
		all[l] = locale.Preferences(l)
	}
	return all
}()

// reference declares an attribute whose values are ids of documents of a kind.
func reference[D content.Document](name, kind string, of func(d D) []content.ID) content.Attribute {
	a := attribute(name, func(d D) []content.Key {
		ids := of(d)
		keys := make([]content.Key, 0, len(ids))
		for _, id := range ids {
			if id != "" {
				keys = append(keys, content.StringKey(id))
			}
		}
		return keys
	})
	a.Ref = kind
	return a
}

// present returns the key of a string, or none if it is empty.
func present[S ~string](s S) []content.Key {
	if s == "" {
		return nil
	}
	return []content.Key{content.StringKey(s)}
}

// instant returns the key of a time, or none if it is zero.
func instant(t time.Time) []content.Key {
	if t.IsZero() {
		return nil
	}
	return []content.Key{content.TimeKey(t)}
}
