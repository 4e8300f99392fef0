package content

import (
	"slices"
	"strings"
	"testing"

	"lectern/content/locale"
	"lectern/internal/richtext"
)

// TestRichTextProblems: each fault of a rich text has a code, and a message in both languages
// with the position and the words. Only too deep nesting prevents saving.
func TestRichTextProblems(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Problem{
		strings.Repeat(">", richtext.MaxDepth+1) + "x": {Code: TextTooDeep, Message: locale.NewText(
			"da", "Linje 1, tegn 21: »>x« ligger inde i mere end 20 citater, lister, kantede parenteser eller fremhævelser.",
			"en", "Line 1, character 21: “>x” is nested in more than 20 quotes, lists, square brackets or emphases.")},
		strings.Repeat("*a* ", richtext.MaxMarks/2) + "*b*": {Code: TextTooDense, Warning: true, Message: locale.NewText(
			"da", "Linje 1, tegn 2001: fra »*b*« til slutningen af afsnittet vises formateringen som tegn, fordi afsnittet har mere end 1000 formateringstegn. Del afsnittet.",
			"en", "Line 1, character 2001: from “*b*” to the end of the paragraph, formatting is shown as characters, because the paragraph has more than 1000 formatting characters. Split the paragraph.")},
		"a <!-- b -->": {Code: CommentHidden, Warning: true, Message: locale.NewText("da", "Linje 1, tegn 3: kommentaren vises ikke, men enhver kan hente den med tekstens Markdown: <!-- b -->", "en", "Line 1, character 3: the comment is not shown, but anyone can fetch it with the Markdown of the text: <!-- b -->")},
		"<p>":          {Code: TagShown, Warning: true, Message: locale.NewText("da", "Linje 1, tegn 1: HTML virker ikke her og vises som tekst: <p>", "en", "Line 1, character 1: HTML does not work here and is shown as text: <p>")},
		"![a](b)":      {Code: PictureHidden, Warning: true, Message: locale.NewText("da", "Linje 1, tegn 1: billedet vises ikke, kun dets alternative tekst: ![a](b)", "en", "Line 1, character 1: the picture is not shown, only its alternative text is: ![a](b)")},
		"[a](ftp://b)": {Code: LinkDropped, Warning: true, Message: locale.NewText(
			"da", "Linje 1, tegn 1: linket virker ikke, kun dets tekst vises: [a](ftp://b). Skriv hele adressen med https://, mailto: eller tel:, eller en sti på webstedet, der begynder med /.",
			"en", "Line 1, character 1: the link does not work, only its text is shown: [a](ftp://b). Write the whole URL with https://, mailto: or tel:, or a path on the website that begins with /.")},
		"[a]: b":                {Code: AddressUnused, Warning: true, Message: locale.NewText("da", "Linje 1, tegn 1: intet link i teksten bruger denne adresse, og den vises ikke: [a]: b", "en", "Line 1, character 1: no link in the text uses this URL, which is not shown: [a]: b")},
		"[^a]: b":               {Code: NoteUnused, Warning: true, Message: locale.NewText("da", "Linje 1, tegn 1: teksten henviser ikke til fodnoten, som derfor ikke vises: [^a]: b", "en", "Line 1, character 1: the text does not refer to the footnote, which is therefore not shown: [^a]: b")},
		"| a |\n|---|\n| b | c": {Code: CellsHidden, Warning: true, Message: locale.NewText("da", "Linje 3, tegn 5: tabellen har færre kolonner, og disse celler vises ikke: | c", "en", "Line 3, character 5: the table has fewer columns, and these cells are not shown: | c")},
	} {
		for _, publishing := range []bool{false, true} {
			c := &Check{Publishing: publishing, site: &Site{Website: "https://example.org/{slug}"}}
			c.richText(TreeField{Path: []string{"abstract"}}, locale.NewText("da", text))
			if len(c.problems) != 1 {
				t.Fatalf("%.20s: %v", text, c.problems)
			}
			got := c.problems[0]
			if got.Code != want.Code || got.Warning != want.Warning || !slices.Equal(got.Message, want.Message) || !slices.Equal(got.Path, []string{"abstract", "da"}) {
				t.Errorf("%.20s:\n got %+v\nwant %+v", text, got, want)
			}
		}
	}
	c := &Check{site: nowhere}
	c.richText(TreeField{Path: []string{"abstract"}}, locale.NewText("da", "Et *godt* [link](https://example.org/), a<b og <navn>.", "en", "No."))
	if len(c.problems) > 0 {
		t.Errorf("a good text has problems: %v", c.problems)
	}
}
