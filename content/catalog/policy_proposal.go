package catalog

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// PolicyProposal is a political proposal and its progress: the measures, the bills that carry
// them out, the votes, the law.
type PolicyProposal struct {
	content.Meta

	Title             locale.Text        `json:"title,omitempty" rule:"required,max=300"`
	AlternativeTitles []locale.Text      `json:"alternativeTitles,omitempty"` // further titles by which it is known
	Kind              ProposalKind       `json:"kind,omitempty" rule:"required"`
	Number            string             `json:"number,omitempty" rule:"max=40"`    // in the parliament's papers: "B 21"
	Summary           locale.Text        `json:"summary,omitempty" rule:"max=2000"` // plain text
	Body              *locale.RichText   `json:"body,omitempty"`
	PresentedOn       locale.Date        `json:"presentedOn,omitempty"`
	PresentedBy       []Presenter        `json:"presenters,omitempty"`
	Parties           []Party            `json:"parties,omitempty"`
	Measures          []Measure          `json:"measures,omitempty"`  // by number
	Timeline          []TimelineEntry    `json:"timeline,omitempty"`  // by date; entries are only ever added
	Documents         []ProposalDocument `json:"documents,omitempty"` // the papers of the proposal
	Bills             []Bill             `json:"bills,omitempty"`
	Votes             []Vote             `json:"votes,omitempty"` // by date
	Law               *Law               `json:"law,omitempty"`   // the resulting law
}

// ProposalKind is the type of a policy proposal in parliament's terms.
type ProposalKind string

// The kinds of policy proposals.
const (
	ProposalProposal  ProposalKind = "PROPOSAL"  // udspil
	ProposalAgreement ProposalKind = "AGREEMENT" // politisk aftale
	ProposalMotion    ProposalKind = "MOTION"    // beslutningsforslag
	ProposalBill      ProposalKind = "BILL"      // lovforslag
)

// Valid reports whether the kind is one of those above.
func (k ProposalKind) Valid() bool { return slices.Contains(k.Values(), string(k)) }

// Values implements content.Enum.
func (ProposalKind) Values() []string {
	return namesOf(ProposalProposal, ProposalAgreement, ProposalMotion, ProposalBill)
}

// Presenter is a person who presented a proposal, with the office on that day.
type Presenter struct {
	SpeakerID content.ID  `json:"speaker,omitempty" ref:"speaker" rule:"key,required"`
	Office    locale.Text `json:"office,omitempty" rule:"max=200"`
}

// Party is a party with its name on that day, and its stance.
type Party struct {
	Name         string      `json:"name,omitempty" rule:"required"`
	Abbreviation string      `json:"abbreviation,omitempty" rule:"max=20"` // "SF"
	Stance       PartyStance `json:"stance,omitempty" rule:"required"`
}

// PartyStance is the stance of a party towards a proposal.
type PartyStance string

// The stances of a party.
const (
	StanceProposer  PartyStance = "PROPOSER"
	StanceSignatory PartyStance = "SIGNATORY"
	StanceSupporter PartyStance = "SUPPORTER"
	StanceOpposed   PartyStance = "OPPOSED"
)

// Valid reports whether the stance is one of those above.
func (s PartyStance) Valid() bool { return slices.Contains(s.Values(), string(s)) }

// Values implements content.Enum.
func (PartyStance) Values() []string {
	return namesOf(StanceProposer, StanceSignatory, StanceSupporter, StanceOpposed)
}

// ProposalDocument is a paper of a proposal, and the day on which it was retrieved.
type ProposalDocument struct {
	Title       locale.Text     `json:"title,omitempty" rule:"required,max=300"`
	URL         locale.URL      `json:"url,omitempty" asset:"DOCUMENT" rule:"key,required"`
	Language    locale.Language `json:"language,omitempty"`
	RetrievedOn locale.Date     `json:"retrievedOn,omitempty"`
}

// Bill is a bill that carries out some of a proposal's measures.
type Bill struct {
	Number     string      `json:"number,omitempty" rule:"key,required,max=40"` // "L 15"
	Session    string      `json:"session,omitempty" rule:"key,max=40"`         // of the parliament: "2021-22"
	Title      locale.Text `json:"title,omitempty" rule:"max=500"`
	URL        locale.URL  `json:"url,omitempty"`
	CarriesOut []int       `json:"carriesOut,omitempty"` // numbers of measures
}

// Vote is a vote of the parliament.
type Vote struct {
	Date    locale.Date `json:"date,omitempty" rule:"required"`
	Bill    string      `json:"bill,omitempty" rule:"max=40"` // the number of a bill; empty for the proposal itself
	For     int         `json:"for,omitempty"`
	Against int         `json:"against,omitempty"`
	Neither int         `json:"neither,omitempty"`

	Language locale.ServedIn `json:"-"`
}

// Law is the law that a proposal led to.
type Law struct {
	Number      string      `json:"number,omitempty" rule:"max=40"` // "2600"
	Title       locale.Text `json:"title,omitempty" rule:"max=500"`
	InForceFrom locale.Date `json:"inForceFrom,omitempty"`
	URL         locale.URL  `json:"url,omitempty"`

	Language locale.ServedIn `json:"-"`
}

var policyProposalKind = &content.Kind{
	Name: "policyProposal", Prefix: "proposal", Folder: "proposals",
	New:   func() content.Document { return new(PolicyProposal) },
	Title: func(d content.Document) locale.Text { return d.(*PolicyProposal).Title },
	Attributes: content.WithCommon(
		content.AssetAttribute,
		attribute("presentedOn", func(p *PolicyProposal) []content.Key { return present(p.PresentedOn) }),
		title("title", func(p *PolicyProposal) locale.Text { return p.Title }),
		attribute("kind", func(p *PolicyProposal) []content.Key { return present(p.Kind) }),
		attribute("party", func(p *PolicyProposal) (keys []content.Key) {
			for _, party := range p.Parties {
				keys = append(keys, present(party.Abbreviation)...)
			}
			return keys
		}),
		reference("presenter", "speaker", func(p *PolicyProposal) []content.ID { return p.presenterIDs() }),
	),
	Indexes: content.WithCommonIndexes(
		content.UsesOfAsset,
		content.Index{Order: "presentedOn"}, content.Index{Order: "title"},
		content.Index{By: "kind", Order: "presentedOn"}, content.Index{By: "party", Order: "presentedOn"}, content.Index{By: "presenter", Order: "presentedOn"},
	),
	Texts: func(d content.Document) []content.Passage { return d.(*PolicyProposal).passages() },
	Presentation: content.Presentation{
		One: called("Politisk udspil", "Policy proposal"), Many: called("Politiske udspil", "Policy proposals"),
		News:    true,
		Summary: typed(func(p *PolicyProposal) content.Passage { return passage(content.InSummary, p.Summary.String()) }),
		When: func(_ *content.View, d content.Document) (*string, error) {
			return d.(*PolicyProposal).PresentedOnText(locale.DateTextDay), nil
		},
	},
}

func (p *PolicyProposal) presenterIDs() []content.ID {
	ids := make([]content.ID, 0, len(p.PresentedBy))
	for _, presenter := range p.PresentedBy {
		ids = append(ids, presenter.SpeakerID)
	}
	return ids
}

func (p *PolicyProposal) passages() []content.Passage {
	all := []content.Passage{passage(content.InTitle, p.Title.String())}
	add := func(in content.SearchField, texts ...string) {
		for _, t := range texts {
			all = append(all, passage(in, t))
		}
	}
	for _, t := range p.AlternativeTitles {
		add(content.InTitle, t.String())
	}
	add(content.InSummary, p.Number, p.Summary.String())
	all = append(all, formatted(content.InBody, p.Body))
	for _, m := range p.Measures {
		add(content.InMeasures, m.Title.String(), m.Description.String())
		add(content.InOrganisation, m.ResponsibleAuthority)
	}
	for _, b := range p.Bills {
		add(content.InBody, b.Number, b.Title.String())
	}
	if p.Law != nil {
		add(content.InBody, p.Law.Number, p.Law.Title.String())
	}
	for _, party := range p.Parties {
		add(content.InOrganisation, party.Name, party.Abbreviation)
	}
	for _, presenter := range p.PresentedBy {
		all = append(all, about(presenter.SpeakerID, content.InBody, presenter.Office.String()), theName(content.InNames, presenter.SpeakerID))
	}
	for _, entry := range p.Timeline {
		add(content.InBody, entry.Note.String())
	}
	return all
}

// Validate reports measures whose numbers are out of order, unknown bills and votes on them,
// and changes of the timeline (timeline.go).
func (p *PolicyProposal) Validate(c *content.Check) {
	numbers := checkMeasures(c, p.Measures)
	checkTimeline(c, p.Timeline, publishedTimeline(c))
	bills := map[string]bool{}
	content.Each(c, "bills", p.Bills, func(b *Bill) {
		if b.Number != "" && bills[b.Number+b.Session] {
			c.Problem(content.Duplicate, "number")
		}
		bills[b.Number], bills[b.Number+b.Session] = true, true
		content.Each(c, "carriesOut", b.CarriesOut, func(number *int) {
			if !numbers[*number] {
				c.Problem(content.BadValue, "", listed(p.Measures, func(m Measure) string { return strconv.Itoa(m.Number) }))
			}
		})
	})
	last := locale.Date("")
	content.Each(c, "votes", p.Votes, func(v *Vote) {
		if v.Bill != "" && !bills[v.Bill] {
			c.Problem(content.BadValue, "bill", listed(p.Bills, func(b Bill) string { return b.Number }))
		}
		if v.Date != "" && v.Date < last {
			c.Problem(content.NotInOrder, "date")
		}
		last = max(last, v.Date)
	})
	checkOnce(c, "parties", "name", p.Parties, func(party *Party) string { return party.Name })
	checkOnce(c, "presenters", "speaker", p.PresentedBy, func(pr *Presenter) string { return string(pr.SpeakerID) })
	checkNames(c, p, p.presenterIDs())
}

// listed returns the names of a proposal's parts for a message, "–" for none.
func listed[T any](parts []T, name func(T) string) string {
	var names []string
	for _, p := range parts {
		if n := name(p); n != "" {
			names = append(names, n)
		}
	}
	return cmp.Or(strings.Join(names, ", "), "–")
}
