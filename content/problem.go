package content

import (
	"fmt"
	"strings"
)

// Problem is one thing in a document that its editor can mend.
type Problem struct {
	Document ID          // in which it is
	Path     []string    // of the field: "appearances", "0", "speaker"
	Code     ProblemCode // stable
	Message  Text        // in Danish and English
	Warning  bool        // does not stand in the way of publishing
}

// String is the problem for a terminal or a log.
func (p Problem) String() string {
	return string(p.Document) + " " + strings.Join(p.Path, ".") + ": " + string(p.Code) + ": " + p.Message.In("en")
}

// ProblemCode says what kind of problem it is.
type ProblemCode string

// message is what a problem says, as formats of the same arguments.
type message struct{ da, en string }

// The codes of problems, each with what an editor is told.
const (
	Required            ProblemCode = "REQUIRED"
	TooLong             ProblemCode = "TOO_LONG"
	BadFormat           ProblemCode = "BAD_FORMAT"
	BadValue            ProblemCode = "BAD_VALUE"
	OutOfRange          ProblemCode = "OUT_OF_RANGE"
	Duplicate           ProblemCode = "DUPLICATE"
	SlugTaken           ProblemCode = "SLUG_TAKEN"
	UnknownReference    ProblemCode = "UNKNOWN_REFERENCE"
	WrongKind           ProblemCode = "WRONG_KIND"
	Cycle               ProblemCode = "CYCLE"
	NoCompleteLanguage  ProblemCode = "NO_COMPLETE_LANGUAGE"
	EndBeforeStart      ProblemCode = "END_BEFORE_START"
	OutsideConference   ProblemCode = "OUTSIDE_CONFERENCE"
	RoomTaken           ProblemCode = "ROOM_TAKEN"
	SpeakerTaken        ProblemCode = "SPEAKER_TAKEN"
	LegalNameShown      ProblemCode = "LEGAL_NAME_SHOWN"
	MissingCaptions     ProblemCode = "MISSING_CAPTIONS"
	MissingTranscript   ProblemCode = "MISSING_TRANSCRIPT"
	MissingAltText      ProblemCode = "MISSING_ALT_TEXT"
	RecordingForbidden  ProblemCode = "RECORDING_FORBIDDEN"
	Unchangeable        ProblemCode = "UNCHANGEABLE"
	NotInOrder          ProblemCode = "NOT_IN_ORDER"
	MissingSource       ProblemCode = "MISSING_SOURCE"
	AppendOnly          ProblemCode = "APPEND_ONLY"
	Contradiction       ProblemCode = "CONTRADICTION"
	TooManyItems        ProblemCode = "TOO_MANY_ITEMS"
	ConsentWithdrawn    ProblemCode = "CONSENT_WITHDRAWN"
	ConsentMissing      ProblemCode = "CONSENT_MISSING"
	UnsupportedLanguage ProblemCode = "UNSUPPORTED_LANGUAGE"
	MovedOn             ProblemCode = "CONFLICT"
	NotKept             ProblemCode = "NOT_KEPT"
	RequiresUnpublished ProblemCode = "REQUIRES_UNPUBLISHED"
	StillRequired       ProblemCode = "STILL_REQUIRED"
	UnknownAsset        ProblemCode = "UNKNOWN_ASSET"
	WrongAsset          ProblemCode = "WRONG_ASSET"
	BadFile             ProblemCode = "BAD_FILE"
	FileTooLarge        ProblemCode = "FILE_TOO_LARGE"
	CaptionsFetch       ProblemCode = "CAPTIONS_FETCH"
	NotUTF8             ProblemCode = "NOT_UTF8"
	CueTimes            ProblemCode = "CUE_TIMES"
	CueOverlap          ProblemCode = "CUE_OVERLAP"
	CueLineTooLong      ProblemCode = "CUE_LINE_TOO_LONG"
	CueTooManyLines     ProblemCode = "CUE_TOO_MANY_LINES"
	CueTooFast          ProblemCode = "CUE_TOO_FAST"
	ForeignImage        ProblemCode = "FOREIGN_IMAGE"
)

var messages = map[ProblemCode]message{
	Required:            {"Skal udfyldes.", "This is required."},
	TooLong:             {"Er for lang: højst %d tegn.", "This is too long: at most %d characters."},
	BadFormat:           {"Har ikke det rigtige format. Forventet: %s.", "This has the wrong format. Expected: %s."},
	BadValue:            {"Er ikke en af de tilladte værdier.", "This is not one of the allowed values."},
	OutOfRange:          {"Skal ligge mellem %v og %v.", "This must be between %v and %v."},
	Duplicate:           {"Forekommer to gange.", "This occurs twice."},
	SlugTaken:           {"Et andet dokument har eller havde denne slug.", "Another document has or had this slug."},
	UnknownReference:    {"Der findes ikke noget dokument med dette id.", "There is no document with this id."},
	WrongKind:           {"Skal henvise til et dokument af typen %s.", "This must refer to a document of type %s."},
	Cycle:               {"Henviser tilbage til sig selv.", "This refers back to itself."},
	NoCompleteLanguage:  {"Mindst ét sprog skal have alle krævede tekster; dansk mangler: %s.", "At least one language must have all required texts; Danish lacks: %s."},
	EndBeforeStart:      {"Slutter, før det begynder.", "This ends before it begins."},
	OutsideConference:   {"Ligger uden for konferencens dage.", "This is outside the conference's days."},
	RoomTaken:           {"Lokalet er optaget på det tidspunkt af %s.", "The room is taken at that time by %s."},
	SpeakerTaken:        {"Personen er et andet sted på det tidspunkt: %s.", "The person is elsewhere at that time: %s."},
	LegalNameShown:      {"Afslører navnet på en person med pseudonym.", "This reveals the name of a person who has a pseudonym."},
	MissingCaptions:     {"Skal have undertekster eller en begrundelse for, at de mangler.", "This needs captions, or a reason why there are none."},
	MissingTranscript:   {"Skal have en udskrift eller en begrundelse for, at den mangler.", "This needs a transcript, or a reason why there is none."},
	MissingAltText:      {"Skal have en alternativ tekst på %s eller være markeret som dekorativt.", "This needs alternative text in %s, or must be marked as decorative."},
	RecordingForbidden:  {"Sessionen må ikke optages.", "The session may not be recorded."},
	Unchangeable:        {"Kan ikke ændres.", "This can't be changed."},
	NotInOrder:          {"Står i forkert rækkefølge.", "This is in the wrong order."},
	MissingSource:       {"Skal have en kilde.", "This needs a source."},
	AppendOnly:          {"Her kan man kun tilføje, ikke ændre eller slette.", "Entries can only be added here, not changed or removed."},
	Contradiction:       {"Stemmer ikke overens med %s.", "This contradicts %s."},
	TooManyItems:        {"Der er for mange: højst %d er tilladt.", "This has too many items: at most %d are allowed."},
	ConsentWithdrawn:    {"Personen har trukket sit samtykke tilbage, eller det er udløbet.", "The person's consent was withdrawn or has expired."},
	ConsentMissing:      {"Kræver personens samtykke (%s) eller en begrundelse for, at det ikke er nødvendigt.", "This needs the person's consent (%s), or a reason why none is needed."},
	MovedOn:             {"Andre har ændret dokumentet, siden det blev læst.", "Others have changed the document since it was read."},
	NotKept:             {"En anden del af operationen har fejl, så intet er gemt.", "Another part of the operation has errors, so nothing was saved."},
	RequiresUnpublished: {"Er ikke offentliggjort. Offentliggør det først eller samtidig.", "This is not published. Publish it first, or in the same operation."},
	StillRequired:       {"Det offentliggjorte dokument %q kræver dette.", "The published document %q requires this."},
	UnknownAsset:        {"Der er ikke uploadet nogen fil med dette id.", "There is no uploaded file with this id."},
	WrongAsset:          {"Skal være en fil af typen %s; denne er %s.", "This must be a file of kind %s; this one is %s."},
	BadFile:             {"Filen kan ikke bruges: %s", "The file can't be used: %s"},
	FileTooLarge:        {"Filen er for stor: højst %d byte er tilladt her. Upload større filer på /assets.", "The file is too large: at most %d bytes are allowed here. Upload larger files at /assets."},
	CaptionsFetch:       {"Linje %d: En STYLE-blok må ikke hente noget udefra.", "Line %d: A STYLE block may not load external resources."},
	NotUTF8:             {"Linje %d har tegn, der ikke kan læses. Gem filen som UTF-8.", "Line %d is not valid UTF-8. Save the file as UTF-8."},
	CueTimes:            {"Tekst %d (%s) slutter, før den begynder.", "Cue %d (at %s) ends before it begins."},
	CueOverlap:          {"Tekst %d (%s) begynder, før en anden er slut.", "Cue %d (at %s) begins before another has ended."},
	CueLineTooLong:      {"Tekst %d (%s) har en linje på %d tegn. Brug helst højst %d.", "Cue %d (at %s) has a line of %d characters. At most %d are recommended."},
	CueTooManyLines:     {"Tekst %d (%s) har %d linjer. Brug helst højst %d.", "Cue %d (at %s) has %d lines. At most %d are recommended."},
	CueTooFast:          {"Tekst %d (%s) kræver, at man læser %d tegn i sekundet. Brug helst højst %d.", "Cue %d (at %s) requires reading %d characters per second. At most %d are recommended."},
	ForeignImage:        {"Billedet hentes fra afspillerens udbyder (%s), som dermed kan se, hvem der besøger siden. Upload billedet her i stedet.", "The picture is loaded from the player's provider (%s), who then learns who views the page. Upload the picture here instead."},
	UnsupportedLanguage: {"Er ikke en sprogkode (BCP 47) som da eller en.", "This is not a language tag (BCP 47) such as da or en."},
}

// NewProblem is a problem of a document, which stands in the way.
func NewProblem(id ID, code ProblemCode, path ...string) Problem {
	p := newProblem(append([]string{}, path...), code, false)
	p.Document = id
	return p
}

// UploadProblem is why the file in a field of an input is refused.
func UploadProblem(field string, code ProblemCode, why any) Problem {
	return newProblem([]string{field}, code, false, why)
}

func newProblem(path []string, code ProblemCode, warning bool, args ...any) Problem {
	m := messages[code]
	return Problem{Path: path, Code: code, Warning: warning, Message: NewText("da", fmt.Sprintf(m.da, args...), "en", fmt.Sprintf(m.en, args...))}
}
