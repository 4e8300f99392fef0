package content

import (
	"slices"
	"strings"
	"time"

	"lectern/content/locale"
)

// Kind is what the service must know of a content type.
type Kind struct {
	Name   string // "podcastEpisode": in keys, files and messages
	Prefix string // of its ids: "episode"
	Folder string // of its files and of its addresses on the website: "episodes"
	New    func() Document
	// Title is what a document of the kind is called: its title or name. It
	// gives the slug, and says which document is meant.
	Title func(d Document) locale.Text

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

	Presentation
	Hooks
}

// Hooks are what the engine asks of a kind as its documents are saved, published
// and read. Each may be left out.
type Hooks struct {
	// Normalise puts a document that is saved into its one form.
	Normalise func(d Document)
	// Succeeds reports what a version that is saved must not change of the one that
	// counted before. Restored says that it is a former version which comes back. d may
	// be changed. What it reports stands in the way also of a draft.
	Succeeds func(t *Transaction, d, before Document, restored bool) []Problem
	// Copied takes out of a copy what must differ from the original.
	Copied func(d Document)
	// Publishing is called as a document is published that readers have seen
	// before, with the version that they saw last. d may be changed.
	Publishing func(t *Transaction, d, former Document) error
	// Remembers says that rules compare a document with the version that readers
	// saw last, also where they see none now (Check.EverPublic).
	Remembers bool
	// Follow stages what follows from a staged document, before the change is
	// checked. It gives the documents of later kinds in Kinds for which Follow is
	// to be called too, though they are not staged.
	Follow func(t *Transaction, id ID) (also []ID, err error)
	// Ends are the instants at which something of a document ends by the clock, in
	// order, and End stages what follows when one has come. What it stages must
	// take the instant out of Ends. working is nil where there is no document.
	Ends func(published, working Document, s State) []time.Time
	End  func(t *Transaction, id ID) error
	// Address fills in, in a copy of its own, the addresses of this service that
	// follow from the document.
	Address func(d Document, s *Site)
	// Lent is what documents that refer to a document show of it besides that it is
	// there; values that reflect.DeepEqual compares.
	Lent func(d Document) []any
	// Borrows says that a document shows something that is lent by one that it may
	// refer to by way of a third.
	Borrows *Borrowing
}

// Borrowing is the way from a document to one whose Lent it shows: from a film by
// its session to its conference.
type Borrowing struct {
	From    string                    // the name of the lender's kind
	Through string                    // the name of the kind between them
	By      func(d Document) ID       // the document between them; empty where d refers to the lender itself, or to neither
	Lender  func(through Document) ID // that the one between them refers to
}

// Attribute is something of a document that can be looked for.
type Attribute struct {
	Name string
	// Of gives the keys of the attribute's values, none where there is none.
	Of func(d Document) []Key
	// Named gives the title or name that the attribute is, in the language of the
	// service that it is put in order for. It is nil where the attribute is none;
	// else Of gives its key in the default language.
	Named func(d Document, l locale.Language) string
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

// Types are what a program holds: its content types, and what its rules say.
type Types struct {
	Kinds    []*Kind                 // a kind after those that it refers to
	Messages map[ProblemCode]Message // of the problems that the rules of kinds report
}

// The registry. Register writes it, once, before anything reads it.
var (
	kinds                      []*Kind
	kindsByPrefix, kindsByName map[string]*Kind
	indexRanges                map[*Kind]map[Index]map[locale.Language]Range
)

// Register gives the program its content types, and returns their kinds. An id
// names its kind, a stored version too, and both are read where nobody could hand
// the kinds in: so there is one list for a program, made as the package of the
// types is initialised (docs/decisions/one-list-of-kinds.md). It panics where there
// is a list already, and where two kinds share a name, a prefix or a folder.
func Register(t Types) []*Kind {
	if kinds != nil {
		panic("content: the content types are registered twice")
	}
	kindsByPrefix, kindsByName = map[string]*Kind{}, map[string]*Kind{}
	folders := map[string]bool{}
	for _, k := range t.Kinds {
		if kindsByName[k.Name] != nil || kindsByPrefix[k.Prefix] != nil || folders[k.Folder] {
			panic("content: two content types have the name " + k.Name + ", the prefix " + k.Prefix + " or the folder " + k.Folder)
		}
		kindsByPrefix[k.Prefix], kindsByName[k.Name], folders[k.Folder] = k, k, true
	}
	for code, m := range t.Messages {
		if _, twice := messages[code]; twice {
			panic("content: the problem " + string(code) + " has two messages")
		}
		messages[code] = m
	}
	kinds, indexRanges = t.Kinds, rangesOf(t.Kinds)
	return kinds
}

// Kinds lists the content types, a kind after those that it refers to.
func Kinds() []*Kind { return kinds }

// KindOfPrefix is the kind whose ids begin so, nil where there is none.
func KindOfPrefix(prefix string) *Kind {
	mustBeRegistered()
	return kindsByPrefix[prefix]
}

// mustBeRegistered panics in a program without content types: each id would be of no
// kind there, silently.
func mustBeRegistered() {
	if kindsByPrefix == nil {
		panic("content: no content types are registered: the program must import lectern/content/catalog")
	}
}

// KindNamed is the kind of a name, nil where there is none.
func KindNamed(name string) *Kind {
	mustBeRegistered()
	return kindsByName[name]
}

// KindOf is the kind of a document.
func KindOf(d Document) *Kind { return d.Base().ID.Kind() }

// IndexRanges are where the keys of an index of the kind are, for each language that
// names are put in order for; those of another order are under "". They must not be
// changed.
func IndexRanges(k *Kind, index Index) map[locale.Language]Range { return indexRanges[k][index] }

// Attribute is the kind's attribute of a name, nil where it has none.
func (k *Kind) Attribute(name string) *Attribute {
	for i := range k.Attributes {
		if k.Attributes[i].Name == name {
			return &k.Attributes[i]
		}
	}
	return nil
}

// SortKeys is the key by which a title or name is put in order in a language, if
// it is there.
func (a *Attribute) SortKeys(d Document, l locale.Language) []Key {
	if s := a.Named(d, l); s != "" {
		return []Key{TextKey(l, s)}
	}
	return nil
}

// WithCommon adds the attributes that every kind has.
func WithCommon(attributes ...Attribute) []Attribute {
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

// WithCommonIndexes adds the indexes that every kind has.
func WithCommonIndexes(indexes ...Index) []Index {
	return append([]Index{{Order: "slug"}, {Order: "updatedAt"}}, indexes...)
}

// rangesOf are the ranges of the keys of each index of some kinds, by the language
// of its order, which is empty where that is no name.
func rangesOf(kinds []*Kind) map[*Kind]map[Index]map[locale.Language]Range {
	all := make(map[*Kind]map[Index]map[locale.Language]Range, len(kinds))
	for _, k := range kinds {
		indexes := slices.Concat(k.Indexes, stateIndexes(k))
		all[k] = make(map[Index]map[locale.Language]Range, len(indexes))
		for _, index := range indexes {
			languages := []locale.Language{""}
			if k.Attribute(index.Order).Named != nil {
				languages = locale.Languages()
			}
			all[k][index] = make(map[locale.Language]Range, len(languages))
			for _, l := range languages {
				prefix := indexPrefix(k, index, l)
				all[k][index][l] = Range{prefix, keyAfter(prefix)}
			}
		}
	}
	return all
}
