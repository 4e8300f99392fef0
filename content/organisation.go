package content

// Organisation is who holds a conference, or whom somebody works for.
type Organisation struct {
	Meta

	Name         Text             `json:"name,omitempty" rule:"required,max=200"`
	Abbreviation string           `json:"abbreviation,omitempty" rule:"max=40"`
	WebsiteURL   URL              `json:"websiteUrl,omitempty"` // its own; the document's url is the one on our website
	Logo         URL              `json:"logo,omitempty" asset:"IMAGE"`
	Kind         OrganisationKind `json:"kind,omitempty"`
}

// OrganisationKind says what an organisation is.
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

// Valid tells whether the kind is one of those above.
func (k OrganisationKind) Valid() bool {
	switch k {
	case OrganisationAuthority, OrganisationNonProfit, OrganisationCompany, OrganisationResearch, OrganisationMedia, OrganisationOther:
		return true
	}
	return false
}

var organisationKind = &Kind{
	Name: "organisation", Prefix: "organisation", Folder: "organisations",
	New:   func() Document { return new(Organisation) },
	Title: func(d Document) Text { return d.(*Organisation).Name },
	Attributes: withCommon(
		assetAttribute,
		title("name", func(o *Organisation) Text { return o.Name }),
		attribute("kind", func(o *Organisation) []Key { return present(o.Kind) }),
	),
	Indexes: withCommonIndexes(usesOfAsset, Index{Order: "name"}, Index{"kind", "name"}),
	Texts: func(d Document) []Passage {
		o := d.(*Organisation)
		return []Passage{passage(InTitle, o.Name.String()), passage(InTitle, o.Abbreviation)}
	},
}

// Validate has nothing to add to what the fields say.
func (o *Organisation) Validate(*Check) {}
