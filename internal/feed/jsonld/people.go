package jsonld

import (
	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

func (r *reader) speaker(s *catalog.Speaker) (node, error) {
	n := nodeOf("Person", &s.Meta)
	n.add("name", s.Name)
	n.add("jobTitle", s.JobTitle.String())
	bio, err := content.PlainTextOf(r.view, s.Bio)
	if err != nil {
		return nil, err
	}
	n.add("description", bio)
	n.add("image", s.PhotoURL)
	employer, err := refer(r, s.OrganisationID, r.organisationInside)
	if err != nil {
		return nil, err
	}
	n.add("worksFor", employer)
	var links []locale.URL
	for _, l := range s.Links {
		links = append(links, l.URL)
	}
	n.add("sameAs", links)
	return n, nil
}

func organisationType(k catalog.OrganisationKind) string {
	switch k {
	case catalog.OrganisationAuthority:
		return "GovernmentOrganization"
	case catalog.OrganisationNonProfit:
		return "NGO"
	case catalog.OrganisationCompany:
		return "Corporation"
	case catalog.OrganisationResearch:
		return "ResearchOrganization"
	case catalog.OrganisationMedia:
		return "NewsMediaOrganization"
	}
	return "Organization"
}

func organisation(o *catalog.Organisation) node {
	n := nodeOf(organisationType(o.Kind), &o.Meta)
	n.add("name", o.Name.String())
	n.add("alternateName", o.Abbreviation)
	n.add("logo", o.Logo)
	n.add("sameAs", o.WebsiteURL)
	return n
}

func topic(t *catalog.Topic) node {
	n := nodeOf("DefinedTerm", &t.Meta)
	n.add("name", t.Name.String())
	var synonyms []string
	for _, s := range t.Synonyms {
		if s.String() != "" {
			synonyms = append(synonyms, s.String())
		}
	}
	n.add("alternateName", synonyms)
	n.add("description", t.Description.String())
	return n // its texts have languages; terms have none in schema.org
}
