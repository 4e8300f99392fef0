// Package sitemap writes what search engines read of a website: which pages there
// are (sitemaps.org), in which languages, and which films and pictures are on them.
//
// It must not know where its responses go, or anything that the view doesn't show.
package sitemap
