package catalog

import (
	"net/url"
	"slices"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// The provider of a player learns who watches, so a viewer is asked first (Source.
// RequiresConsent). The thumbnail is shown before that, so it must be served by this service.

// providerHosts are the hosts of the known providers' pictures, players and pages.
var providerHosts = []string{
	"youtube.com", "youtube-nocookie.com", "youtu.be", "ytimg.com", "ggpht.com", "googleusercontent.com", "googlevideo.com",
	"vimeo.com", "vimeocdn.com", "dailymotion.com", "dmcdn.net", "facebook.com", "fbcdn.net", "instagram.com", "cdninstagram.com",
	"tiktok.com", "tiktokcdn.com", "twitch.tv", "jtvnw.net", "wistia.com", "wistia.net", "wi.st", "kaltura.com", "jwplayer.com",
	"jwplatform.com", "jwpcdn.com", "brightcove.com", "brightcove.net", "23video.com", "twentythree.net", "soundcloud.com", "sndcdn.com",
	"spotify.com", "scdn.co", "spotifycdn.com", "linkedin.com", "licdn.com", "twitter.com", "twimg.com", "x.com", "streamable.com", "loom.com",
}

// checkThumbnail reports a thumbnail that is loaded from a provider.
func checkThumbnail(c *content.Check, v *Video) {
	host := hostOf(v.Thumbnail)
	if host == "" {
		return
	}
	foreign := slices.ContainsFunc(providerHosts, func(p string) bool { return isUnder(host, p) })
	for i := range v.Sources {
		if s := &v.Sources[i]; s.Provider != "" || s.RequiresConsent {
			foreign = foreign || sameSite(host, hostOf(s.URL))
		}
	}
	if foreign {
		c.Soft(ForeignImage, "thumbnail", host)
	}
}

// hostOf returns the host of a URL; "" for a path under this service, and for an asset.
func hostOf(u locale.URL) string {
	parsed, err := url.Parse(string(u))
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(parsed.Hostname()), ".")
}

func isUnder(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, "."+domain)
}

// sameSite reports whether two hosts belong to one site: one is below the other, or both are
// below a name of two labels. Under "co.uk" and the like that is too strict; an upload is then
// required, which is fine too.
func sameSite(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	return isUnder(a, b) || isUnder(b, a) || domain(a) == domain(b)
}

func domain(host string) string {
	words := strings.Split(host, ".")
	return strings.Join(words[max(0, len(words)-2):], ".")
}
