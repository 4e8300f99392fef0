package catalog

import (
	"lectern/content"
)

// The codes of problems that only the rules of the content types report.
const (
	OutsideConference  content.ProblemCode = "OUTSIDE_CONFERENCE"
	RoomTaken          content.ProblemCode = "ROOM_TAKEN"
	SpeakerTaken       content.ProblemCode = "SPEAKER_TAKEN"
	LegalNameShown     content.ProblemCode = "LEGAL_NAME_SHOWN"
	MissingCaptions    content.ProblemCode = "MISSING_CAPTIONS"
	MissingTranscript  content.ProblemCode = "MISSING_TRANSCRIPT"
	MissingAltText     content.ProblemCode = "MISSING_ALT_TEXT"
	RecordingForbidden content.ProblemCode = "RECORDING_FORBIDDEN"
	MissingSource      content.ProblemCode = "MISSING_SOURCE"
	ConsentWithdrawn   content.ProblemCode = "CONSENT_WITHDRAWN"
	ConsentMissing     content.ProblemCode = "CONSENT_MISSING"
	ConsentEnded       content.ProblemCode = "CONSENT_ENDED"
	PhotoWithheld      content.ProblemCode = "PHOTO_WITHHELD"
	CaptionsFetch      content.ProblemCode = "CAPTIONS_FETCH"
	NotUTF8            content.ProblemCode = "NOT_UTF8"
	CueTimes           content.ProblemCode = "CUE_TIMES"
	CueOverlap         content.ProblemCode = "CUE_OVERLAP"
	CueLineTooLong     content.ProblemCode = "CUE_LINE_TOO_LONG"
	CueTooManyLines    content.ProblemCode = "CUE_TOO_MANY_LINES"
	CueTooFast         content.ProblemCode = "CUE_TOO_FAST"
	ForeignImage       content.ProblemCode = "FOREIGN_IMAGE"
)

// problemMessages are what an editor is told of them.
var problemMessages = map[content.ProblemCode]content.Message{
	OutsideConference:  {Danish: "Ligger uden for konferencens dage.", English: "This is outside its conference's days."},
	RoomTaken:          {Danish: "Lokalet er optaget på det tidspunkt af %s.", English: "The room is taken at that time by %s."},
	SpeakerTaken:       {Danish: "Personen er et andet sted på det tidspunkt: %s.", English: "The person is elsewhere at that time: %s."},
	LegalNameShown:     {Danish: "Røber navnet på en person med pseudonym.", English: "This gives away the name of a person with a pseudonym."},
	MissingCaptions:    {Danish: "Skal have undertekster eller en grund til, at de mangler.", English: "This needs captions, or a reason why there are none."},
	MissingTranscript:  {Danish: "Skal have en udskrift eller en grund til, at den mangler.", English: "This needs a transcript, or a reason why there is none."},
	MissingAltText:     {Danish: "Skal have en alternativ tekst på %s eller være dekorativt.", English: "This needs an alternative text in %s, or to be decorative."},
	RecordingForbidden: {Danish: "Sessionen må ikke optages.", English: "The session may not be recorded."},
	MissingSource:      {Danish: "Skal have en kilde.", English: "This needs a source."},
	ConsentWithdrawn:   {Danish: "Personen har trukket sit samtykke tilbage, eller det er udløbet.", English: "The person has withdrawn the consent, or it has expired."},
	ConsentMissing:     {Danish: "Kræver personens samtykke (%s) eller en grund til, at det ikke er nødvendigt.", English: "This needs the person's consent (%s), or a reason why none is needed."},
	ConsentEnded:       {Danish: "Samtykket (%s) er trukket tilbage eller udløbet: det skal blive stående. Et nyt samtykke registreres med recordConsent af en, der må offentliggøre.", English: "The consent (%s) was withdrawn or has expired: it must stay in the list. Somebody who may publish records a new one with recordConsent."},
	PhotoWithheld:      {Danish: "Fotoet er skjult af hensyn til en person på denne plads i rækken, og personen skal blive stående, så længe filen er den samme. Skift filen, eller begrund med showPhoto, at personen ikke kan genkendes.", English: "The photo is hidden for the sake of the person at this place in the row, who must stay there as long as the file is the same. Replace the file, or state with showPhoto why the person can't be recognised."},
	CaptionsFetch:      {Danish: "Linje %d: en STYLE-blok må ikke hente noget udefra.", English: "Line %d: a STYLE block may not fetch anything."},
	NotUTF8:            {Danish: "Linje %d har tegn, der ikke kan læses: gem filen som UTF-8.", English: "Line %d has characters that can't be read: save the file as UTF-8."},
	CueTimes:           {Danish: "Tekst %d (%s) slutter, før den begynder.", English: "Cue %d (at %s) ends before it begins."},
	CueOverlap:         {Danish: "Tekst %d (%s) begynder, før en anden er slut.", English: "Cue %d (at %s) begins before another has ended."},
	CueLineTooLong:     {Danish: "Tekst %d (%s) har en linje på %d tegn: helst højst %d.", English: "Cue %d (at %s) has a line of %d characters: better at most %d."},
	CueTooManyLines:    {Danish: "Tekst %d (%s) har %d linjer: helst højst %d.", English: "Cue %d (at %s) has %d lines: better at most %d."},
	CueTooFast:         {Danish: "Tekst %d (%s) skal læses med %d tegn i sekundet: helst højst %d.", English: "Cue %d (at %s) must be read at %d characters a second: better at most %d."},
	ForeignImage:       {Danish: "Billedet ligger hos den, der har afspilleren (%s), som så ved, hvem der ser siden: læg det op her.", English: "The picture is with who runs the player (%s), and tells them who looks at the page: upload it here."},
}
