package content

// The codes of problems that only the rules of the content types report.
const (
	OutsideConference  ProblemCode = "OUTSIDE_CONFERENCE"
	RoomTaken          ProblemCode = "ROOM_TAKEN"
	SpeakerTaken       ProblemCode = "SPEAKER_TAKEN"
	LegalNameShown     ProblemCode = "LEGAL_NAME_SHOWN"
	MissingCaptions    ProblemCode = "MISSING_CAPTIONS"
	MissingTranscript  ProblemCode = "MISSING_TRANSCRIPT"
	MissingAltText     ProblemCode = "MISSING_ALT_TEXT"
	RecordingForbidden ProblemCode = "RECORDING_FORBIDDEN"
	MissingSource      ProblemCode = "MISSING_SOURCE"
	ConsentWithdrawn   ProblemCode = "CONSENT_WITHDRAWN"
	ConsentMissing     ProblemCode = "CONSENT_MISSING"
	CaptionsFetch      ProblemCode = "CAPTIONS_FETCH"
	NotUTF8            ProblemCode = "NOT_UTF8"
	CueTimes           ProblemCode = "CUE_TIMES"
	CueOverlap         ProblemCode = "CUE_OVERLAP"
	CueLineTooLong     ProblemCode = "CUE_LINE_TOO_LONG"
	CueTooManyLines    ProblemCode = "CUE_TOO_MANY_LINES"
	CueTooFast         ProblemCode = "CUE_TOO_FAST"
	ForeignImage       ProblemCode = "FOREIGN_IMAGE"
)

// problemMessages are what an editor is told of them.
var problemMessages = map[ProblemCode]Message{
	OutsideConference:  {"Ligger uden for konferencens dage.", "This is outside its conference's days."},
	RoomTaken:          {"Lokalet er optaget på det tidspunkt af %s.", "The room is taken at that time by %s."},
	SpeakerTaken:       {"Personen er et andet sted på det tidspunkt: %s.", "The person is elsewhere at that time: %s."},
	LegalNameShown:     {"Røber navnet på en person med pseudonym.", "This gives away the name of a person with a pseudonym."},
	MissingCaptions:    {"Skal have undertekster eller en grund til, at de mangler.", "This needs captions, or a reason why there are none."},
	MissingTranscript:  {"Skal have en udskrift eller en grund til, at den mangler.", "This needs a transcript, or a reason why there is none."},
	MissingAltText:     {"Skal have en alternativ tekst på %s eller være dekorativt.", "This needs an alternative text in %s, or to be decorative."},
	RecordingForbidden: {"Sessionen må ikke optages.", "The session may not be recorded."},
	MissingSource:      {"Skal have en kilde.", "This needs a source."},
	ConsentWithdrawn:   {"Personen har trukket sit samtykke tilbage, eller det er udløbet.", "The person has withdrawn the consent, or it has expired."},
	ConsentMissing:     {"Kræver personens samtykke (%s) eller en grund til, at det ikke er nødvendigt.", "This needs the person's consent (%s), or a reason why none is needed."},
	CaptionsFetch:      {"Linje %d: en STYLE-blok må ikke hente noget udefra.", "Line %d: a STYLE block may not fetch anything."},
	NotUTF8:            {"Linje %d har tegn, der ikke kan læses: gem filen som UTF-8.", "Line %d has characters that can't be read: save the file as UTF-8."},
	CueTimes:           {"Tekst %d (%s) slutter, før den begynder.", "Cue %d (at %s) ends before it begins."},
	CueOverlap:         {"Tekst %d (%s) begynder, før en anden er slut.", "Cue %d (at %s) begins before another has ended."},
	CueLineTooLong:     {"Tekst %d (%s) har en linje på %d tegn: helst højst %d.", "Cue %d (at %s) has a line of %d characters: better at most %d."},
	CueTooManyLines:    {"Tekst %d (%s) har %d linjer: helst højst %d.", "Cue %d (at %s) has %d lines: better at most %d."},
	CueTooFast:         {"Tekst %d (%s) skal læses med %d tegn i sekundet: helst højst %d.", "Cue %d (at %s) must be read at %d characters a second: better at most %d."},
	ForeignImage:       {"Billedet ligger hos den, der har afspilleren (%s), som så ved, hvem der ser siden: læg det op her.", "The picture is with who runs the player (%s), and tells them who looks at the page: upload it here."},
}
