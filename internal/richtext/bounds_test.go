package richtext

import (
	"fmt"
	"maps"
	"strings"
	"syscall"
	"testing"
	"time"
)

// longest is the maximum length of a text, in characters.
const longest = 100_000

// costly returns texts of the maximum length that are slow in other Markdown parsers.
func costly() map[string]string {
	fill := func(s string) string { return strings.Repeat(s, longest/len(s)) }
	each := func(f func(i int) string) string {
		var b strings.Builder
		for i := 0; b.Len() < longest; i++ {
			b.WriteString(f(i))
		}
		return b.String()[:longest]
	}
	half := longest / 2
	texts := map[string]string{
		"quotes":               fill(">"),
		"quotes with spaces":   fill("> "),
		"quotes again":         fill(strings.Repeat(">", 30) + "a\n\n"),
		"lists on a line":      fill("- "),
		"numbers on a line":    fill("1. "),
		"lists again":          fill(strings.Repeat("- ", 30) + "a\n"),
		"deep lists":           each(func(i int) string { return strings.Repeat("  ", i) + "* a\n" }),
		"long list":            fill("- a\n"),
		"brackets":             strings.Repeat("[", half) + strings.Repeat("]", half),
		"open brackets":        fill("[a"),
		"closed brackets":      fill("a]"),
		"bracket and emphasis": fill("[ a_"),
		"links in a bracket":   "[" + fill("[a](b)"),
		"links in brackets":    strings.Repeat("[", half/2) + strings.Repeat("[a](b)", longest/12) + strings.Repeat("]", half/2),
		"open links":           fill("[a](b"),
		"open addresses":       fill("[a](<b"),
		"open titles":          fill("[a](b \""),
		"open references":      fill("[a]["),
		"open and long":        strings.Repeat("[a][", 250) + strings.Repeat("x ", half-500),
		"pictures":             strings.Repeat("![", longest/6) + strings.Repeat("](a)", longest/6),
		"open pictures":        fill("!["),
		"emphasis":             strings.Repeat("*a **a ", longest/14) + strings.Repeat("a** a*", longest/14),
		"open emphasis":        fill("_a "),
		"closed emphasis":      fill("a_ "),
		"crossed emphasis":     fill("*a_ "),
		"emphasis of three":    "a**b" + fill("c* "),
		"stars":                strings.Repeat("*", half) + "a" + strings.Repeat("*", half-1),
		"links in emphasis":    "*" + fill("[*a*](b) "),
		"code":                 each(func(i int) string { return "e" + strings.Repeat("`", i+1) }),
		"comments":             fill("<!--"),
		"comments and an end":  strings.Repeat("<!--", longest/4-2) + "-->a",
		"comments on lines":    fill("<!--\n\n") + "--> a",
		"angles":               fill("<"),
		"open addresses 2":     fill("<a:"),
		"open tags":            fill("<a b='"),
		"addresses":            each(func(i int) string { return fmt.Sprintf("[%d]: u\n", i) }),
		"addresses open":       fill("[a]: b\n\""),
		"addresses and links":  each(func(i int) string { return fmt.Sprintf("[%d]: u\n\n[%d] ", i, i) }),
		"one address":          "[a]: b\n\n" + fill("[a]\n"),
	}
	maps.Copy(texts, costlyBlocks(fill, each))
	return texts
}

// costlyBlocks returns those with tables, footnotes and other blocks.
func costlyBlocks(fill func(string) string, each func(func(i int) string) string) map[string]string {
	return map[string]string{
		"wide table":      "|" + strings.Repeat("a|", longest/8) + "\n|" + strings.Repeat("-|", longest/8) + "\n" + strings.Repeat("|\n", longest/4),
		"long table":      "|a|b|\n|-|-|\n" + fill("|c|d|\n"),
		"empty table":     "|" + strings.Repeat("a|", 40) + "\n|" + strings.Repeat("-|", 40) + "\n" + fill("|\n"),
		"rules of tables": fill("|-|\n"),
		"bars in code":    "|a|\n|-|\n" + fill("|`\\|`|\n"),
		"notes":           each(func(i int) string { return fmt.Sprintf("[^%d]: a\n\n[^%d] ", i, i) }),
		"one note":        "[^1]: a\n\n" + fill("[^1] "),
		"notes in notes":  fill("[^1]: "),
		"headings":        fill("# a\n"),
		"underlines":      fill("a\n="),
		"fences":          fill("```\n"),
		"lazy quotes":     strings.Repeat(">", 100) + fill("a\n"),
		"references":      fill("&amp;"),
		"ampersands":      fill("&a"),
		"escapes":         fill("\\"),
		"no characters":   fill("\xff"),
	}
}

// TestBoundedTime: rendering takes time in proportion to the length of a text, whatever it
// contains. Without the bounds several of these take seconds, and some unlimited memory.
func TestBoundedTime(t *testing.T) {
	t.Parallel()
	const most = 2 * time.Second // with the race detector; without it 0.1 s is a lot
	for name, markdown := range costly() {
		var html string
		var err error
		took := processorTime(t, func() { html, err = HTML(t.Context(), markdown, website) })
		if t.Logf("%8.1f ms %s", took.Seconds()*1000, name); err != nil || took > most {
			t.Errorf("%s: rendering took %s (%v)", name, took, err)
		}
		if len(html) > 30*len(markdown) {
			t.Errorf("%s: %d bytes became %d", name, len(markdown), len(html))
		}
		if depth := nesting(html); depth > 4*MaxDepth {
			t.Errorf("%s: elements lie %d deep", name, depth)
		}
		checkHarmless(t, html)
		for what, do := range map[string]func(){
			"plain text": func() { _, err = Plain(t.Context(), markdown) },
			"faults":     func() { _, err = Faults(t.Context(), markdown, website) },
		} {
			if took := processorTime(t, do); err != nil || took > most {
				t.Errorf("%s: %s took %s (%v)", name, what, took, err)
			}
		}
	}
}

// processorTime returns the CPU time of something, independent of other load.
func processorTime(t *testing.T, do func()) time.Duration {
	t.Helper()
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	do()
	return used() - before
}

// nesting returns the depth of nested elements.
func nesting(html string) (deepest int) {
	open := 0
	for i := 0; i+1 < len(html); i++ {
		switch {
		case html[i] == '<' && html[i+1] == '/':
			open--
		case html[i] == '<' && !strings.HasPrefix(html[i:], "<br") && !strings.HasPrefix(html[i:], "<hr"):
			open++
			deepest = max(deepest, open)
		}
	}
	return deepest
}

// TestBeyondTheBounds: what is nested too deeply is shown as it was typed.
func TestBeyondTheBounds(t *testing.T) {
	t.Parallel()
	quotes := strings.Repeat("> ", MaxDepth)
	html, plain := render(t, quotes+"> a")
	if strings.Count(html, "<blockquote>") != MaxDepth || plain != "> a" {
		t.Errorf("quotes: %s, %q", html, plain)
	}
	lists := strings.Repeat("- ", MaxDepth)
	if html, plain = render(t, lists+"- a"); strings.Count(html, "<ul>") != MaxDepth || plain != "- a" {
		t.Errorf("lists: %s, %q", html, plain)
	}
	if html, plain = render(t, strings.Repeat("[", 30)+"a](https://example.org/)"); plain != strings.Repeat("[", 30)+"a](https://example.org/)" {
		t.Errorf("brackets: %s, %q", html, plain)
	}
	if html, plain = render(t, strings.Repeat("*a **a ", 12)+"b"+strings.Repeat(" a** a*", 12)); strings.Count(html, "<em>")+strings.Count(html, "<strong>") != MaxDepth ||
		strings.Count(plain, "*") != 2*(2+2+1+1) {
		t.Errorf("emphasis: %s, %q", html, plain)
	}
	many := strings.Repeat("*a* ", MaxMarks/2)
	if html, plain = render(t, many+"*b*\n\n*c*"); !strings.Contains(html, " *b*</p>\n<p><em>c</em></p>") || !strings.HasSuffix(plain, " *b*\nc") {
		t.Errorf("marks: %s, %q", html[len(many):], plain[len(plain)-20:])
	}
	wide := strings.Repeat("a|", maxColumns+1) + "b\n" + strings.Repeat("-|", maxColumns+1) + "-\n" + strings.Repeat("c|", maxColumns+1) + "d"
	if html, plain = render(t, wide); strings.Contains(html, "<table>") || strings.ReplaceAll(plain, " ", "\n") != wide {
		t.Errorf("a wide table: %s, %q", html, plain)
	}
}
