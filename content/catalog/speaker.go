package catalog

import (
	"slices"

	"lectern/content"
	"lectern/content/locale"
)

// Speaker is a person who appears in sessions, videos, episodes or photos.
type Speaker struct {
	content.Meta

	// Name is the legal name, or the usual name. If there is a pseudonym, it is for editors
	// only (promise 10).
	Name           string           `json:"name,omitempty" rule:"required,max=200"`
	SortName       string           `json:"sortName,omitempty" rule:"max=200"` // "Hækkerup, Nick"; Name if it is empty
	Pseudonym      string           `json:"pseudonym,omitempty" rule:"max=200"`
	JobTitle       locale.Text      `json:"jobTitle,omitempty" rule:"max=300"`
	OrganisationID content.ID       `json:"organisation,omitempty" ref:"organisation"`
	Bio            *locale.RichText `json:"bio,omitempty" rule:"max=10000"`
	PhotoURL       locale.URL       `json:"photo,omitempty" asset:"IMAGE"`
	Links          []Link           `json:"links,omitempty"`
	// Consents are for editors only.
	Consents []Consent `json:"consents,omitempty"`
	// WithoutConsentReason is why no consent is needed: "speaks in public office". It is for
	// editors only, and does not override a withdrawal.
	WithoutConsentReason string `json:"withoutConsentReason,omitempty"`
}

// Link is an external URL, with a description.
type Link struct {
	Title locale.Text `json:"title,omitempty" rule:"required"`
	URL   locale.URL  `json:"url,omitempty" rule:"key,required"`
}

var speakerKind = &content.Kind{
	Name: "speaker", Prefix: "speaker", Folder: "speakers",
	New: func() content.Document { return new(Speaker) },
	Title: func(d content.Document) locale.Text {
		return locale.NewText(string(locale.DefaultLanguage), d.(*Speaker).shownName())
	},
	Attributes: content.WithCommon(
		content.AssetAttribute,
		named("sortName", func(s *Speaker, _ locale.Language) string { return s.sortedBy() }),
		reference("organisation", "organisation", func(s *Speaker) []content.ID { return []content.ID{s.OrganisationID} }),
	),
	Indexes: content.WithCommonIndexes(content.UsesOfAsset, content.Index{Order: "sortName"}, content.Index{By: "organisation", Order: "sortName"}),
	Texts: func(d content.Document) []content.Passage {
		s := d.(*Speaker)
		return []content.Passage{
			passage(content.InTitle, s.Name), passage(content.InSummary, s.JobTitle.String()), formatted(content.InBody, s.Bio),
			theName(content.InOrganisation, s.OrganisationID),
		}
	},
	Presentation: content.Presentation{
		One: called("Person", "Person"), Many: called("Personer", "People"),
		PageType: "profile",
		Summary:  typed(func(s *Speaker) content.Passage { return formatted(content.InBody, s.Bio) }),
		Picture:  typed(func(s *Speaker) *content.Picture { return pictureAt(s.PhotoURL, s.Name) }),
	},
	Hooks: content.Hooks{
		Copied:   func(d content.Document) { d.(*Speaker).unlike() },
		Succeeds: succeedsSpeaker,
		Follow:   followConsents,
		Ends:     consentExpiries,
		End:      decideRefused,
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

// Validate reports problems of consents, what is shown without a consent, and what would reveal
// a legal name.
func (s *Speaker) Validate(c *content.Check) {
	s.checkConsents(c)
	s.checkOwnNames(c)
}

// Redact replaces the name by the pseudonym, and removes what lacks a consent and what is for
// editors only.
func (s *Speaker) Redact(state content.State) {
	if s.Pseudonym != "" {
		s.Name, s.SortName, s.FormerSlugs = s.Pseudonym, s.Pseudonym, nil
	}
	s.SortName = s.sortedBy()
	if slices.Contains(state.Refused, content.ConsentToPhoto) {
		s.PhotoURL = ""
	}
	s.Consents, s.WithoutConsentReason = nil, ""
	s.Pseudonym = ""
}

// unlike removes from a copy what no other person has agreed to. Withdrawals stay, since the
// copy may show the same person.
func (s *Speaker) unlike() {
	s.Consents = slices.DeleteFunc(s.Consents, func(c Consent) bool { return c.WithdrawnOn == "" })
	s.WithoutConsentReason = ""
}
