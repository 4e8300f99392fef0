package content

import (
	"fmt"
	"strings"

	"lectern/content/locale"
)

// Problem is one thing in a document that its editor can mend.
type Problem struct {
	Document ID          // in which it is
	Path     []string    // of the field: "appearances", "0", "speaker"
	Code     ProblemCode // stable
	Message  locale.Text // in Danish and English
	Warning  bool        // does not stand in the way of publishing
}

// String is the problem for a terminal or a log.
func (p Problem) String() string {
	return string(p.Document) + " " + strings.Join(p.Path, ".") + ": " + string(p.Code) + ": " + p.Message.In("en")
}

// ProblemCode says what kind of problem it is.
type ProblemCode string

// Message is what a problem says, as formats of the same arguments.
type Message struct{ Danish, English string }

// The codes of problems that the engine reports and that the rules of any kind may.
// A program adds its own with their messages (Types).
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
	UnknownAsset        ProblemCode = "UNKNOWN_ASSET"
	WrongAsset          ProblemCode = "WRONG_ASSET"
	BadFile             ProblemCode = "BAD_FILE"
	FileTooLarge        ProblemCode = "FILE_TOO_LARGE"
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
	TooLong:             {"Er for lang: højst %d tegn.", "This is too long: at most %d characters."},
	BadFormat:           {"Har ikke den rette form: %s.", "This has not the right form: %s."},
	BadValue:            {"Er ikke en af de mulige værdier.", "This is not one of the possible values."},
	OutOfRange:          {"Skal ligge mellem %v og %v.", "This must be between %v and %v."},
	Duplicate:           {"Står her to gange.", "This is here twice."},
	SlugTaken:           {"Et andet dokument har eller havde denne slug.", "Another document has or had this slug."},
	UnknownReference:    {"Der er intet dokument med dette id.", "There is no document of this id."},
	WrongKind:           {"Skal henvise til et dokument af typen %s.", "This must refer to a document of type %s."},
	Cycle:               {"Henviser i ring til sig selv.", "This refers to itself in a circle."},
	NoCompleteLanguage:  {"Mindst ét sprog skal have alle krævede tekster; dansk mangler: %s.", "At least one language must have all required texts; Danish lacks: %s."},
	EndBeforeStart:      {"Slutter, før det begynder.", "This ends before it begins."},
	Unchangeable:        {"Må aldrig ændres.", "This may never change."},
	NotInOrder:          {"Står ikke i rækkefølge.", "This is not in order."},
	AppendOnly:          {"Der kan kun tilføjes, ikke ændres eller slettes.", "Entries can be added here, not changed or taken out."},
	Contradiction:       {"Passer ikke sammen med %s.", "This contradicts %s."},
	TooManyItems:        {"Har for mange: højst %d.", "There are too many: at most %d."},
	MovedOn:             {"Andre har ændret dokumentet, siden det blev læst.", "Others have changed the document since it was read."},
	NotKept:             {"En anden del af operationen har fejl: intet er gemt.", "Another part of the operation has errors: nothing was kept."},
	RequiresUnpublished: {"Er ikke offentliggjort: det skal det være før eller samtidig.", "This is not published: it must be before, or in the same change."},
	StillRequired:       {"Det offentliggjorte dokument %q kræver dette.", "The published document %q requires this."},
	UnknownAsset:        {"Der er ikke lagt en fil op med dette id.", "No file of this id was uploaded."},
	WrongAsset:          {"Skal være en fil af typen %s; denne er %s.", "This must be a file of kind %s; this one is %s."},
	BadFile:             {"Filen kan ikke tages imod: %s", "The file can't be taken: %s"},
	FileTooLarge:        {"Filen er for stor: her tages højst %d byte imod. Læg større filer op på /assets.", "The file is too large: at most %d bytes are taken here. Upload larger ones at /assets."},
	TextTooDeep:         {"Linje %d, tegn %d: »%s« ligger mere end %d citater, lister, kantede parenteser eller fremhævelser inde.", "Line %d, character %d: “%s” lies in more than %d quotes, lists, square brackets or emphases."},
	TextTooDense:        {"Linje %d, tegn %d: fra »%s« og afsnittet ud vises formateringen som tegn, fordi afsnittet har mere end %d af dem. Del det op.", "Line %d, character %d: from “%s” to the end of the paragraph, formatting is shown as characters, because the paragraph has more than %d of them. Divide it."},
	CommentHidden:       {"Linje %d, tegn %d: kommentaren vises ikke for læserne: %s", "Line %d, character %d: readers do not see the comment: %s"},
	TagShown:            {"Linje %d, tegn %d: HTML virker ikke her, men vises, som det er skrevet: %s", "Line %d, character %d: HTML does not work here and is shown as it is written: %s"},
	PictureHidden:       {"Linje %d, tegn %d: billedet vises ikke, kun dets alternative tekst: %s", "Line %d, character %d: the picture is not shown, only its alternative text: %s"},
	LinkDropped:         {"Linje %d, tegn %d: linket virker ikke, kun dets ord vises: %s. Skriv hele adressen, med https://, mailto: eller tel:, eller en sti på webstedet, der begynder med /.", "Line %d, character %d: the link does not work, only its words are shown: %s. Write the whole address, with https://, mailto: or tel:, or a path on the website that begins with /."},
	AddressUnused:       {"Linje %d, tegn %d: intet link i teksten bruger denne adresse, og den vises ikke: %s", "Line %d, character %d: no link in the text uses this address, and it is not shown: %s"},
	NoteUnused:          {"Linje %d, tegn %d: teksten henviser ikke til fodnoten, som derfor ikke vises: %s", "Line %d, character %d: the text does not refer to the footnote, which is therefore not shown: %s"},
	CellsHidden:         {"Linje %d, tegn %d: tabellen har ikke så mange kolonner, og dette vises ikke: %s", "Line %d, character %d: the table does not have so many columns, and this is not shown: %s"},
	UnsupportedLanguage: {"Er ikke et sprogmærke (BCP 47).", "This is not a language tag (BCP 47)."},
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

// ProblemAt is a problem of a field by its path, with what its message needs.
func ProblemAt(path []string, code ProblemCode, warning bool, args ...any) Problem {
	return newProblem(path, code, warning, args...)
}

func newProblem(path []string, code ProblemCode, warning bool, args ...any) Problem {
	m := messages[code]
	return Problem{Path: path, Code: code, Warning: warning, Message: locale.NewText("da", fmt.Sprintf(m.Danish, args...), "en", fmt.Sprintf(m.English, args...))}
}
