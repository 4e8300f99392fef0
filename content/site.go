package content

import (
	"net/url"
	"strings"

	"lectern/content/locale"
)

// Site has the URLs of the service and the website, and the files.
type Site struct {
	// Service is the public URL of this service, "https://api.example.org": the base of stored
	// URLs that begin with a slash.
	Service locale.URL
	// Website is the template of a document's URL, with {kind} (the plural, "sessions") and
	// {slug}, and {language} if each language has its own pages:
	// "https://example.org/{language}/{kind}/{slug}".
	Website string
	// Pages are the templates of kinds that differ from Website, by kind name.
	Pages map[string]string
	// Assets are the uploaded files; may be nil.
	Assets Assets
	// Variants generates pictures in other sizes; may be nil.
	Variants Variants
}

// address returns the URL of a document's page.
func (s *Site) address(d Document) locale.URL { return s.PageIn(d, d.Base().Language) }

// PageIn returns the URL of a document's page in one of its languages. It is the same for all
// languages if the website has one page per document.
func (s *Site) PageIn(d Document, l locale.Language) locale.URL {
	kind := KindOf(d)
	template := s.template(kind)
	var b strings.Builder
	b.Grow(len(template) + len(kind.Folder) + len(d.Base().Slug))
	for template != "" {
		literal, rest, _ := strings.Cut(template, "{")
		b.WriteString(literal)
		switch {
		case len(literal) == len(template):
			return locale.URL(b.String())
		case strings.HasPrefix(rest, "kind}"):
			b.WriteString(kind.Folder)
		case strings.HasPrefix(rest, "slug}"):
			b.WriteString(d.Base().Slug)
		case strings.HasPrefix(rest, "language}"):
			b.WriteString(string(l))
		default:
			b.WriteByte('{')
			template = rest
			continue
		}
		_, template, _ = strings.Cut(rest, "}")
	}
	return locale.URL(b.String())
}

func (s *Site) template(kind *Kind) string {
	if t, ok := s.Pages[kind.Name]; ok {
		return t
	}
	return s.Website
}

// Page returns the slug of the document whose page of the website is at a URL, and the
// language if the URL has it.
func (s *Site) Page(kind *Kind, page locale.URL) (slug string, l locale.Language, ok bool) {
	template := strings.ReplaceAll(s.template(kind), "{kind}", kind.Folder)
	rest, _, _ := strings.Cut(string(page), "#")
	for template != "" {
		literal, placeholder, named := strings.Cut(template, "{")
		if rest, ok = strings.CutPrefix(rest, literal); !ok {
			return "", "", false
		}
		if !named {
			template = ""
			break
		}
		var name string
		name, template, _ = strings.Cut(placeholder, "}")
		end := strings.IndexAny(rest, "/?&.")
		if end < 0 {
			end = len(rest)
		}
		value, err := url.PathUnescape(rest[:end])
		if err != nil {
			return "", "", false
		}
		switch name {
		case "slug":
			slug = value
		case "language":
			l = locale.Language(value)
		}
		rest = rest[end:]
	}
	// Query parameters for a website's statistics do not make another page.
	if rest != "" && rest != "/" && rest[0] != '?' {
		return "", "", false
	}
	return slug, l, locale.ValidSlug(slug)
}

// orNowhere returns a site, or nowhere for nil.
func orNowhere(s *Site) *Site {
	if s == nil {
		return nowhere
	}
	return s
}

// nowhere is the site of views without URLs.
var nowhere = &Site{}
