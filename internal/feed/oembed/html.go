package oembed

import (
	"fmt"
	"html"
	"net/url"
	"strings"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
)

// video shows a video: its files in the browser's player, otherwise the provider's player. If
// viewers must consent first, or the site sends dnt, the response is a link, because it can't
// request consent.
func (o *document) video(d *catalog.Video, care feed.Care, room bounds, dnt bool) {
	size := fit(videoWidth, videoWidth*9/16, room)
	var files, player string
	for _, s := range d.Sources {
		switch {
		case s.Provider == "":
			files += fmt.Sprintf(`<source src="%s" type="%s">`, escaped(s.URL), escaped(s.MIMEType))
		case !s.RequiresConsent && !dnt && player == "":
			player = string(s.URL)
		}
	}
	switch {
	case files != "":
		poster := ""
		if d.Thumbnail != "" {
			poster = fmt.Sprintf(` poster="%s"`, escaped(d.Thumbnail))
		}
		o.HTML = fmt.Sprintf(`<video controls preload="none" crossorigin="anonymous" width="%d" height="%d" title="%s"%s>%s%s</video>`,
			size.width, size.height, escaped(o.Title), poster, files, tracks(d))
	case player != "":
		o.HTML = fmt.Sprintf(`<iframe src="%s" width="%d" height="%d" title="%s" sandbox="allow-scripts allow-same-origin" referrerpolicy="no-referrer" loading="lazy" allowfullscreen></iframe>`,
			escaped(player), size.width, size.height, escaped(o.Title))
	default:
		return
	}
	o.Type, o.Width, o.Height = "video", size.width, size.height
	o.HTML = o.before(d, care) + o.HTML
}

// episode shows an episode in the browser's player.
func (o *document) episode(d *catalog.PodcastEpisode, care feed.Care, room bounds) {
	if d.Audio == nil {
		return
	}
	o.Type, o.Width, o.Height = "rich", audioWidth, audioHeight
	if room.width > 0 {
		o.Width = min(o.Width, room.width)
	}
	if room.height > 0 {
		o.Height = min(o.Height, room.height)
	}
	o.HTML = o.before(d, care) + fmt.Sprintf(`<audio controls preload="none" title="%s"><source src="%s" type="%s"></audio>`,
		escaped(o.Title), escaped(d.Audio.URL), escaped(d.Audio.MIMEType))
}

// before returns what precedes the player: the title, which links to the page, and the notice
// (promise 13).
func (o *document) before(d content.Document, care feed.Care) string {
	m := d.Base()
	return fmt.Sprintf(`<p lang="%s"><a href="%s" rel="noopener noreferrer">%s</a></p>`, escaped(m.Language), escaped(m.URL), escaped(o.Title)) + care.HTML("")
}

// tracks returns the captions of a video.
func tracks(d *catalog.Video) string {
	var b strings.Builder
	for _, c := range d.Captions {
		fmt.Fprintf(&b, `<track kind="%s" srclang="%s" src="%s">`, escaped(strings.ToLower(string(c.Kind))), escaped(c.Language), escaped(c.URL))
	}
	return b.String()
}

// fit reduces a size proportionally to the available space.
func fit(width, height int, room bounds) bounds {
	if room.width > 0 && width > room.width {
		width, height = room.width, max(minSize, height*room.width/width)
	}
	if room.height > 0 && height > room.height {
		width, height = max(minSize, width*room.height/height), room.height
	}
	return bounds{width, height}
}

func escaped[S ~string](s S) string { return html.EscapeString(string(s)) }

func origin(page locale.URL) (*url.URL, error) {
	u, err := url.Parse(string(page))
	if err != nil {
		return nil, fmt.Errorf("oembed: %w", err)
	}
	return u, nil
}
