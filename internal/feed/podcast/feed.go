package podcast

import (
	"strconv"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/internal/feed"
)

const (
	mediaType = "application/rss+xml"
	// pageSize is the number of episodes in one document. Most apps read only the first.
	pageSize = 500
	// maxDescription is the maximum length of a description in bytes (PSP-1).
	maxDescription = 4000
	// generator identifies the program, without a version, so that an update of the program
	// changes no bytes.
	generator = "Lectern"
	// pageParameter is the number of the document, from 1.
	pageParameter = "page"
)

// Routes returns the feeds of podcasts and their chapters.
func Routes() feed.Routes {
	return feed.Routes{
		{Path: catalog.PodcastFeedPath("{slug}"), Parameters: []string{pageParameter}, Encode: encode},
		{Path: chaptersPath("{slug}"), Encode: chapters},
	}
}

// writer writes one document of a feed.
type writer struct {
	view    *content.View
	request *feed.Request
	podcast *catalog.Podcast
	newest  time.Time // the latest change of what the document shows
}

// encode writes the feed of a podcast: in the requested language, otherwise in the spoken one,
// as far as the podcast has it.
func encode(v *content.View, r *feed.Request) (*feed.Representation, error) {
	d, err := v.BySlug(content.KindNamed("podcast"), r.Value("slug"))
	if err != nil {
		return nil, err
	}
	w := &writer{view: v, request: r, podcast: d.(*catalog.Podcast)}
	if r.Language == "" {
		w.view = v.In(w.podcast.SpokenLanguage)
		if w.podcast, err = content.Get[*catalog.Podcast](w.view, w.podcast.ID); err != nil {
			return nil, err
		}
	}
	page, pages, ids, err := w.page()
	if err != nil {
		return nil, err
	}
	w.newest = w.podcast.UpdatedAt
	c := w.channel()
	for _, id := range ids {
		e, err := content.Get[*catalog.PodcastEpisode](w.view, id)
		if err != nil {
			return nil, err
		}
		i, err := w.item(e)
		if err != nil {
			return nil, err
		}
		if c.PubDate == "" { // they are sorted
			c.PubDate = date(e.ReleasedAt)
		}
		c.Items = append(c.Items, i)
	}
	c.LastBuildDate = date(w.newest)
	c.Links = w.links(page, pages)
	if pages == 1 {
		c.Complete = new(struct{})
	}
	return feed.XML(mediaType, &rss{
		Version: "2.0", ITunes: itunesNamespace, Podcast: podcastNamespace, Atom: atomNamespace, Content: contentNamespace,
		History: historyNamespace, Language: string(w.podcast.Language), Channel: c,
	}), nil
}

// page reads the requested page and finds its episodes.
func (w *writer) page() (page, pages int, ids []content.ID, err error) {
	page = 1
	if asked := w.request.Value(pageParameter); asked != "" {
		if page, err = strconv.Atoi(asked); err != nil || page < 1 {
			return 0, 0, nil, content.Errorf(content.CodeBadInput, "The parameter page must be a number from 1.").At(pageParameter)
		}
	}
	ids, err = listing.IDs(w.view, listing.Query{
		Kind:  content.KindNamed("podcastEpisode"),
		Where: []listing.Condition{{Attribute: "podcast", In: []content.Key{content.StringKey(w.podcast.ID)}}},
		Order: "releasedAt", Descending: true,
	})
	if err != nil {
		return 0, 0, nil, err
	}
	pages = max(1, (len(ids)+pageSize-1)/pageSize)
	if page > pages {
		return 0, 0, nil, content.Errorf(content.CodeNotFound, "The feed has no such page.")
	}
	return page, pages, ids[(page-1)*pageSize : min(page*pageSize, len(ids))], nil
}

func (w *writer) channel() *channel {
	p := w.podcast
	c := &channel{
		Title: p.Title.String(), Link: string(p.Link), Language: string(p.Language), Description: description(p.Description.String()),
		Generator: generator, Category: p.Category, Image: image{string(p.Artwork), p.Title.String(), string(p.Link)},
		Type: "episodic", Author: p.Author, Artwork: reference{string(p.Artwork)}, Explicit: p.Explicit,
		Categories: category{Text: p.Category}, GUID: p.GUID, Locked: locked{Owner: p.OwnerEmail, Value: "no"}, Medium: "podcast",
	}
	if p.OwnerEmail != "" {
		c.Owner = &owner{p.Author, p.OwnerEmail}
	}
	if p.Subcategory != "" {
		c.Categories.Sub = &category{Text: p.Subcategory}
	}
	if p.Locked {
		c.Locked.Value = "yes"
	}
	if p.License != "" {
		c.License = &annotation{string(p.LicenseURL), p.License}
		if p.LicenseURL == "" {
			c.License.Text = strings.ToLower(p.License) // the list's identifiers are in lower case
		}
	}
	if f := p.Funding; f != nil {
		c.Funding = &annotation{string(f.URL), f.Text.String()}
	}
	if w.request.Value("slug") != p.Slug {
		c.NewFeed = w.address(p.Language, 1)
	}
	return c
}

// links adds the links to the feed itself, to its other pages (RFC 5005), and to the podcast's
// other languages.
func (w *writer) links(page, pages int) []link {
	own := w.podcast.Language
	links := []link{{Rel: "self", Href: w.address(own, page), Type: mediaType}}
	add := func(rel string, page int) {
		links = append(links, link{Rel: rel, Href: w.address(own, page), Type: mediaType})
	}
	if pages > 1 {
		add("first", 1)
		if page > 1 {
			add("previous", page-1)
		}
		if page < pages {
			add("next", page+1)
		}
		add("last", pages)
	}
	for _, l := range w.podcast.Languages {
		if l != own {
			links = append(links, link{"alternate", w.address(l, 1), mediaType, string(l)})
		}
	}
	return links
}

// address returns the URL of a page of the feed in a language.
func (w *writer) address(l locale.Language, page int) string {
	with := map[string]string{"slug": w.podcast.Slug, "language": "", pageParameter: ""}
	if l != w.podcast.SpokenLanguage {
		with["language"] = string(l)
	}
	if page > 1 {
		with[pageParameter] = strconv.Itoa(page)
	}
	return w.request.Address(with)
}

// date formats an instant as in RFC 2822.
func date(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }
