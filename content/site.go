package content

import (
	"net/url"
	"strings"

	"lectern/content/locale"
)

// Site is where readers meet the content.
type Site struct {
	// Service is the public address of this service, "https://api.example.org":
	// what stored addresses that begin with a slash are under.
	Service locale.URL
	// Website is the template of a document's address, with {kind} (the plural,
	// "sessions") and {slug}, and {language} where each language has a page of its
	// own: "https://example.org/{language}/{kind}/{slug}".
	Website string
	// Pages are the templates of the kinds that differ, by kind name.
	Pages map[string]string
	// Assets are the files that were uploaded; nil where there are none.
	Assets Assets
	// Variants makes pictures in other sizes; nil where nobody does.
	Variants Variants
}

// address is where a document stands on the website.
func (s *Site) address(d Document) locale.URL { return s.PageIn(d, d.Base().Language) }

// PageIn is where a document stands on the website in one of its languages: the
// same page for all of them, where the website has but one.
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

// Page tells which document of a kind a page of the website is of, and in which
// language where its address says so.
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
	// What a website's statistics add to an address makes no other page.
	if rest != "" && rest != "/" && rest[0] != '?' {
		return "", "", false
	}
	return slug, l, locale.ValidSlug(slug)
}

// orNowhere is a site, or nowhere in the place of none.
func orNowhere(s *Site) *Site {
	if s == nil {
		return nowhere
	}
	return s
}

// nowhere is the site of views that give out no addresses.
var nowhere = &Site{}
