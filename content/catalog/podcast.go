package catalog

import (
	"regexp"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// Podcast is a series of episodes with a feed. Its required fields are those that podcast
// directories require of a feed.
type Podcast struct {
	content.Meta

	Title          locale.Text     `json:"title,omitempty" rule:"required,max=200"`
	Description    locale.Text     `json:"description,omitempty" rule:"required,max=4000"` // plain text
	Author         string          `json:"author,omitempty" rule:"required"`
	OwnerEmail     string          `json:"ownerEmail,omitempty"` // public, in the feed
	SpokenLanguage locale.Language `json:"spokenLanguage,omitempty" rule:"required"`
	Category       string          `json:"category,omitempty" rule:"required"` // of Apple's list: "Society & Culture"
	Subcategory    string          `json:"subcategory,omitempty"`              // of the category, in the same list: "Documentary"
	Explicit       bool            `json:"explicit,omitempty"`
	Artwork        locale.URL      `json:"artwork,omitempty" asset:"IMAGE" rule:"required"` // square, 1400 to 3000 pixels
	Link           locale.URL      `json:"link,omitempty" rule:"required"`                  // its web page
	// GUID is the UUIDv5 of the feed's first URL (Podcasting 2.0). Once public it never
	// changes, even if the feed moves.
	GUID string `json:"guid,omitempty"`
	// Locked asks podcast hosts not to import the feed.
	Locked bool `json:"locked,omitempty"`
	// License is the licence of the recordings: an SPDX identifier, "CC-BY-4.0", or another
	// name, which needs LicenseURL.
	License    string     `json:"license,omitempty" rule:"max=128"`
	LicenseURL locale.URL `json:"licenseUrl,omitempty"`
	Funding    *Funding   `json:"funding,omitempty"`

	// FeedURL is the URL of its feed, in the language that the podcast is served in.
	FeedURL locale.URL `json:"-"`
}

// Funding is a page where listeners can support a podcast.
type Funding struct {
	URL  locale.URL  `json:"url,omitempty" rule:"required"`
	Text locale.Text `json:"text,omitempty" rule:"required,max=128"` // "Støt podcasten"
}

// PodcastFeedPath returns the path of a podcast's feed. Without a parameter it is in the spoken
// language of the podcast, if the podcast has that.
func PodcastFeedPath(slug string) string { return "/feeds/podcast/" + slug + ".xml" }

// address fills in the URL of the feed.
func (p *Podcast) address(site *content.Site) {
	path := PodcastFeedPath(p.Slug)
	if p.Language != p.SpokenLanguage {
		path += "?language=" + string(p.Language)
	}
	p.FeedURL = locale.URL(path).Under(site.Service)
}

var podcastKind = &content.Kind{
	Name: "podcast", Prefix: "podcast", Folder: "podcasts",
	New:   func() content.Document { return new(Podcast) },
	Title: func(d content.Document) locale.Text { return d.(*Podcast).Title },
	Attributes: content.WithCommon(
		content.AssetAttribute,
		title("title", func(p *Podcast) locale.Text { return p.Title }),
	),
	Indexes: content.WithCommonIndexes(content.UsesOfAsset, content.Index{Order: "title"}),
	Texts: func(d content.Document) []content.Passage {
		p := d.(*Podcast)
		return []content.Passage{passage(content.InTitle, p.Title.String()), passage(content.InOrganisation, p.Author), passage(content.InSummary, p.Description.String())}
	},
	Presentation: content.Presentation{
		One: called("Podcast", "Podcast"), Many: called("Podcasts", "Podcasts"),
		PageType: "website",
		Summary:  typed(func(p *Podcast) content.Passage { return passage(content.InSummary, p.Description.String()) }),
		Picture:  typed(func(p *Podcast) *content.Picture { return pictureAt(p.Artwork, p.Title.String()) }),
	},
	Hooks: content.Hooks{
		Copied:    func(d content.Document) { d.(*Podcast).unlike() },
		Address:   func(d content.Document, s *content.Site) { d.(*Podcast).address(s) },
		Remembers: true,
	},
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// licenseName matches the form of SPDX identifiers.
var licenseName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.+]*(-[A-Za-z0-9.+]+)+$`)

// Validate reports an invalid email address or guid, a guid that changed, a category that
// directories don't know, and a licence without a URL that is not an SPDX identifier.
func (p *Podcast) Validate(c *content.Check) {
	if p.OwnerEmail != "" && !looksLikeEmail(p.OwnerEmail) {
		c.Problem(content.BadFormat, "ownerEmail", "podcast@example.org")
	}
	if p.GUID != "" && !uuid.MatchString(p.GUID) {
		c.Problem(content.BadFormat, "guid", "UUID, a–f, 0–9, -")
	}
	p.checkCategory(c)
	c.Missing("license", p.License == "" && p.LicenseURL != "")
	c.Missing("licenseUrl", p.License != "" && p.LicenseURL == "" && !licenseName.MatchString(p.License))
	if old, ok := c.EverPublic().(*Podcast); ok && old.GUID != "" && old.GUID != p.GUID {
		c.Problem(content.Unchangeable, "guid")
	}
}

// looksLikeEmail reports whether a text resembles an email address. Only a delivered mail
// proves one.
func looksLikeEmail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	return ok && local != "" && strings.Contains(strings.Trim(domain, "."), ".") && !strings.ContainsAny(s, " \t\r\n<>()\",;:\\") && !strings.Contains(domain, "@")
}

// unlike removes from a copy what must differ from the original.
func (p *Podcast) unlike() { p.GUID = "" }
