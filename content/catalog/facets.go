package catalog

import (
	"slices"

	"lectern/content"
	"lectern/content/locale"
)

// Facets are the values by which found documents are counted.
type Facets struct {
	Topics, Conferences, Speakers []content.ID
	Year                          int // 0 if it has none
}

// FacetsOf returns a document's facets as this reader sees them.
func FacetsOf(v *content.View, d content.Document) (f Facets, err error) {
	for i := range content.KindOf(d).Attributes {
		a := &content.KindOf(d).Attributes[i]
		var into *[]content.ID
		switch a.Ref {
		case topicKind.Name:
			into = &f.Topics
		case conferenceKind.Name:
			into = &f.Conferences
		case speakerKind.Name:
			into = &f.Speakers
		default:
			continue
		}
		for _, key := range a.Of(d) {
			p := content.Passage{Of: content.ID(key), Consent: a.Consent}
			if shown, err := ShowPassage(v, &p); err != nil {
				return f, err
			} else if shown && !slices.Contains(*into, p.Of) {
				*into = append(*into, p.Of)
			}
		}
	}
	if dated, ok := d.(interface{ year() int }); ok {
		f.Year = dated.year()
	}
	return f, nil
}

func yearOf(d locale.Date) (year int) {
	for _, digit := range d[:min(len(d), 4)] {
		year = 10*year + int(digit-'0')
	}
	return year
}

func (c *Conference) year() int {
	if c.StartDate != "" {
		return yearOf(c.StartDate)
	}
	return c.Year
}

func (p *PolicyProposal) year() int { return yearOf(p.PresentedOn) }
func (p *Photo) year() int          { return yearOf(p.TakenOn) }

func (s *Session) year() int {
	if s.StartsAt.IsZero() {
		return 0
	}
	return s.StartsAt.Year()
}

func (v *Video) year() int {
	if v.RecordedAt.IsZero() {
		return 0
	}
	return v.RecordedAt.Year()
}

func (e *PodcastEpisode) year() int {
	if e.ReleasedAt.IsZero() {
		return 0
	}
	return e.ReleasedAt.Year()
}
