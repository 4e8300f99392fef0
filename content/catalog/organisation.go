package catalog

import (
	"slices"

	"lectern/content"
	"lectern/content/locale"
)

// Organisation is an organiser of conferences, or an employer of people.
type Organisation struct {
	content.Meta

	Name         locale.Text      `json:"name,omitempty" rule:"required,max=200"`
	Abbreviation string           `json:"abbreviation,omitempty" rule:"max=40"`
	WebsiteURL   locale.URL       `json:"websiteUrl,omitempty"` // its own; the document's url is the page on our website
	Logo         locale.URL       `json:"logo,omitempty" asset:"IMAGE"`
	Kind         OrganisationKind `json:"kind,omitempty"`
}

// OrganisationKind is the type of an organisation.
type OrganisationKind string

// The kinds of organisations.
const (
	OrganisationAuthority OrganisationKind = "PUBLIC_AUTHORITY" // a ministry, a municipality, the police
	OrganisationNonProfit OrganisationKind = "NON_PROFIT"
	OrganisationCompany   OrganisationKind = "COMPANY"
	OrganisationResearch  OrganisationKind = "RESEARCH" // a university, an institute
	OrganisationMedia     OrganisationKind = "MEDIA"
	OrganisationOther     OrganisationKind = "OTHER"
)

// Valid reports whether the kind is one of those above.
func (k OrganisationKind) Valid() bool { return slices.Contains(k.Values(), string(k)) }

// Values implements content.Enum.
func (OrganisationKind) Values() []string {
	return namesOf(OrganisationAuthority, OrganisationNonProfit, OrganisationCompany, OrganisationResearch, OrganisationMedia, OrganisationOther)
}

var organisationKind = &content.Kind{
	Name: "organisation", Prefix: "organisation", Folder: "organisations",
	New:   func() content.Document { return new(Organisation) },
	Title: func(d content.Document) locale.Text { return d.(*Organisation).Name },
	Attributes: content.WithCommon(
		content.AssetAttribute,
		title("name", func(o *Organisation) locale.Text { return o.Name }),
		attribute("kind", func(o *Organisation) []content.Key { return present(o.Kind) }),
	),
	Indexes: content.WithCommonIndexes(content.UsesOfAsset, content.Index{Order: "name"}, content.Index{By: "kind", Order: "name"}),
	Texts: func(d content.Document) []content.Passage {
		o := d.(*Organisation)
		return []content.Passage{passage(content.InTitle, o.Name.String()), passage(content.InTitle, o.Abbreviation)}
	},
	Presentation: content.Presentation{
		One: called("Organisation", "Organisation"), Many: called("Organisationer", "Organisations"),
		PageType: "website",
		Picture:  typed(func(o *Organisation) *content.Picture { return pictureAt(o.Logo, o.Name.String()) }),
	},
}

// Validate reports nothing beyond the rules of the fields.
func (o *Organisation) Validate(*content.Check) {}
