package webpage

import (
	"slices"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/internal/feed"
)

// listed is the maximum number of documents of a kind that a page links to by each index.
const listed = 50

// group is the related documents of one kind.
type group struct {
	Kind  string
	Links []link
}

// link is a link to another document.
type link struct {
	Language locale.Language
	Title    string
	Address  string
}

// related adds the documents that the document refers to, and those that refer to it, by what
// its kind and the indexes of all kinds declare, as far as this reader sees them.
func (p *data) related(v *content.View, r *feed.Request, d content.Document) error {
	found := map[*content.Kind][]content.Document{}
	add := func(other content.Document) {
		kind := content.KindOf(other)
		same := func(d content.Document) bool { return d.Base().ID == other.Base().ID }
		if !same(d) && !slices.ContainsFunc(found[kind], same) {
			found[kind] = append(found[kind], other)
		}
	}
	if err := references(v, d, add); err != nil {
		return err
	}
	if err := referrers(v, d, add); err != nil {
		return err
	}
	for _, kind := range catalog.Kinds() {
		if len(found[kind]) == 0 {
			continue
		}
		g := group{Kind: kind.Many.In(p.Words.Language)}
		for _, other := range found[kind] {
			title, err := catalog.Headline(v, other)
			if err != nil {
				return err
			}
			g.Links = append(g.Links, link{other.Base().Language, title, relative(r.Site, other.Base().URL)})
		}
		p.Related = append(p.Related, g)
	}
	return nil
}

// references returns the documents that a document refers to. Its people come from its facets,
// which omit those who refuse to be shown in it.
func references(v *content.View, d content.Document, add func(content.Document)) error {
	facets, err := catalog.FacetsOf(v, d)
	if err != nil {
		return err
	}
	ids := facets.Speakers
	for _, a := range content.KindOf(d).Attributes {
		if a.Ref == "" || a.Ref == "speaker" {
			continue
		}
		for _, key := range a.Of(d) {
			ids = append(ids, content.ID(key))
		}
	}
	for _, id := range ids {
		switch other, err := v.Get(id); {
		case err == nil:
			add(other)
		case !content.IsNotFound(err):
			return err
		}
	}
	return nil
}

// referrers returns the documents that refer to a document, as far as an index finds them.
func referrers(v *content.View, d content.Document, add func(content.Document)) error {
	first := listed
	for _, kind := range catalog.Kinds() {
		asked := map[string]bool{}
		for _, index := range kind.Indexes {
			a := kind.Attribute(index.By)
			if a == nil || a.Ref != content.KindOf(d).Name || asked[index.By] {
				continue
			}
			asked[index.By] = true
			list, err := listing.Read[content.Document](v, listing.Query{
				Kind: kind, Order: index.Order, First: &first,
				Where: []listing.Condition{{Attribute: index.By, In: []content.Key{content.StringKey(d.Base().ID)}}},
			})
			if err != nil {
				return err
			}
			for _, other := range list.Nodes() {
				add(other)
			}
		}
	}
	return nil
}
