package content

import (
	"fmt"
	"strings"

	"lectern/content/locale"
)

// Problem is something in a document that its editor can correct.
type Problem struct {
	Document ID          // in which it is
	Path     []string    // of the field: "appearances", "0", "speaker"
	Code     ProblemCode // stable
	Message  locale.Text // in Danish and English
	Warning  bool        // does not prevent publishing
	Clash    bool        // with another document, which may change before a planned step
}

// String formats the problem for a terminal or a log.
func (p Problem) String() string {
	return string(p.Document) + " " + strings.Join(p.Path, ".") + ": " + string(p.Code) + ": " + p.Message.In("en")
}

// ProblemCode is the kind of a problem.
type ProblemCode string

// Message is the message of a problem, as formats with the same arguments.
type Message struct{ Danish, English string }

// The problem codes of the engine, which the rules of any kind may use. A program adds its own
// with their messages (Types).
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
	Unchangeable        ProblemCode = "UNCHANGEABLE"
	NotInOrder          ProblemCode = "NOT_IN_ORDER"
	AppendOnly          ProblemCode = "APPEND_ONLY"
	Contradiction       ProblemCode = "CONTRADICTION"
	TooManyItems        ProblemCode = "TOO_MANY_ITEMS"
	UnsupportedLanguage ProblemCode = "UNSUPPORTED_LANGUAGE"
	MovedOn             ProblemCode = "CONFLICT"
	NotKept             ProblemCode = "NOT_KEPT"
	RequiresUnpublished ProblemCode = "REQUIRES_UNPUBLISHED"
	StillRequired       ProblemCode = "STILL_REQUIRED"
	StillReferenced     ProblemCode = "STILL_REFERENCED"
	StepCancelled       ProblemCode = "STEP_CANCELLED"
	NotPublic           ProblemCode = "NOT_PUBLIC"
	NothingToDo         ProblemCode = "NOTHING_TO_DO"
	UnknownAsset        ProblemCode = "UNKNOWN_ASSET"
	WrongAsset          ProblemCode = "WRONG_ASSET"
	BadFile             ProblemCode = "BAD_FILE"
	FileTooLarge        ProblemCode = "FILE_TOO_LARGE"
	ControlCharacter    ProblemCode = "CONTROL_CHARACTER"
	TextTooDeep         ProblemCode = "TEXT_TOO_DEEP"
	TextTooDense        ProblemCode = "TEXT_TOO_DENSE"
	CommentHidden       ProblemCode = "COMMENT_HIDDEN"
	TagShown            ProblemCode = "TAG_SHOWN"
	PictureHidden       ProblemCode = "PICTURE_HIDDEN"
	LinkDropped         ProblemCode = "LINK_DROPPED"
	AddressUnused       ProblemCode = "ADDRESS_UNUSED"
	NoteUnused          ProblemCode = "NOTE_UNUSED"
	CellsHidden         ProblemCode = "CELLS_HIDDEN"
)

var messages = map[ProblemCode]Message{
	Required:            {"Skal udfyldes.", "This is required."},
	TooLong:             {"Er for lang: %d tegn; højst %d er tilladt.", "This is too long: %d characters; at most %d are allowed."},
	BadFormat:           {"Har ikke det rigtige format. Forventet: %s.", "This has the wrong format. Expected: %s."},
	BadValue:            {"Er ikke en af de tilladte værdier: %s.", "This is not one of the allowed values: %s."},
	OutOfRange:          {"Skal ligge mellem %v og %v.", "This must be between %v and %v."},
	Duplicate:           {"Forekommer to gange.", "This occurs twice."},
	SlugTaken:           {"Et andet dokument har eller havde denne slug.", "Another document has or had this slug."},
	UnknownReference:    {"Der findes ikke noget dokument med dette id.", "There is no document with this id."},
	WrongKind:           {"Skal være id'et (%[1]s_…) på et dokument af typen %[1]s.", "This must be the id (%[1]s_…) of a document of type %[1]s."},
	Cycle:               {"Henviser tilbage til sig selv.", "This refers back to itself."},
	NoCompleteLanguage:  {"Mindst ét sprog skal have alle krævede tekster; dansk mangler: %s.", "At least one language must have all required texts; Danish lacks: %s."},
	EndBeforeStart:      {"Slutter, før det begynder.", "This ends before it begins."},
	Unchangeable:        {"Kan ikke ændres.", "This can't be changed."},
	NotInOrder:          {"Står i forkert rækkefølge.", "This is in the wrong order."},
	AppendOnly:          {"Her kan man kun tilføje, ikke ændre eller slette.", "Entries can only be added here, not changed or removed."},
	Contradiction:       {"Stemmer ikke overens med %s.", "This contradicts %s."},
	TooManyItems:        {"Der er for mange: højst %d er tilladt.", "This has too many items: at most %d are allowed."},
	MovedOn:             {"Andre har ændret dokumentet, siden det blev læst.", "Others have changed the document since it was read."},
	NotKept:             {"En anden del af operationen har fejl, så intet er gemt.", "Another part of the operation has errors, so nothing was saved."},
	RequiresUnpublished: {"Er ikke offentliggjort. Offentliggør det først eller samtidig.", "This is not published. Publish it first, or in the same operation."},
	StillRequired:       {"Det offentliggjorte dokument %q kræver dette.", "The published document %q requires this."},
	StillReferenced:     {"%q henviser til dette dokument. Fjern henvisningen først eller samtidig.", "%q refers to this document. Remove the reference first, or in the same operation."},
	StepCancelled:       {"Det planlagte trin %s er aflyst, fordi kladden er kasseret.", "The step that was scheduled for %s is cancelled, because the draft was discarded."},
	NotPublic:           {"%q er ikke offentliggjort, så læserne ser det ikke her.", "%q is not published, so readers do not see it here."},
	NothingToDo:         {"Det planlagte trin %s har ikke noget at gøre.", "The step that is scheduled for %s will have nothing to do."},
	UnknownAsset:        {"Der er ikke uploadet nogen fil med dette id.", "There is no uploaded file with this id."},
	WrongAsset:          {"Skal være en fil af typen %s; denne er %s.", "This must be a file of kind %s; this one is %s."},
	BadFile:             {"Filen kan ikke bruges: %s", "The file can't be used: %s"},
	FileTooLarge:        {"Filen er for stor: højst %d byte er tilladt her. Upload større filer på /assets.", "The file is too large: at most %d bytes are allowed here. Upload larger files at /assets."},
	ControlCharacter:    {"Linje %d, tegn %d: styretegnet %U kan ikke stå i en tekst. Slet det.", "Line %d, character %d: the control character %U is not allowed in a text. Delete it."},
	TextTooDeep:         {"Linje %d, tegn %d: »%s« ligger inde i mere end %d citater, lister, kantede parenteser eller fremhævelser.", "Line %d, character %d: “%s” is nested in more than %d quotes, lists, square brackets or emphases."},
	TextTooDense:        {"Linje %d, tegn %d: fra »%s« til slutningen af afsnittet vises formateringen som tegn, fordi afsnittet har mere end %d formateringstegn. Del afsnittet.", "Line %d, character %d: from “%s” to the end of the paragraph, formatting is shown as characters, because the paragraph has more than %d formatting characters. Split the paragraph."},
	CommentHidden:       {"Linje %d, tegn %d: kommentaren vises ikke, men enhver kan hente den med tekstens Markdown: %s", "Line %d, character %d: the comment is not shown, but anyone can fetch it with the Markdown of the text: %s"},
	TagShown:            {"Linje %d, tegn %d: HTML virker ikke her og vises som tekst: %s", "Line %d, character %d: HTML does not work here and is shown as text: %s"},
	PictureHidden:       {"Linje %d, tegn %d: billedet vises ikke, kun dets alternative tekst: %s", "Line %d, character %d: the picture is not shown, only its alternative text is: %s"},
	LinkDropped:         {"Linje %d, tegn %d: linket virker ikke, kun dets tekst vises: %s. Skriv hele adressen med https://, mailto: eller tel:, eller en sti på webstedet, der begynder med /.", "Line %d, character %d: the link does not work, only its text is shown: %s. Write the whole URL with https://, mailto: or tel:, or a path on the website that begins with /."},
	AddressUnused:       {"Linje %d, tegn %d: intet link i teksten bruger denne adresse, og den vises ikke: %s", "Line %d, character %d: no link in the text uses this URL, which is not shown: %s"},
	NoteUnused:          {"Linje %d, tegn %d: teksten henviser ikke til fodnoten, som derfor ikke vises: %s", "Line %d, character %d: the text does not refer to the footnote, which is therefore not shown: %s"},
	CellsHidden:         {"Linje %d, tegn %d: tabellen har færre kolonner, og disse celler vises ikke: %s", "Line %d, character %d: the table has fewer columns, and these cells are not shown: %s"},
	UnsupportedLanguage: {"Er ikke en sprogkode (BCP 47) som da eller en.", "This is not a language tag (BCP 47) such as da or en."},
}

// NewProblem returns a problem of a document that prevents publishing.
func NewProblem(id ID, code ProblemCode, path ...string) Problem {
	p := newProblem(append([]string{}, path...), code, false)
	p.Document = id
	return p
}

// UploadProblem returns the reason why the file in a field of an input is refused.
func UploadProblem(field string, code ProblemCode, why any) Problem {
	return newProblem([]string{field}, code, false, why)
}

// ProblemAt returns a problem of a field by its path, with the arguments of its message.
func ProblemAt(path []string, code ProblemCode, warning bool, args ...any) Problem {
	return newProblem(path, code, warning, args...)
}

func newProblem(path []string, code ProblemCode, warning bool, args ...any) Problem {
	m := messages[code]
	return Problem{Path: path, Code: code, Warning: warning, Message: locale.NewText("da", fmt.Sprintf(m.Danish, args...), "en", fmt.Sprintf(m.English, args...))}
}
