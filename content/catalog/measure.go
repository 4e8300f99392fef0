package catalog

import (
	"slices"

	"lectern/content"
	"lectern/content/locale"
)

// Measure is a demand of a policy proposal.
type Measure struct {
	Number               int           `json:"number,omitempty" rule:"key,required,min=1"` // in the proposal
	Title                locale.Text   `json:"title,omitempty" rule:"required,max=300"`
	Description          locale.Text   `json:"description,omitempty" rule:"max=5000"` // plain text
	Kind                 MeasureKind   `json:"kind,omitempty" rule:"required"`
	ResponsibleAuthority string        `json:"responsibleAuthority,omitempty"`
	Status               MeasureStatus `json:"status,omitempty"` // empty if unknown
}

// MeasureKind is the means of a measure.
type MeasureKind string

// The kinds of measures.
const (
	MeasureLegislation MeasureKind = "LEGISLATION"
	MeasureCooperation MeasureKind = "COOPERATION"
	MeasureTreatment   MeasureKind = "TREATMENT"
	MeasurePrevention  MeasureKind = "PREVENTION"
	MeasureResearch    MeasureKind = "RESEARCH"
	MeasureOther       MeasureKind = "OTHER"
)

// Valid reports whether the kind is one of those above.
func (k MeasureKind) Valid() bool { return slices.Contains(k.Values(), string(k)) }

// Values implements content.Enum.
func (MeasureKind) Values() []string {
	return namesOf(MeasureLegislation, MeasureCooperation, MeasureTreatment, MeasurePrevention, MeasureResearch, MeasureOther)
}

// MeasureStatus is the progress of a measure.
type MeasureStatus string

// The states of a measure.
const (
	MeasureProposed   MeasureStatus = "PROPOSED"
	MeasureAgreed     MeasureStatus = "AGREED"
	MeasureUnderWay   MeasureStatus = "UNDER_WAY"
	MeasureCarriedOut MeasureStatus = "CARRIED_OUT"
	MeasureDropped    MeasureStatus = "DROPPED"
)

// Valid reports whether the status is one of those above.
func (s MeasureStatus) Valid() bool { return slices.Contains(s.Values(), string(s)) }

// Values implements content.Enum.
func (MeasureStatus) Values() []string {
	return namesOf(MeasureProposed, MeasureAgreed, MeasureUnderWay, MeasureCarriedOut, MeasureDropped)
}

// checkMeasures reports measures whose numbers do not increase, and returns the numbers.
func checkMeasures(c *content.Check, measures []Measure) map[int]bool {
	numbers := map[int]bool{}
	last := 0
	content.Each(c, "measures", measures, func(m *Measure) {
		switch {
		case m.Number < 1: // reported by the tag
		case numbers[m.Number]:
			c.Problem(content.Duplicate, "number")
		case m.Number < last:
			c.Problem(content.NotInOrder, "number")
		}
		numbers[m.Number] = m.Number > 0
		last = max(last, m.Number)
	})
	return numbers
}
