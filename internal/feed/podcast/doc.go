// Package podcast writes the feed of a podcast: RSS 2.0 with the requirements of Apple and of
// PSP-1 (Podcast Standards Project), and the Podcasting 2.0 tags for which there is content.
// It also writes the chapters of an episode.
//
// It must not know where its responses go, or anything that the view does not show.
//
// Start with feed.go; item.go has an episode, rss.go the format.
package podcast
