package content

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
	PhotoURL       URL       `json:"photo,omitempty"`
	Links          []Link    `json:"links,omitempty"`
	// Consents are for editors only.
	Consents []Consent `json:"consents,omitempty"`
}

// Link is an address elsewhere, with what is to be found there.
type Link struct {
	Title Text `json:"title,omitempty" rule:"required"`
	URL   URL  `json:"url,omitempty" rule:"required"`
}

// Consent is what a person has agreed to: that the name, photo, voice or a
// recording is shown, for how much and how long (promise 7).
type Consent struct {
	To          ConsentTo `json:"to,omitempty" rule:"required"`
	Scope       string    `json:"scope,omitempty" rule:"required"` // in the words of the agreement
	GivenOn     Date      `json:"givenOn,omitempty" rule:"required"`
	ExpiresOn   Date      `json:"expiresOn,omitempty"`
	WithdrawnOn Date      `json:"withdrawnOn,omitempty"`
}

// ConsentTo is what a consent is about.
type ConsentTo string

// What a person can consent to.
const (
	ConsentToName      ConsentTo = "NAME"
	ConsentToPhoto     ConsentTo = "PHOTO"
	ConsentToVoice     ConsentTo = "VOICE"
	ConsentToRecording ConsentTo = "RECORDING"
)

// Valid tells whether it is one of those above.
func (t ConsentTo) Valid() bool {
	return t == ConsentToName || t == ConsentToPhoto || t == ConsentToVoice || t == ConsentToRecording
}

var speakerKind = &Kind{
	Name: "speaker", Prefix: "speaker", Folder: "speakers",
	New:   func() Document { return new(Speaker) },
	Title: func(d Document) Text { return NewText(string(DefaultLanguage), d.(*Speaker).shownName()) },
	Attributes: withCommon(
		attribute("sortName", func(s *Speaker) []Key { return sortKeys(s.sortedBy()) }),
		reference("organisation", "organisation", func(s *Speaker) []ID { return []ID{s.OrganisationID} }),
	),
	Indexes: withCommonIndexes(Index{Order: "sortName"}, Index{"organisation", "sortName"}),
	Texts: func(d Document) []string {
		s := d.(*Speaker)
		return []string{s.Name, s.JobTitle.String(), markdown(s.Bio)}
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

// Validate reports dates of consents that contradict each other, a name that
// may not be shown any more, and what would give a legal name away.
func (s *Speaker) Validate(c *Check) {
	Each(c, "consents", s.Consents, func(consent *Consent) {
		if consent.ExpiresOn != "" && consent.ExpiresOn < consent.GivenOn {
			c.Problem(EndBeforeStart, "expiresOn")
		}
		if consent.WithdrawnOn != "" && consent.WithdrawnOn < consent.GivenOn {
			c.Problem(EndBeforeStart, "withdrawnOn")
		}
	})
	if s.Pseudonym == "" && s.withdrew(ConsentToName) {
		c.Soft(ConsentWithdrawn, "name")
	}
	s.checkOwnNames(c)
}

// withdrew tells whether the person took a consent back, and gave none since.
func (s *Speaker) withdrew(to ConsentTo) bool {
	var given, withdrawn Date
	for _, consent := range s.Consents {
		if consent.To == to {
			given, withdrawn = max(given, consent.GivenOn), max(withdrawn, consent.WithdrawnOn)
		}
	}
	return withdrawn != "" && given <= withdrawn
}

// Redact puts the pseudonym in the place of the name, and takes out what has
// no consent.
func (s *Speaker) Redact() {
	if s.Pseudonym != "" {
		s.Name, s.SortName, s.FormerSlugs = s.Pseudonym, s.Pseudonym, nil
	}
	s.SortName = s.sortedBy()
	if s.withdrew(ConsentToPhoto) {
		s.PhotoURL = ""
	}
	s.Consents = nil
	s.Pseudonym = ""
}
