package richtext

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// names are the kinds of faults in the tests below.
var names = map[Kind]string{
	TooDeep: "deep", TooManyMarks: "marks", CommentHidden: "comment", TagShown: "tag", PictureHidden: "picture",
	LinkDropped: "link", AddressUnused: "address", NoteUnused: "note", CellsHidden: "cells",
}

// TestFaults: everything that readers do not see is reported, with its position.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		markdown string
		want     []string
	}{
		{"Om stalking", nil},
		{"Om *stalking*: a<b og c>d, <navn>, <br>, &nbsp;, [programmet](/program), <a@example.org>, <https://example.org>, [1], `<p>`.\n\n    <p>\n\n| a |\n|---|\n| b\\|c |\n\n| a |\n|---|\n| b |", nil},
		{"Note.[^1] [x] [y][x]\n\n[^1]: Her.\n[x]: https://example.org/", nil},
		{"ÆØÅ <!-- husk\nat --> x\n\n<!-- to\n\nlinjer -->", []string{"1:5 comment <!-- husk at -->", "4:1 comment <!-- to linjer -->"}},
		{"<p>Velkommen</p> <b>x <img src=\"x\" onerror=\"y\">", []string{"1:1 tag <p>", "1:13 tag </p>", "1:18 tag <b>", `1:23 tag <img src="x" onerror="y">`}},
		{"Se ![panelet](https://example.org/a.png) og ![](b)\n![c]\n\n[c]: d", []string{"1:4 picture ![panelet](https://example.org/a.png)", "1:45 picture ![](b)", "2:1 picture ![c]"}},
		{"a [x](javascript:alert(1)) [y](www.example.org) [z]() [å](ftp://x)", []string{"1:3 link [x](javascript:alert(1))", "1:28 link [y](www.example.org)", "1:49 link [z]()", "1:55 link [å](ftp://x)"}},
		{"[1]: https://x.dk", []string{"1:1 address [1]: https://x.dk"}},
		{"[a]\n\n[a]: https://x.dk\n[A]: https://y.dk\n[b]: https://z.dk \"t\"", []string{"4:1 address [A]: https://y.dk", `5:1 address [b]: https://z.dk "t"`}},
		{"x[^1]\n\n[^1]: a\n\n[^2]: b [^1]\n", []string{"5:1 note [^2]: b [^1]"}},
		{"x[^1]\n\n[^1]: a\n[^1]: b\n", []string{"4:1 note [^1]: b"}},
		{"a | b\n-|-\n1|2|3|4\n1|2|\n| 1 | 2 | 3 |\n1\\|2|3", []string{"3:4 cells |3|4", "5:9 cells | 3"}},
		{strings.Repeat("> ", MaxDepth+1) + "a\n\nb", []string{"1:41 deep > a"}},
		{"x\n\n" + strings.Repeat("- ", MaxDepth+1) + "a", []string{"3:41 deep - a"}},
		{"x\n" + strings.Repeat("[", MaxDepth+5), []string{"2:21 deep [[[[["}},
		{strings.Repeat("*a **a ", MaxDepth/2) + "*b*\n" + strings.Repeat("a** a* ", MaxDepth/2), []string{"1:71 deep *b*"}},
		{strings.Repeat("*a* ", MaxMarks/2) + "*b*", []string{fmt.Sprintf("1:%d marks *b*", 2*MaxMarks+1)}},
	} {
		faults, err := Faults(t.Context(), tt.markdown, website)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range faults {
			got = append(got, fmt.Sprintf("%d:%d %s %s", f.Line, f.Column, names[f.Kind], f.Text))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.markdown, diff)
		}
	}
	if faults, _ := Faults(t.Context(), "[x](/program)", Options{}); len(faults) != 1 || faults[0].Kind != LinkDropped {
		t.Errorf("without a website: %+v", faults)
	}
	if faults, _ := Faults(t.Context(), strings.Repeat("<p>", 1000), website); len(faults) != maxFaults {
		t.Errorf("%d faults are told", len(faults))
	}
}
