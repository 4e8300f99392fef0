package content

import (
	"slices"
)

// What a person has refused after consenting to it is part of the person's state
// (State.Refused): the engine shows nothing of a person who refuses the name, and allows no
// filter by a person who refuses what the filter would reveal. The content types have the
// rules that decide it.

// ConsentTo is the subject of a consent.
type ConsentTo string

// The subjects of consents.
const (
	ConsentToName      ConsentTo = "NAME"
	ConsentToPhoto     ConsentTo = "PHOTO"
	ConsentToVoice     ConsentTo = "VOICE"
	ConsentToRecording ConsentTo = "RECORDING"
)

// ConsentsTo lists the subjects of consents, in the order of State.Refused.
func ConsentsTo() []ConsentTo {
	return []ConsentTo{ConsentToName, ConsentToPhoto, ConsentToVoice, ConsentToRecording}
}

// Valid reports whether it is one of those above.
func (t ConsentTo) Valid() bool { return slices.Contains(ConsentsTo(), t) }

// Values implements Enum.
func (ConsentTo) Values() []string {
	return []string{string(ConsentToName), string(ConsentToPhoto), string(ConsentToVoice), string(ConsentToRecording)}
}
