package sitemap

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/internal/feed"
)

const (
	mediaType = "application/xml"
	namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
	// size is the number of documents in a sitemap. With a page in each language and the data
	// of videos, that stays within the read limit of a view.
	size = 1000
)

// Routes returns the index and its sitemaps.
func Routes() feed.Routes {
	return feed.Routes{{Path: "/feeds/sitemap.xml", Encode: index}, {Path: sitemapPath("{name}"), Encode: pages}}
}

func sitemapPath(name string) string { return "/feeds/sitemap/" + name + ".xml" }

type indexDocument struct {
	XMLName   xml.Name  `xml:"sitemapindex"`
	Namespace string    `xml:"xmlns,attr"`
	Sitemaps  []sitemap `xml:"sitemap"`
}

type sitemap struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
}

// index lists the sitemaps of all kinds.
func index(v *content.View, r *feed.Request) (*feed.Representation, error) {
	out := &indexDocument{Namespace: namespace}
	for _, kind := range catalog.Kinds() {
		n, err := v.Count(kind)
		if err != nil {
			return nil, err
		}
		one := 1
		newest, err := listing.Read[content.Document](v, listing.Query{Kind: kind, Order: "updatedAt", Descending: true, First: &one})
		if err != nil {
			return nil, err
		}
		for page := 1; (page-1)*size < n && len(newest.Nodes()) > 0; page++ {
			name := kind.Folder
			if page > 1 {
				name += "-" + strconv.Itoa(page)
			}
			out.Sitemaps = append(out.Sitemaps, sitemap{string(r.Site.Service) + sitemapPath(name), date(newest.Nodes()[0].Base().UpdatedAt)})
		}
	}
	return feed.XML(mediaType, out), nil
}

// pages lists the pages of the documents in a sitemap of the index, "videos" or "videos-2".
func pages(v *content.View, r *feed.Request) (*feed.Representation, error) {
	kind, page := named(r.Value("name"))
	if kind == nil {
		return nil, content.Errorf(content.CodeNotFound, "There is no sitemap with this name. /feeds/sitemap.xml lists the sitemaps.")
	}
	ids, err := listing.IDs(v, listing.Query{Kind: kind, Order: "slug"})
	if err != nil {
		return nil, err
	}
	if (page-1)*size >= len(ids) && page > 1 {
		return nil, content.Errorf(content.CodeNotFound, "There is no sitemap with this number. /feeds/sitemap.xml lists the sitemaps.")
	}
	out := &document{Namespace: namespace, XHTML: xhtmlNamespace, Image: imageNamespace, Video: videoNamespace}
	for _, id := range ids[(page-1)*size : min(page*size, len(ids))] {
		urls, err := urlsOf(v, r.Site, id)
		if err != nil {
			return nil, err
		}
		out.URLs = append(out.URLs, urls...)
	}
	return feed.XML(mediaType, out), nil
}

// named parses the name of a sitemap into a kind and a page; kind is nil if it is invalid.
func named(name string) (*content.Kind, int) {
	folder, number, numbered := strings.Cut(name, "-")
	page := 1
	if numbered {
		n, err := strconv.Atoi(number)
		if err != nil || n < 2 || strconv.Itoa(n) != number {
			return nil, 0
		}
		page = n
	}
	for _, kind := range catalog.Kinds() {
		if kind.Folder == folder {
			return kind, page
		}
	}
	return nil, 0
}

func date(t time.Time) string { return t.UTC().Format(time.RFC3339) }
