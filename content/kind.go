package content

import "strings"

// Kind is what the service must know of a content type.
type Kind struct {
	Name   string // "podcastEpisode": in keys, files and messages
	Prefix string // of its ids: "episode"
	Folder string // of its files and of its addresses on the website: "episodes"
	New    func() Document
	// Title is what a document of the kind is called: its title or name. It
	// gives the slug, and says which document is meant.
	Title func(d Document) Text

	// Attributes are what lists can be filtered and ordered by, under the
	// names that they have in GraphQL.
	Attributes []Attribute
	// Indexes are what lists walk. A filter on equality is offered where an
	// index is led by it, a range and an order where an index is ordered by it.
	Indexes []Index
	// Texts gives what full text search finds the document by, of a document
	// that is narrowed and redacted. Readers are to see it through View.Passages,
	// which leaves out what is about people that they may not see.
	Texts func(d Document) []Passage
}

// Attribute is something of a document that can be looked for.
type Attribute struct {
	Name string
	// Of gives the keys of the attribute's values, none where there is none.
	Of func(d Document) []Key
	// Named gives the title or name that the attribute is, in the language of the
	// service that it is put in order for. It is nil where the attribute is none;
	// else Of gives its key in the default language.
	Named func(d Document, l Language) string
	// Ref names the kind that the values are ids of, if they are: readers
	// can't filter by a document that they can't see.
	Ref string
	// Consent is what a person whose id it is must not refuse for readers to
	// filter by that person; empty where there is no such thing.
	Consent ConsentTo
}

// Index orders the documents of a kind by one attribute, or those that share
// a value of the attribute By. Both names are of the kind's Attributes.
type Index struct{ By, Order string }

// Name tells the indexes of a kind apart.
func (x Index) Name() string { return strings.TrimPrefix(x.By+"."+x.Order, ".") }

// Kinds lists the content types, a kind after those that it refers to.
func Kinds() []*Kind { return kinds }

var kinds = []*Kind{
	topicKind, organisationKind, podcastKind, speakerKind, conferenceKind,
	policyProposalKind, sessionKind, videoKind, podcastEpisodeKind, photoKind,
}

var kindsByPrefix, kindsByName = func() (byPrefix, byName map[string]*Kind) {
	byPrefix, byName = map[string]*Kind{}, map[string]*Kind{}
	for _, k := range kinds {
		byPrefix[k.Prefix], byName[k.Name] = k, k
	}
	return byPrefix, byName
}()

// KindOfPrefix is the kind whose ids begin so, nil where there is none.
func KindOfPrefix(prefix string) *Kind { return kindsByPrefix[prefix] }

// KindNamed is the kind of a name, nil where there is none.
func KindNamed(name string) *Kind { return kindsByName[name] }

// KindOf is the kind of a document.
func KindOf(d Document) *Kind { return d.Base().ID.Kind() }

// Attribute is the kind's attribute of a name, nil where it has none.
func (k *Kind) Attribute(name string) *Attribute {
	for i := range k.Attributes {
		if k.Attributes[i].Name == name {
			return &k.Attributes[i]
		}
	}
	return nil
}

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
	a.Of = func(d Document) []Key { return a.sortKeys(d, DefaultLanguage) }
	return a
}

// sortKeys is the key by which a title or name is put in order in a language, if
// it is there.
func (a *Attribute) sortKeys(d Document, l Language) []Key {
	if s := a.Named(d, l); s != "" {
		return []Key{TextKey(l, s)}
	}
	return nil
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

// withCommon adds the attributes that every kind has.
func withCommon(attributes ...Attribute) []Attribute {
	return append([]Attribute{
		{Name: "slug", Of: func(d Document) []Key {
			m := d.Base()
			keys := make([]Key, 0, 1+len(m.FormerSlugs))
			for _, s := range append([]string{m.Slug}, m.FormerSlugs...) {
				keys = append(keys, StringKey(s))
			}
			return keys
		}},
		{Name: "updatedAt", Of: func(d Document) []Key { return []Key{TimeKey(d.Base().UpdatedAt)} }},
	}, attributes...)
}

// withCommonIndexes adds the indexes that every kind has.
func withCommonIndexes(indexes ...Index) []Index {
	return append([]Index{{Order: "slug"}, {Order: "updatedAt"}}, indexes...)
}
