// Package oembed tells another website how to show a video or an episode of ours,
// by the address of its page (oembed.com, version 1.0).
//
// What it gives has the browser ask nobody but this service, unless the film is
// with somebody else who needs no consent, and the site doesn't say dnt. It must
// not know where its responses go, or anything that the view doesn't show.
package oembed
