package catalog

import (
	"lectern/content"
)

// The codes of problems that only the rules of the content types report.
const (
	OutsideConference  content.ProblemCode = "OUTSIDE_CONFERENCE"
	RoomTaken          content.ProblemCode = "ROOM_TAKEN"
	SpeakerTaken       content.ProblemCode = "SPEAKER_TAKEN"
	SessionTaken       content.ProblemCode = "SESSION_TAKEN"
	SessionTooLong     content.ProblemCode = "SESSION_TOO_LONG"
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
	WordsInName        content.ProblemCode = "WORDS_IN_NAME"
	CaptionsFetch      content.ProblemCode = "CAPTIONS_FETCH"
	NotUTF8            content.ProblemCode = "NOT_UTF8"
	CueTimes           content.ProblemCode = "CUE_TIMES"
	CueOverlap         content.ProblemCode = "CUE_OVERLAP"
	CueLineTooLong     content.ProblemCode = "CUE_LINE_TOO_LONG"
	CueTooManyLines    content.ProblemCode = "CUE_TOO_MANY_LINES"
	CueTooFast         content.ProblemCode = "CUE_TOO_FAST"
	ForeignImage       content.ProblemCode = "FOREIGN_IMAGE"
	TimeSkipped        content.ProblemCode = "TIME_SKIPPED"
	TimeRepeated       content.ProblemCode = "TIME_REPEATED"
	NoTimeOfDay        content.ProblemCode = "NO_TIME_OF_DAY"
	PossibleDuplicate  content.ProblemCode = "POSSIBLE_DUPLICATE"
	EncodingGuessed    content.ProblemCode = "ENCODING_GUESSED"
	SessionOutside     content.ProblemCode = "SESSION_OUTSIDE"
	SessionsOutside    content.ProblemCode = "SESSIONS_OUTSIDE"
	NoSuchTime         content.ProblemCode = "NO_SUCH_TIME"
	UnpublishedChanges content.ProblemCode = "UNPUBLISHED_CHANGES"
)

// problemMessages are the messages of these problems for editors.
var problemMessages = map[content.ProblemCode]content.Message{
	OutsideConference:  {Danish: "Ligger uden for konferencens dage.", English: "This is outside the conference's days."},
	RoomTaken:          {Danish: "Lokalet er optaget på det tidspunkt af %s.", English: "The room is taken at that time by %s."},
	SpeakerTaken:       {Danish: "Personen er et andet sted på det tidspunkt: %s.", English: "The person is elsewhere at that time: %s."},
	SessionTaken:       {Danish: "Programpunktet %q har samme lokale eller person på samme tid som %q.", English: "The session %q has the same room or person at the same time as %q."},
	SessionTooLong:     {Danish: "Et programpunkt varer højst %d timer. Del det op.", English: "A session lasts at most %d hours. Split it."},
	LegalNameShown:     {Danish: "Afslører navnet på en person med pseudonym.", English: "This reveals the name of a person who has a pseudonym."},
	MissingCaptions:    {Danish: "Skal have undertekster eller en begrundelse for, at de mangler.", English: "This needs captions, or a reason why there are none."},
	MissingTranscript:  {Danish: "Skal have en udskrift eller en begrundelse for, at den mangler.", English: "This needs a transcript, or a reason why there is none."},
	MissingAltText:     {Danish: "Skal have en alternativ tekst på %s eller være markeret som dekorativt.", English: "This needs alternative text in %s, or must be marked as decorative."},
	RecordingForbidden: {Danish: "Sessionen må ikke optages.", English: "The session may not be recorded."},
	MissingSource:      {Danish: "Skal have en kilde.", English: "This needs a source."},
	ConsentWithdrawn:   {Danish: "Personen har trukket sit samtykke tilbage, eller det er udløbet.", English: "The person's consent was withdrawn or has expired."},
	ConsentMissing:     {Danish: "Kræver personens samtykke (%s) eller en begrundelse for, at det ikke er nødvendigt.", English: "This needs the person's consent (%s), or a reason why none is needed."},
	ConsentEnded:       {Danish: "Samtykket (%s) er trukket tilbage eller udløbet og skal blive stående på listen. En, der må offentliggøre, kan registrere et nyt samtykke med recordConsent.", English: "The consent (%s) was withdrawn or has expired, and must stay in the list. A publisher can record a new consent with recordConsent."},
	PhotoWithheld:      {Danish: "Fotoet er skjult af hensyn til personen på denne plads, og personen skal blive stående, så længe filen er den samme. Skift filen, eller begrund med showPhoto, at personen ikke kan genkendes.", English: "The photo is hidden for the sake of the person in this place, who must stay there while the file is the same. Replace the file, or state with showPhoto why the person can't be recognised."},
	WordsInName:        {Danish: "Ordene står i navnet på en person, der har sin egen side. Ret navnet, eller slet personen med eraseSpeaker.", English: "The words are in the name of a speaker. Change the name, or erase the speaker with eraseSpeaker."},
	CaptionsFetch:      {Danish: "Linje %d: En STYLE-blok må ikke hente noget udefra.", English: "Line %d: A STYLE block may not load external resources."},
	NotUTF8:            {Danish: "Linje %d har tegn, der ikke kan læses. Gem filen som UTF-8.", English: "Line %d is not valid UTF-8. Save the file as UTF-8."},
	CueTimes:           {Danish: "Tekst %d (%s) slutter, før den begynder.", English: "Cue %d (at %s) ends before it begins."},
	CueOverlap:         {Danish: "Tekst %d (%s) begynder, før en anden er slut.", English: "Cue %d (at %s) begins before another has ended."},
	CueLineTooLong:     {Danish: "Tekst %d (%s) har en linje på %d tegn. Brug helst højst %d.", English: "Cue %d (at %s) has a line of %d characters. At most %d are recommended."},
	CueTooManyLines:    {Danish: "Tekst %d (%s) har %d linjer. Brug helst højst %d.", English: "Cue %d (at %s) has %d lines. At most %d are recommended."},
	CueTooFast:         {Danish: "Tekst %d (%s) kræver, at man læser %d tegn i sekundet. Brug helst højst %d.", English: "Cue %d (at %s) requires reading %d characters per second. At most %d are recommended."},
	ForeignImage:       {Danish: "Billedet hentes fra afspillerens udbyder (%s), som dermed kan se, hvem der besøger siden. Upload billedet her i stedet.", English: "The picture is loaded from the player's provider (%s), who then learns who views the page. Upload the picture here instead."},
	TimeSkipped:        {Danish: "Klokkeslættet findes ikke den dag, fordi uret stilles frem.", English: "There is no such time on that day, because the clock is set forward."},
	TimeRepeated:       {Danish: "Klokkeslættet forekommer to gange den dag, fordi uret stilles tilbage. Skriv tiden med forskellen fra UTC som 2021-10-31T02:30:00+02:00.", English: "There are two such times on that day, because the clock is set back. Write the time with its UTC offset, as 2021-10-31T02:30:00+02:00."},
	NoTimeOfDay:        {Danish: "Der er intet klokkeslæt, så tiden bliver kl. 0.00.", English: "There is no time of day, so the time will be midnight."},
	PossibleDuplicate:  {Danish: "Linjen bliver til et nyt dokument, der ligner %s. Er det det samme, så skriv dets id eller slug på linjen.", English: "The line becomes a new document that looks like %s. If it is the same one, write its id or slug in the line."},
	EncodingGuessed:    {Danish: "Filen er ikke UTF-8 og er læst som Windows-1252. Kontrollér æ, ø og å, eller gem den som CSV UTF-8.", English: "The file is not UTF-8 and was read as Windows-1252. Check letters such as æ, ø and å, or save it as CSV UTF-8."},
	SessionOutside:     {Danish: "Sessionen »%s« (%s) ligger uden for konferencens dage: %s.", English: "The session “%s” (%s) is outside the conference's days: %s."},
	SessionsOutside:    {Danish: "Endnu %d sessioner ligger uden for konferencens dage. Flyt dem, eller flyt hele konferencen med moveConference.", English: "%d more sessions are outside the conference's days. Move them, or move the whole conference with moveConference."},
	NoSuchTime:         {Danish: "»%s«: Klokken %s findes ikke den %s, fordi uret stilles frem. Flyt med et andet antal dage, eller ret tidspunktet først.", English: "“%s”: The time %s does not exist on %s, because the clock goes forward. Move by another number of days, or correct the time first."},
	UnpublishedChanges: {Danish: "»%s« har en kladde, som ville blive offentlig. Offentliggør eller kassér den først, eller flyt med publish: false.", English: "“%s” has a draft, which would become public. Publish or discard it first, or move with publish: false."},
}
