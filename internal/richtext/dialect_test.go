package richtext

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
)

// pieces are the parts of random texts: CommonMark that means the same in the dialect, so
// without HTML, pictures, tables and footnotes.
var pieces = []string{
	"ord", "æøå", "to ord", "*", "**", "_", "`", "``", "[", "]", "(https://example.org/)", "(https://example.org/a?b=1 \"titel\")", "<https://example.org/>",
	"\\", "&amp;", "&lt;", "&copy", "#", "# ", "## ", "- ", "+ ", "1. ", "3) ", "> ", "---", "***", "===", "    ", "\t", "  ", " ", ".", ",", "\"", "'", "~~~", "```\n", "```js\n",
	"\n", "\n", "\n", "\n\n", "\n\n", "  \n", "\\\n", "[a]: https://example.org/b\n", "[a]", "[a][]", "\r\n", "*ord*", "**to**", "`kode`", "[link](https://example.org/)",
}

// TestCommonMark: the output is that of goldmark's own renderer, except for the attributes of
// links and code.
func TestCommonMark(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	stock := goldmark.New()
	attribute := regexp.MustCompile(` (?:(?:rel|class)="[^"]*"|title="")`)
	for range 10_000 {
		var markdown strings.Builder
		for range 1 + random.IntN(25) {
			markdown.WriteString(pieces[random.IntN(len(pieces))])
		}
		var want bytes.Buffer
		if err := stock.Convert([]byte(markdown.String()), &want); err != nil {
			t.Fatal(err)
		}
		html, _ := render(t, markdown.String())
		got, wanted := attribute.ReplaceAllString(html, ""), attribute.ReplaceAllString(strings.TrimSpace(want.String()), "")
		if got != wanted {
			t.Fatalf("%q\n got %q\nwant %q", markdown.String(), got, wanted)
		}
	}
}
