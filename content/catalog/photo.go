package catalog

import (
	"lectern/content"
	"lectern/content/locale"
)

// Photo is a picture with a description of its content.
type Photo struct {
	content.Meta

	Asset *content.Image `json:"asset,omitempty" rule:"required"`
	// Alt describes the picture for those who can't see it. A photo needs it in each of its
	// languages, which are those of all its texts.
	Alt        locale.Text   `json:"alt,omitempty" rule:"max=1000"`
	Decorative bool          `json:"decorative,omitempty"` // has no information beyond the text beside it
	Caption    locale.Text   `json:"caption,omitempty" rule:"max=1000"`
	Credit     string        `json:"credit,omitempty"` // the name of the photographer, as it must be shown
	TakenOn    locale.Date   `json:"takenOn,omitempty"`
	People     []PhotoPerson `json:"people,omitempty"` // from left to right
	// Unrecognisable are the statements about people who can't be recognised in a file. They
	// are for editors only, and written by ShowPhoto.
	Unrecognisable []Unrecognisable    `json:"unrecognisable,omitempty" edit:"action"`
	FocalPoint     *content.FocalPoint `json:"focalPoint,omitempty"`
	ConferenceID   content.ID          `json:"conference,omitempty" ref:"conference"`
	SessionID      content.ID          `json:"session,omitempty" ref:"session"`
}

// PhotoPerson is a place in the row of people in a photo: a speaker, or a person with only a
// name. A person who withdraws leaves a place with neither, so that the others do not move.
type PhotoPerson struct {
	SpeakerID content.ID `json:"speaker,omitempty" ref:"speaker"`
	Name      string     `json:"name,omitempty" rule:"max=200"`
}

// Unrecognisable is the statement that a person can't be recognised in a picture, which is then
// shown without the person's consent.
type Unrecognisable struct {
	SpeakerID content.ID `json:"speaker,omitempty" ref:"speaker" rule:"required"`
	File      string     `json:"file,omitempty" rule:"required"`            // the URL of the picture, in its stored form
	Reason    string     `json:"reason,omitempty" rule:"required,max=1000"` // why the person can't be recognised
}

var photoKind = &content.Kind{
	Name: "photo", Prefix: "photo", Folder: "photos",
	New: func() content.Document { return new(Photo) },
	Title: func(d content.Document) locale.Text {
		p := d.(*Photo)
		if len(p.Caption) > 0 {
			return p.Caption
		}
		return p.Alt
	},
	Attributes: content.WithCommon(
		content.AssetAttribute,
		attribute("takenOn", func(p *Photo) []content.Key { return present(p.TakenOn) }),
		reference("conference", "conference", func(p *Photo) []content.ID { return []content.ID{p.ConferenceID} }),
		reference("session", "session", func(p *Photo) []content.ID { return []content.ID{p.SessionID} }),
		inPhoto(reference("person", "speaker", func(p *Photo) []content.ID { return p.speakerIDs() })),
	),
	Indexes: content.WithCommonIndexes(
		content.UsesOfAsset,
		content.Index{Order: "takenOn"},
		content.Index{By: "conference", Order: "takenOn"}, content.Index{By: "session", Order: "takenOn"}, content.Index{By: "person", Order: "takenOn"},
	),
	Texts: func(d content.Document) []content.Passage {
		p := d.(*Photo)
		passages := []content.Passage{passage(content.InTitle, p.Caption.String()), passage(content.InBody, p.Alt.String()), passage(content.InBody, p.Credit)}
		for _, person := range p.People {
			who := theName(content.InNames, person.SpeakerID)
			who.Text, who.Consent = person.Name, content.ConsentToPhoto
			passages = append(passages, who)
		}
		return passages
	},
	Presentation: content.Presentation{
		One: called("Foto", "Photo"), Many: called("Fotos", "Photos"),
		News:    true,
		Summary: typed(func(p *Photo) content.Passage { return passage(content.InBody, p.Alt.String()) }),
		When: func(_ *content.View, d content.Document) (*string, error) {
			return d.(*Photo).TakenOnText(locale.DateTextDay), nil
		},
		Picture: typed((*Photo).picture),
		Within:  typed(func(p *Photo) []content.ID { return within(p.SessionID, p.ConferenceID) }),
	},
	Hooks: content.Hooks{
		Succeeds: succeedsPhoto,
		Follow:   followHidings,
		Borrows:  fromConference,
	},
}

// picture returns the photo itself.
func (p *Photo) picture() *content.Picture {
	if p.Asset == nil {
		return nil
	}
	return &content.Picture{URL: p.Asset.URL, Alt: p.Alt.String(), Width: p.Asset.Width, Height: p.Asset.Height, Focus: p.Asset.Focus}
}

// inPhoto restricts an attribute to the people who consent to photos.
func inPhoto(a content.Attribute) content.Attribute {
	a.Consent = content.ConsentToPhoto
	return a
}

func (p *Photo) people() []content.ID { return p.speakerIDs() }

func (p *Photo) needs() []content.ConsentTo { return []content.ConsentTo{content.ConsentToPhoto} }

func (p *Photo) speakerIDs() []content.ID {
	ids := make([]content.ID, 0, len(p.People))
	for _, person := range p.People {
		ids = append(ids, person.SpeakerID)
	}
	return ids
}

// Validate reports a photo without alternative text in one of its languages (promise 6), and a
// place in the row with two people.
func (p *Photo) Validate(c *content.Check) {
	p.checkAlt(c)
	seen := map[content.ID]bool{}
	content.Each(c, "people", p.People, func(person *PhotoPerson) {
		if person.SpeakerID == "" {
			return
		}
		if person.Name != "" {
			c.Problem(content.Contradiction, "name", "speaker")
		}
		if seen[person.SpeakerID] {
			c.Problem(content.Duplicate, "speaker")
		}
		seen[person.SpeakerID] = true
		if !p.states(person.SpeakerID, p.file()) {
			checkConsentOf(c, "speaker", person.SpeakerID, content.ConsentToPhoto)
		}
	})
	checkNames(c, p, p.speakerIDs())
	if f := p.FocalPoint; f != nil {
		c.In("focalPoint", func() {
			checkFraction(c, "x", f.X)
			checkFraction(c, "y", f.Y)
		})
	}
	if s, ok := content.Relevant[*Session](c, p.SessionID); ok {
		checkConferenceOf(c, p.ConferenceID, s)
	}
}

func checkFraction(c *content.Check, field string, v float64) {
	if !(v >= 0 && v <= 1) { // also false for NaN
		c.Problem(content.OutOfRange, field, 0, 1)
	}
}

func (p *Photo) checkAlt(c *content.Check) {
	if p.Decorative {
		if len(p.Alt) > 0 {
			c.Problem(content.Contradiction, "decorative", "alt")
		}
		return
	}
	if !c.Publishing {
		return
	}
	languages := content.CompleteLanguages(p)
	if len(languages) == 0 {
		languages = []locale.Language{locale.DefaultLanguage}
	}
	for _, l := range languages {
		if p.Alt.In(l) == "" {
			c.Problem(MissingAltText, "alt", l)
		}
	}
}
