package jsonld

import "lectern/content"

func (r *reader) speaker(s *content.Speaker) (node, error) {
	n := of("Person", &s.Meta)
	n.add("name", s.Name)
	n.add("jobTitle", s.JobTitle.String())
	bio, err := r.view.Plain(s.Bio)
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
	var links []content.URL
	for _, l := range s.Links {
		links = append(links, l.URL)
	}
	n.add("sameAs", links)
	return n, nil
}

func organisationType(k content.OrganisationKind) string {
	switch k {
	case content.OrganisationAuthority:
		return "GovernmentOrganization"
	case content.OrganisationNonProfit:
		return "NGO"
	case content.OrganisationCompany:
		return "Corporation"
	case content.OrganisationResearch:
		return "ResearchOrganization"
	case content.OrganisationMedia:
		return "NewsMediaOrganization"
	}
	return "Organization"
}

func organisation(o *content.Organisation) node {
	n := of(organisationType(o.Kind), &o.Meta)
	n.add("name", o.Name.String())
	n.add("alternateName", o.Abbreviation)
	n.add("logo", o.Logo)
	n.add("sameAs", o.WebsiteURL)
	return n
}

func topic(t *content.Topic) node {
	n := of("DefinedTerm", &t.Meta)
	n.add("name", t.Name.String())
	var synonyms []string
	for _, s := range t.Synonyms {
		if s.String() != "" {
			synonyms = append(synonyms, s.String())
		}
	}
	n.add("alternateName", synonyms)
	n.add("description", t.Description.String())
	return n // whose texts say their language; schema.org lets terms have none
}
