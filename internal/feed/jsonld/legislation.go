package jsonld

import (
	"strings"

	"lectern/content/catalog"
)

func (r *reader) proposal(p *catalog.PolicyProposal) (node, error) {
	n := nodeOf("Legislation", &p.Meta)
	n.add("name", p.Title.String())
	var also []string
	for _, t := range p.AlternativeTitles {
		if t.String() != "" {
			also = append(also, t.String())
		}
	}
	n.add("alternateName", also)
	n.add("description", p.Summary.String())
	n.work(&p.Meta)
	n.add("legislationIdentifier", p.Number)
	n.add("legislationType", strings.ToLower(string(p.Kind)))
	n.add("legislationDate", p.PresentedOn)
	var presenters []node
	for _, who := range p.PresentedBy {
		person, err := refer(r, who.SpeakerID, r.personInside)
		if err != nil {
			return nil, err
		}
		if person != nil {
			person.add("jobTitle", who.Office.String())
			presenters = append(presenters, person)
		}
	}
	n.add("author", presenters)
	var sponsors []node
	for _, party := range p.Parties {
		if party.Stance != catalog.StanceOpposed {
			sponsor := thing("PoliticalParty", party.Name)
			sponsor.add("alternateName", party.Abbreviation)
			sponsors = append(sponsors, sponsor)
		}
	}
	n.add("sponsor", sponsors)
	n.add("hasPart", bills(p))
	n.add("workExample", law(p.Law))
	var papers []node
	for _, d := range p.Documents {
		paper := text(d.URL, "", d.Language)
		paper.add("name", d.Title.String())
		papers = append(papers, paper)
	}
	n.add("associatedMedia", papers)
	return n, nil
}

// bills returns the bills that carry out the proposal.
func bills(p *catalog.PolicyProposal) (all []node) {
	for _, b := range p.Bills {
		n := node{{"@type", "Legislation"}}
		n.add("name", b.Title.String())
		n.add("legislationIdentifier", strings.TrimSpace(b.Number+" "+parenthesised(b.Session)))
		n.add("legislationType", "bill")
		n.add("url", b.URL)
		all = append(all, n)
	}
	return all
}

func parenthesised(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

// law returns the law that the proposal led to.
func law(l *catalog.Law) node {
	if l == nil {
		return nil
	}
	n := node{{"@type", "Legislation"}}
	n.add("name", l.Title.String())
	n.add("legislationIdentifier", l.Number)
	n.add("legislationType", "act")
	n.add("legislationDateOfApplicability", l.InForceFrom)
	n.add("url", l.URL)
	return n
}
