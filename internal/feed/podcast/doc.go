// Package podcast writes the feed of a podcast: RSS 2.0 with what PSP-1 of the
// Podcast Standards Project and Apple ask for, and the tags of Podcasting 2.0
// that there is content for. It writes the chapters of an episode, too, in the
// form that goes with them.
//
// It must not know where its responses go, or anything that the view doesn't show.
package podcast
