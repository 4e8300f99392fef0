package richtext

import (
	"strings"
	"testing"
)

func TestRichText(t *testing.T) {
	for name, tt := range map[string]struct{ markdown, html, plain string }{
		"paragraphs": {"Om *stalking*\nog **mere**.\n\nSlut.", "<p>Om <em>stalking</em>\nog <strong>mere</strong>.</p>\n<p>Slut.</p>", "Om stalking og mere.\nSlut."},
		"lists":      {"# Temaer\n\n- forebyggelse\n- [samarbejde](https://example.org/a?b=1&c=2)\n\n3. tre", "<h1>Temaer</h1>\n<ul>\n<li>forebyggelse</li>\n<li><a href=\"https://example.org/a?b=1&amp;c=2\" rel=\"noopener noreferrer\">samarbejde</a></li>\n</ul>\n<ol start=\"3\">\n<li>tre</li>\n</ol>", "Temaer\nforebyggelse\nsamarbejde\ntre"},
		"autolink":   {"<https://example.org/>", "<p><a href=\"https://example.org/\" rel=\"noopener noreferrer\">https://example.org/</a></p>", "https://example.org/"},
		"mail, tel":  {"[m](mailto:a@example.org) [t](tel:+4512345678)", "<p><a href=\"mailto:a@example.org\" rel=\"noopener noreferrer\">m</a> <a href=\"tel:+4512345678\" rel=\"noopener noreferrer\">t</a></p>", "m t"},
		"no images":  {"Se ![panelet, *syv* personer](https://evil.example/x.png \"t\") her", "<p>Se panelet, <em>syv</em> personer her</p>", "Se panelet, syv personer her"},
		"nested":     {"[![alt](https://evil.example/x.png)](https://example.org)", "<p><a href=\"https://example.org\" rel=\"noopener noreferrer\">alt</a></p>", "alt"},
		"scripts":    {"[a](javascript:alert(1)) <script>alert(1)</script> [b](/relative)", "", "a alert(1) b"},
		"html block": {"<div onclick=\"x\">\nhej\n</div>\n\nefter", "<p>efter</p>", "efter"},
		"entities":   {"R&amp;B \\*ikke\\* &lt;b&gt; &copy; `&amp; \\*`", "<p>R&amp;B *ikke* &lt;b&gt; © <code>&amp;amp; \\*</code></p>", "R&B *ikke* <b> © &amp; \\*"},
		"code":       {"```\na < b\n  c\n```\nefter  \nlinje", "<pre><code>a &lt; b\n  c\n</code></pre>\n<p>efter<br>\nlinje</p>", "a < b\n  c\nefter\nlinje"},
		"empty":      {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			html, err := HTML(tt.markdown)
			if err != nil {
				t.Fatal(err)
			}
			if tt.html != "" && html != tt.html {
				t.Errorf("HTML\n got %q\nwant %q", html, tt.html)
			}
			if plain := Plain(tt.markdown); plain != tt.plain {
				t.Errorf("plain\n got %q\nwant %q", plain, tt.plain)
			}
			checkHarmless(t, html)
		})
	}
}

// checkHarmless fails where HTML has a browser run or fetch something.
func checkHarmless(t *testing.T, html string) {
	t.Helper()
	lower := strings.ToLower(html)
	for _, bad := range []string{"<img", "<script", "<style", "<iframe", "<svg", "<link", "<object", "<base", "<form", "=\"javascript:", "=\"data:", "=\"/"} {
		if strings.Contains(lower, bad) {
			t.Errorf("HTML has %q: %q", bad, html)
		}
	}
	if strings.Count(lower, "<a ") != strings.Count(lower, `rel="`+linkRel+`"`) {
		t.Errorf("a link tells where the reader came from: %q", html)
	}
}

func FuzzRichText(f *testing.F) {
	for _, seed := range []string{"[a](b)", "![a](b)", "<a href=x>", "`\n\n```", "&#x0;", "[a]: <javascript:x>\n\n[a]", "* [x](http://a \"'onload=x\")"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, markdown string) {
		html, err := HTML(markdown)
		if err != nil {
			t.Fatal(err)
		}
		checkHarmless(t, html)
		// What needs no parsing is what parsing gives.
		if plain, parsed := Plain(markdown), Plain("<!-- -->\n\n"+markdown); isPlain(markdown) && plain != parsed {
			t.Fatalf("%q is %q, parsed %q", markdown, plain, parsed)
		}
	})
}

func BenchmarkRichHTML(b *testing.B) {
	markdown := strings.Repeat("Om *stalking* og [mere](https://example.org/) til **alle**.\n\n- et\n- to\n\n", 40)
	b.SetBytes(int64(len(markdown)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := HTML(markdown); err != nil {
			b.Fatal(err)
		}
	}
}
