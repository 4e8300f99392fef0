package content

import "time"

// attribute declares an attribute of the documents of one Go type.
func attribute[D Document](name string, of func(d D) []Key) Attribute {
	return Attribute{Name: name, Of: func(d Document) []Key { return of(d.(D)) }}
}

// title is an attribute that is put in order as each language does: the title or
// name that readers of the language see.
func title[D Document](name string, of func(d D) Text) Attribute {
	return named(name, func(d D, l Language) string {
		text := of(d)
		if s := text.In(best(preferences[l], d.Base().Languages)); s != "" {
			return s
		}
		return text.String()
	})
}

// named is an attribute that is put in order as each language does.
func named[D Document](name string, of func(d D, l Language) string) Attribute {
	a := Attribute{Name: name, Named: func(d Document, l Language) string { return of(d.(D), l) }}
	a.Of = func(d Document) []Key { return a.SortKeys(d, DefaultLanguage) }
	return a
}

// preferences are those of readers of the service's languages.
var preferences = func() map[Language][]Language {
	all := map[Language][]Language{}
	for _, l := range Languages() {
		all[l] = Preferences(l)
	}
	return all
}()

// reference is an attribute whose values are ids of documents of a kind.
func reference[D Document](name, kind string, of func(d D) []ID) Attribute {
	a := attribute(name, func(d D) []Key {
		ids := of(d)
		keys := make([]Key, 0, len(ids))
		for _, id := range ids {
			if id != "" {
				keys = append(keys, StringKey(id))
			}
		}
		return keys
	})
	a.Ref = kind
	return a
}

// present is the key of a string that is there.
func present[S ~string](s S) []Key {
	if s == "" {
		return nil
	}
	return []Key{StringKey(s)}
}

// instant is the key of a time that is there.
func instant(t time.Time) []Key {
	if t.IsZero() {
		return nil
	}
	return []Key{TimeKey(t)}
}
