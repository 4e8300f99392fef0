package content

import "strings"

// Site is where readers meet the content.
type Site struct {
	// Service is the public address of this service, "https://api.example.org":
	// what stored addresses that begin with a slash are under.
	Service URL
	// Website is the template of a document's address, with {kind} (the plural,
	// "sessions") and {slug}: "https://example.org/{kind}/{slug}".
	Website string
	// Pages are the templates of the kinds that differ, by kind name.
	Pages map[string]string
	// Assets are the files that were uploaded; nil where there are none.
	Assets Assets
	// Variants makes pictures in other sizes; nil where nobody does.
	Variants Variants
}

// address is where a document stands on the website.
func (s *Site) address(d Document) URL {
	kind := KindOf(d)
	template := s.Website
	if t, ok := s.Pages[kind.Name]; ok {
		template = t
	}
	return URL(strings.NewReplacer("{kind}", kind.Folder, "{slug}", d.Base().Slug).Replace(template))
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
