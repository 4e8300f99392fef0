package content

import (
	"slices"
)

// What a person has refused, having consented to it once, is part of the state of
// the person (State.Refused): the engine shows nothing of somebody who refuses the
// name, and lets nobody filter by a person who refuses what the filter would tell.
// The rules by which it is decided are those of the content types.

// ConsentTo is what a consent is about.
type ConsentTo string

// What a person can consent to.
const (
	ConsentToName      ConsentTo = "NAME"
	ConsentToPhoto     ConsentTo = "PHOTO"
	ConsentToVoice     ConsentTo = "VOICE"
	ConsentToRecording ConsentTo = "RECORDING"
)

// ConsentsTo lists what a person can consent to, in the order of State.Refused.
func ConsentsTo() []ConsentTo {
	return []ConsentTo{ConsentToName, ConsentToPhoto, ConsentToVoice, ConsentToRecording}
}

// Valid tells whether it is one of those above.
func (t ConsentTo) Valid() bool { return slices.Contains(ConsentsTo(), t) }
