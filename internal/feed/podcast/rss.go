package podcast

import "encoding/xml"

// The structs below are the elements of the feed, in the order of the document: a notice
// precedes the URL of the recording (promise 13).

const (
	itunesNamespace  = "http://www.itunes.com/dtds/podcast-1.0.dtd"
	podcastNamespace = "https://podcastindex.org/namespace/1.0"
	atomNamespace    = "http://www.w3.org/2005/Atom"
	contentNamespace = "http://purl.org/rss/1.0/modules/content/"
	historyNamespace = "http://purl.org/syndication/history/1.0"
)

type rss struct {
	XMLName  xml.Name `xml:"rss"`
	Version  string   `xml:"version,attr"`
	ITunes   string   `xml:"xmlns:itunes,attr"`
	Podcast  string   `xml:"xmlns:podcast,attr"`
	Atom     string   `xml:"xmlns:atom,attr"`
	Content  string   `xml:"xmlns:content,attr"`
	History  string   `xml:"xmlns:fh,attr"`
	Language string   `xml:"xml:lang,attr"`
	Channel  *channel `xml:"channel"`
}

type channel struct {
	Title         string      `xml:"title"`
	Links         []link      `xml:"atom:link"`
	Complete      *struct{}   `xml:"fh:complete"`
	Link          string      `xml:"link"`
	Language      string      `xml:"language"`
	Description   string      `xml:"description"`
	PubDate       string      `xml:"pubDate,omitempty"`
	LastBuildDate string      `xml:"lastBuildDate"`
	Generator     string      `xml:"generator"`
	Category      string      `xml:"category"`
	Image         image       `xml:"image"`
	NewFeed       string      `xml:"itunes:new-feed-url,omitempty"`
	Type          string      `xml:"itunes:type"`
	Author        string      `xml:"itunes:author"`
	Owner         *owner      `xml:"itunes:owner"`
	Artwork       reference   `xml:"itunes:image"`
	Categories    category    `xml:"itunes:category"`
	Explicit      bool        `xml:"itunes:explicit"`
	GUID          string      `xml:"podcast:guid,omitempty"`
	Locked        locked      `xml:"podcast:locked"`
	Medium        string      `xml:"podcast:medium"`
	License       *annotation `xml:"podcast:license"`
	Funding       *annotation `xml:"podcast:funding"`
	Items         []*item     `xml:"item"`
}

type item struct {
	Language       string       `xml:"xml:lang,attr,omitempty"` // if it differs from the channel's
	Title          string       `xml:"title"`
	GUID           guid         `xml:"guid"`
	PubDate        string       `xml:"pubDate"`
	Link           string       `xml:"link,omitempty"`
	Description    string       `xml:"description,omitempty"`
	Notes          string       `xml:"content:encoded,omitempty"`
	Enclosure      enclosure    `xml:"enclosure"`
	Duration       int          `xml:"itunes:duration,omitempty"` // in seconds
	Explicit       bool         `xml:"itunes:explicit"`
	Artwork        *reference   `xml:"itunes:image"`
	EpisodeType    string       `xml:"itunes:episodeType"`
	ITunesSeason   int          `xml:"itunes:season,omitempty"`
	ITunesEpisode  int          `xml:"itunes:episode,omitempty"`
	PodcastSeason  int          `xml:"podcast:season,omitempty"`
	PodcastEpisode int          `xml:"podcast:episode,omitempty"`
	Location       *location    `xml:"podcast:location"`
	Transcripts    []transcript `xml:"podcast:transcript"`
	Chapters       *chaptersRef `xml:"podcast:chapters"`
	Persons        []person     `xml:"podcast:person"`
}

type link struct {
	Rel      string `xml:"rel,attr"`
	Href     string `xml:"href,attr"`
	Type     string `xml:"type,attr"`
	Language string `xml:"hreflang,attr,omitempty"`
}

type image struct {
	URL   string `xml:"url"`
	Title string `xml:"title"`
	Link  string `xml:"link"`
}

type owner struct {
	Name  string `xml:"itunes:name"`
	Email string `xml:"itunes:email"`
}

type reference struct {
	Href string `xml:"href,attr"`
}

type category struct {
	Text string    `xml:"text,attr"`
	Sub  *category `xml:"itunes:category"`
}

type locked struct {
	Owner string `xml:"owner,attr,omitempty"`
	Value string `xml:",chardata"`
}

// annotation is a text with a URL.
type annotation struct {
	URL  string `xml:"url,attr,omitempty"`
	Text string `xml:",chardata"`
}

type guid struct {
	IsPermaLink bool   `xml:"isPermaLink,attr"`
	Value       string `xml:",chardata"`
}

type enclosure struct {
	URL    string `xml:"url,attr"`
	Length int    `xml:"length,attr"`
	Type   string `xml:"type,attr"`
}

type location struct {
	Rel     string `xml:"rel,attr"`
	Country string `xml:"country,attr,omitempty"`
	Name    string `xml:",chardata"`
}

type transcript struct {
	URL      string `xml:"url,attr"`
	Type     string `xml:"type,attr"`
	Language string `xml:"language,attr"`
	Rel      string `xml:"rel,attr,omitempty"`
}

type chaptersRef struct {
	URL  string `xml:"url,attr"`
	Type string `xml:"type,attr"`
}

type person struct {
	Role  string `xml:"role,attr"`
	Group string `xml:"group,attr"`
	Image string `xml:"img,attr,omitempty"`
	Page  string `xml:"href,attr,omitempty"`
	Name  string `xml:",chardata"`
}
