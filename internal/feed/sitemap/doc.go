// Package sitemap writes a website's sitemaps for search engines: its pages (sitemaps.org),
// their languages, and the videos and pictures on them.
//
// It must not know where its responses go, or anything that the view does not show.
//
// Start with sitemap.go; url.go has one page.
package sitemap
