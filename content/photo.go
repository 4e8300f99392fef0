package content

// Photo is a picture with what is to be seen in it.
type Photo struct {
	Meta

	Asset *Image `json:"asset,omitempty" rule:"required"`
	// Alt is what the picture shows, for those who can't see it. A photo has it
	// in each of its languages, which are those that it has any text in.
	Alt          Text          `json:"alt,omitempty" rule:"max=1000"`
	Decorative   bool          `json:"decorative,omitempty"` // tells nothing that the text beside it does not
	Caption      Text          `json:"caption,omitempty" rule:"max=1000"`
	Credit       string        `json:"credit,omitempty"` // who took it, as it is to be named
	TakenOn      Date          `json:"takenOn,omitempty"`
	People       []PhotoPerson `json:"people,omitempty"` // from left to right
	FocalPoint   *FocalPoint   `json:"focalPoint,omitempty"`
	ConferenceID ID            `json:"conference,omitempty" ref:"conference"`
	SessionID    ID            `json:"session,omitempty" ref:"session"`
}

// PhotoPerson is a place in the row of people in a photo: a speaker, or
// somebody with a name only. Whoever withdraws leaves a place with neither, so
// that nobody else moves into it.
type PhotoPerson struct {
	SpeakerID ID     `json:"speaker,omitempty" ref:"speaker"`
	Name      string `json:"name,omitempty" rule:"max=200"`
}

var photoKind = &Kind{
	Name: "photo", Prefix: "photo", Folder: "photos",
	New: func() Document { return new(Photo) },
	Title: func(d Document) Text {
		p := d.(*Photo)
		if len(p.Caption) > 0 {
			return p.Caption
		}
		return p.Alt
	},
	Attributes: withCommon(
		assetAttribute,
		attribute("takenOn", func(p *Photo) []Key { return present(p.TakenOn) }),
		reference("conference", "conference", func(p *Photo) []ID { return []ID{p.ConferenceID} }),
		reference("session", "session", func(p *Photo) []ID { return []ID{p.SessionID} }),
		inPhoto(reference("person", "speaker", func(p *Photo) []ID { return p.speakerIDs() })),
	),
	Indexes: withCommonIndexes(
		usesOfAsset,
		Index{Order: "takenOn"},
		Index{"conference", "takenOn"}, Index{"session", "takenOn"}, Index{"person", "takenOn"},
	),
	Texts: func(d Document) []Passage {
		p := d.(*Photo)
		passages := []Passage{passage(InTitle, p.Caption.String()), passage(InBody, p.Alt.String()), passage(InBody, p.Credit)}
		for _, person := range p.People {
			who := theName(InNames, person.SpeakerID)
			who.Text, who.Consent = person.Name, ConsentToPhoto
			passages = append(passages, who)
		}
		return passages
	},
	Hooks: Hooks{
		Borrows: fromConference,
	},
}

// inPhoto is an attribute whose people are found by it as far as they let photos
// of them be shown.
func inPhoto(a Attribute) Attribute {
	a.Consent = ConsentToPhoto
	return a
}

func (p *Photo) speakerIDs() []ID {
	ids := make([]ID, 0, len(p.People))
	for _, person := range p.People {
		ids = append(ids, person.SpeakerID)
	}
	return ids
}

// Validate reports a photo without alternative text in one of its languages
// (promise 6), and a place in the row for two.
func (p *Photo) Validate(c *Check) {
	p.checkAlt(c)
	seen := map[ID]bool{}
	Each(c, "people", p.People, func(person *PhotoPerson) {
		if person.SpeakerID == "" {
			return
		}
		if person.Name != "" {
			c.Problem(Contradiction, "name", "speaker")
		}
		if seen[person.SpeakerID] {
			c.Problem(Duplicate, "speaker")
		}
		seen[person.SpeakerID] = true
		checkConsentOf(c, "speaker", person.SpeakerID, ConsentToPhoto)
	})
	checkNames(c, p, p.speakerIDs())
	if f := p.FocalPoint; f != nil {
		c.In("focalPoint", func() {
			checkFraction(c, "x", f.X)
			checkFraction(c, "y", f.Y)
		})
	}
	if s, ok := Working[*Session](c, p.SessionID); ok {
		checkConferenceOf(c, p.ConferenceID, s)
	}
}

func checkFraction(c *Check, field string, v float64) {
	if !(v >= 0 && v <= 1) { // also what is not a number
		c.Problem(OutOfRange, field, 0, 1)
	}
}

func (p *Photo) checkAlt(c *Check) {
	if p.Decorative {
		if len(p.Alt) > 0 {
			c.Problem(Contradiction, "decorative", "alt")
		}
		return
	}
	if !c.Publishing {
		return
	}
	languages := languagesOf(p)
	if len(languages) == 0 {
		languages = []Language{DefaultLanguage}
	}
	for _, l := range languages {
		if p.Alt.In(l) == "" {
			c.Problem(MissingAltText, "alt", l)
		}
	}
}
