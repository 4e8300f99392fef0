package content

import (
	"slices"
	"strings"
	"time"

	"lectern/content/locale"
)

// Kind describes a content type to the engine.
type Kind struct {
	Name   string // "podcastEpisode": in keys, files and messages
	Prefix string // of its ids: "episode"
	Folder string // of its files and of its URLs on the website: "episodes"
	New    func() Document
	// Title returns the title or name of a document of the kind. The slug is made from it, and
	// it identifies the document for people.
	Title func(d Document) locale.Text

	// Attributes are the values by which lists can be filtered and ordered, under their names
	// in GraphQL.
	Attributes []Attribute
	// Indexes are the indexes for lists. A filter on equality needs an index that begins with
	// the attribute; a range and an order need one that is ordered by it.
	Indexes []Index
	// Texts returns the texts by which full text search finds a document that is narrowed and
	// redacted. Readers must get them through catalog.PassagesOf, which leaves out texts about
	// people whom they may not see.
	Texts func(d Document) []Passage

	Presentation
	Hooks
}

// Hooks are functions of a kind that the engine calls when its documents are saved, published
// and read. Each may be nil.
type Hooks struct {
	// Normalise converts a saved document to its normal form.
	Normalise func(d Document)
	// Succeeds reports problems of a saved version that must not differ from the former current
	// one. Restored means that it is a former version that is restored. d may be changed. These
	// problems also prevent saving a draft.
	Succeeds func(t *Transaction, d, before Document, restored bool) []Problem
	// Copied removes from a copy what must differ from the original.
	Copied func(d Document)
	// Publishing is called when a document that readers have seen before is published, with the
	// version that they saw last. d may be changed.
	Publishing func(t *Transaction, d, former Document) error
	// Remembers means that rules compare a document with the version that readers saw last,
	// even if they see none now (Check.EverPublic).
	Remembers bool
	// Follow stages the consequences of a staged document, before the change is checked. It
	// returns the documents of later kinds in Kinds for which Follow must also be called,
	// though they are not staged.
	Follow func(t *Transaction, id ID) (also []ID, err error)
	// Ends returns the sorted instants at which something of a document ends by itself, and End
	// stages the consequences of one that has come. After them, Ends must not have that instant
	// any more. working is nil if there is no document.
	Ends func(published, working Document, s State) []time.Time
	End  func(t *Transaction, id ID) error
	// Address fills in, in a copy of the document, the URLs of this service that follow from
	// it.
	Address func(d Document, s *Site)
	// Lent returns what documents that refer to a document show of it besides its existence;
	// values that reflect.DeepEqual compares.
	Lent func(d Document) []any
	// Borrows declares that a document shows something that is lent by a document to which it
	// may refer through a third.
	Borrows *Borrowing
}

// Borrowing is the path from a document to one whose Lent it shows: from a video by its session
// to its conference.
type Borrowing struct {
	From    string                    // the name of the lender's kind
	Through string                    // the name of the kind between them
	By      func(d Document) ID       // the document between them; empty if d refers to the lender itself, or to neither
	Lender  func(through Document) ID // to which the one between them refers
}

// Attribute is a value of a document by which it can be found.
type Attribute struct {
	Name string
	// Of returns the keys of the attribute's values, if any.
	Of func(d Document) []Key
	// Named returns the title or name for an attribute that is sorted by the rules of a
	// language of the service. It is nil for other attributes; otherwise Of returns its key in
	// the default language.
	Named func(d Document, l locale.Language) string
	// Ref is the name of the kind whose ids the values are, if they are ids: readers can't
	// filter by a document that they can't see.
	Ref string
	// Consent is what a person must not refuse for readers to filter by that person's id; empty
	// if nothing.
	Consent ConsentTo
}

// Index orders the documents of a kind by one attribute, or those that share
// a value of the attribute By. Both names are of the kind's Attributes.
type Index struct{ By, Order string }

// Name returns the name of the index, unique in its kind.
func (x Index) Name() string { return strings.TrimPrefix(x.By+"."+x.Order, ".") }

// Types are the content types of a program, and the messages of their rules.
type Types struct {
	Kinds    []*Kind                 // each after those that it refers to
	Messages map[ProblemCode]Message // of the problems that the rules of kinds report
}

// The registry. Register writes it once, before anything reads it.
var (
	kinds                      []*Kind
	kindsByPrefix, kindsByName map[string]*Kind
	indexRanges                map[*Kind]map[Index]map[locale.Language]Range
)

// Register sets the content types of the program, and returns its kinds. An id names its kind,
// and so does a stored version, and both are parsed in places that can't be passed the kinds:
// so a program has one list, which is set when the package of the types is initialised
// (docs/decisions/one-list-of-kinds.md). It panics if there is a list already, and if two kinds
// share a name, a prefix or a folder.
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

// Kinds returns the content types, each after those that it refers to.
func Kinds() []*Kind { return kinds }

// KindOfPrefix returns the kind of ids with a prefix, or nil.
func KindOfPrefix(prefix string) *Kind {
	mustBeRegistered()
	return kindsByPrefix[prefix]
}

// mustBeRegistered panics in a program without content types, in which no id would have a kind.
func mustBeRegistered() {
	if kindsByPrefix == nil {
		panic("content: no content types are registered: the program must import lectern/content/catalog")
	}
}

// KindNamed returns the kind with a name, or nil.
func KindNamed(name string) *Kind {
	mustBeRegistered()
	return kindsByName[name]
}

// KindOf returns the kind of a document.
func KindOf(d Document) *Kind { return d.Base().ID.Kind() }

// IndexRanges returns the ranges of the keys of an index of the kind by language of the
// collation; "" in another order. They must not be changed.
func IndexRanges(k *Kind, index Index) map[locale.Language]Range { return indexRanges[k][index] }

// Attribute returns the kind's attribute with a name, or nil.
func (k *Kind) Attribute(name string) *Attribute {
	for i := range k.Attributes {
		if k.Attributes[i].Name == name {
			return &k.Attributes[i]
		}
	}
	return nil
}

// SortKeys returns the key by which a title or name is sorted in a language, if there is one.
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

// rangesOf returns the ranges of the keys of each index of some kinds, by language of the
// collation; "" if it is not ordered by a name.
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
