package content

import "slices"

// Speaker is a person who appears in sessions, videos, episodes or photos.
type Speaker struct {
	Meta

	// Name is the legal name, or the one that the person goes by. Where there
	// is a pseudonym it is for editors only (promise 10).
	Name           string    `json:"name,omitempty" rule:"required,max=200"`
	SortName       string    `json:"sortName,omitempty" rule:"max=200"` // "Hækkerup, Nick"; Name where it is empty
	Pseudonym      string    `json:"pseudonym,omitempty" rule:"max=200"`
	JobTitle       Text      `json:"jobTitle,omitempty" rule:"max=300"`
	OrganisationID ID        `json:"organisation,omitempty" ref:"organisation"`
	Bio            *RichText `json:"bio,omitempty" rule:"max=10000"`
	PhotoURL       URL       `json:"photo,omitempty" asset:"IMAGE"`
	Links          []Link    `json:"links,omitempty"`
	// Consents are for editors only.
	Consents []Consent `json:"consents,omitempty"`
	// WithoutConsentReason says why no consent is needed: "speaks in public
	// office". It is for editors only, and does not outweigh that a consent was
	// taken back.
	WithoutConsentReason string `json:"withoutConsentReason,omitempty"`
}

// Link is an address elsewhere, with what is to be found there.
type Link struct {
	Title Text `json:"title,omitempty" rule:"required"`
	URL   URL  `json:"url,omitempty" rule:"key,required"`
}

var speakerKind = &Kind{
	Name: "speaker", Prefix: "speaker", Folder: "speakers",
	New:   func() Document { return new(Speaker) },
	Title: func(d Document) Text { return NewText(string(DefaultLanguage), d.(*Speaker).shownName()) },
	Attributes: withCommon(
		assetAttribute,
		named("sortName", func(s *Speaker, _ Language) string { return s.sortedBy() }),
		reference("organisation", "organisation", func(s *Speaker) []ID { return []ID{s.OrganisationID} }),
	),
	Indexes: withCommonIndexes(usesOfAsset, Index{Order: "sortName"}, Index{"organisation", "sortName"}),
	Texts: func(d Document) []Passage {
		s := d.(*Speaker)
		return []Passage{
			passage(InTitle, s.Name), passage(InSummary, s.JobTitle.String()), formatted(InBody, s.Bio),
			theName(InOrganisation, s.OrganisationID),
		}
	},
	Hooks: Hooks{
		Copied: func(d Document) { d.(*Speaker).unlike() },
		Follow: followConsents,
		Ends:   consentExpiries,
		End:    decideRefused,
	},
}

func (s *Speaker) shownName() string {
	if s.Pseudonym != "" {
		return s.Pseudonym
	}
	return s.Name
}

func (s *Speaker) sortedBy() string {
	switch {
	case s.Pseudonym != "":
		return s.Pseudonym
	case s.SortName != "":
		return s.SortName
	}
	return s.Name
}

// Validate reports what is wrong with consents, what is shown without one, and
// what would give a legal name away.
func (s *Speaker) Validate(c *Check) {
	s.checkConsents(c)
	s.checkOwnNames(c)
}

// Redact puts the pseudonym in the place of the name, and takes out what has
// no consent and what is for editors only.
func (s *Speaker) Redact(state State) {
	if s.Pseudonym != "" {
		s.Name, s.SortName, s.FormerSlugs = s.Pseudonym, s.Pseudonym, nil
	}
	s.SortName = s.sortedBy()
	if slices.Contains(state.Refused, ConsentToPhoto) {
		s.PhotoURL = ""
	}
	s.Consents, s.WithoutConsentReason = nil, ""
	s.Pseudonym = ""
}

// unlike takes out of a copy what nobody else has agreed to.
func (s *Speaker) unlike() { s.Consents, s.WithoutConsentReason = nil, "" }
