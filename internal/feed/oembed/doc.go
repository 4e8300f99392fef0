// Package oembed tells other websites how to show a video or an episode of ours, by the URL of
// its page (oembed.com, version 1.0).
//
// Its HTML makes the browser contact only this service, unless the video is at a provider that
// needs no consent, and the site does not send dnt. It must not know where its responses go,
// or anything that the view does not show.
//
// Start with oembed.go.
package oembed
