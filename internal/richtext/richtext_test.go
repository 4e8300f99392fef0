package richtext

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// website is the context of the texts.
var website = Options{Website: "https://example.org/", Language: "da"}

// render returns the text as HTML and as plain text.
func render(t testing.TB, markdown string) (html, plain string) {
	t.Helper()
	html, err := HTML(t.Context(), markdown, website)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err = Plain(t.Context(), markdown); err != nil {
		t.Fatal(err)
	}
	return html, plain
}

const rel = ` rel="noopener noreferrer"`

func TestRichText(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ markdown, html, plain string }{
		"paragraphs": {"Om *stalking*\nog **mere**.\n\nSlut.", "<p>Om <em>stalking</em>\nog <strong>mere</strong>.</p>\n<p>Slut.</p>", "Om stalking og mere.\nSlut."},
		"lists":      {"# Temaer\n\n- forebyggelse\n- [samarbejde](https://example.org/a?b=1&c=2)\n\n3. tre", "<h1>Temaer</h1>\n<ul>\n<li>forebyggelse</li>\n<li><a href=\"https://example.org/a?b=1&amp;c=2\"" + rel + ">samarbejde</a></li>\n</ul>\n<ol start=\"3\">\n<li>tre</li>\n</ol>", "Temaer\nforebyggelse\nsamarbejde\ntre"},
		"no images":  {"Se ![panelet, *syv* personer](https://evil.example/x.png \"t\") her", "<p>Se panelet, <em>syv</em> personer her</p>", "Se panelet, syv personer her"},
		"nested":     {"[![alt](https://evil.example/x.png)](https://example.org)", "<p><a href=\"https://example.org\"" + rel + ">alt</a></p>", "alt"},
		"entities":   {"R&amp;B \\*ikke\\* &lt;b&gt; &copy; `&amp; \\*`", "<p>R&amp;B *ikke* &lt;b&gt; © <code>&amp;amp; \\*</code></p>", "R&B *ikke* <b> © &amp; \\*"},
		"references": {"\\&amp; &#65; &#x42; &#0; &nix; &#x; &#x1234567; &", "<p>&amp;amp; A B \uFFFD &amp;nix; &amp;#x; &amp;#x1234567; &amp;</p>", "&amp; A B \uFFFD &nix; &#x; &#x1234567; &"},
		"code":       {"```js\na < b\n  c\n```\nefter  \nlinje", "<pre><code class=\"language-js\">a &lt; b\n  c\n</code></pre>\n<p>efter<br>\nlinje</p>", "a < b\n  c\nefter\nlinje"},
		"no text":    {"a\x00b\xff", "<p>a\uFFFDb\uFFFD</p>", "a\uFFFDb\uFFFD"},

		// Text that only resembles Markdown is shown as it was typed.
		"signs":      {"Er svaret a<b og c>d, så ring. Skriv til <navn> nu. Linje 1<br>linje 2.", "<p>Er svaret a&lt;b og c&gt;d, så ring. Skriv til &lt;navn&gt; nu. Linje 1<br>\nlinje 2.</p>", "Er svaret a<b og c>d, så ring. Skriv til <navn> nu. Linje 1\nlinje 2."},
		"html block": {"<div onclick=\"x\">\nhej\n</div>\n\nefter", "<p>&lt;div onclick=&quot;x&quot;&gt;\nhej\n&lt;/div&gt;</p>\n<p>efter</p>", "<div onclick=\"x\"> hej </div>\nefter"},
		"scripts":    {"[a](javascript:alert(1)) <script>alert(1)</script>", "<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p>", "a <script>alert(1)</script>"},
		"breaks":     {"a<br/>b<BR >c<br\n/>d</br>", "<p>a<br>\nb<br>\nc&lt;br\n/&gt;d&lt;/br&gt;</p>", "a\nb\nc<br />d</br>"},
		"unknown":    {"~~a~~ [^1] [x][y] - [ ] b", "<p>~~a~~ [^1] [x][y] - [ ] b</p>", "~~a~~ [^1] [x][y] - [ ] b"},
		"comments":   {"<!-- en\n\nto -->\n\na<!-- b -->c <!-- d\ne --> f <!-- g\n\n<!-- h --> i\n\n<!-->j", "<p>ac  f &lt;!-- g</p>\n<p> i</p>\n<p>j</p>", "ac  f <!-- g\n i\nj"},

		// Texts that show nothing.
		"empty":            {"", "", ""},
		"comment only":     {"<!-- kommer snart -->", "", ""},
		"addresses only":   {"[1]: https://x.dk", "", ""},
		"break only":       {"<br>", "<p><br>\n</p>", ""},
		"rule":             {"---", "<hr>", ""},
		"space":            {"&nbsp;", "<p>\u00A0</p>", ""},
		"heading only":     {"#", "<h1></h1>", ""},
		"item only":        {"-", "<ul>\n<li></li>\n</ul>", ""},
		"quote only":       {"> ", "<blockquote>\n</blockquote>", ""},
		"picture only":     {"![](https://x.dk/a.png)", "<p></p>", ""},
		"paragraph of tag": {"<p>Velkommen til salen.</p>", "<p>&lt;p&gt;Velkommen til salen.&lt;/p&gt;</p>", "<p>Velkommen til salen.</p>"},

		"table": {
			"| Tid | |\n|--:|:-:|\n| 9 | `a\\|b` *x*<br>y | mere |\n| 10 |",
			"<table>\n<thead>\n<tr>\n<th scope=\"col\" class=\"align-right\">Tid</th>\n<td class=\"align-center\"></td>\n</tr>\n</thead>\n<tbody>\n" +
				"<tr>\n<td class=\"align-right\">9</td>\n<td class=\"align-center\"><code>a|b</code> <em>x</em><br>\ny</td>\n</tr>\n<tr>\n<td class=\"align-right\">10</td>\n<td></td>\n</tr>\n</tbody>\n</table>",
			"Tid | \n9 | a|b x\ny\n10 |",
		},
		"header only": {"| a |\n|---|", "<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n</tr>\n</thead>\n</table>", "a"},
		"footnotes": {
			"Se her.[^1] Og[^a] her.[^1]\n\n[^1]: En *note*.\n[^a]: To\n\n    afsnit\n[^b]: Ubrugt",
			`<p>Se her.<sup><a href="#note-1cb60786-1" id="note-1cb60786-1-1" role="doc-noteref">1</a></sup> Og<sup><a href="#note-1cb60786-2" id="note-1cb60786-2-1" role="doc-noteref">2</a></sup> her.<sup><a href="#note-1cb60786-1" id="note-1cb60786-1-2" role="doc-noteref">1</a></sup></p>` + "\n" +
				"<section role=\"doc-endnotes\" aria-label=\"Noter\">\n<ol>\n" +
				"<li id=\"note-1cb60786-1\">\n<p>En <em>note</em>. <a href=\"#note-1cb60786-1-1\" role=\"doc-backlink\" aria-label=\"Tilbage til henvisning 1.1\">↩︎</a> <a href=\"#note-1cb60786-1-2\" role=\"doc-backlink\" aria-label=\"Tilbage til henvisning 1.2\">↩︎</a></p>\n</li>\n" +
				"<li id=\"note-1cb60786-2\">\n<p>To</p>\n<p>afsnit <a href=\"#note-1cb60786-2-1\" role=\"doc-backlink\" aria-label=\"Tilbage til henvisning 2\">↩︎</a></p>\n</li>\n</ol>\n</section>",
			"Se her.[1] Og[2] her.[1]\n[1] En note.\n[2] To\nafsnit",
		},
	} {
		t.Run(name, func(t *testing.T) {
			html, plain := render(t, tt.markdown)
			if html != tt.html {
				t.Errorf("HTML\n got %q\nwant %q", html, tt.html)
			}
			if plain != tt.plain {
				t.Errorf("plain\n got %q\nwant %q", plain, tt.plain)
			}
			checkHarmless(t, html)
		})
	}
}

// TestLinks: a link is kept if readers can follow it, in a form that every program supports.
func TestLinks(t *testing.T) {
	t.Parallel()
	for destination, want := range map[string]string{
		"https://example.org/a?b=1&c=2":  "https://example.org/a?b=1&amp;c=2",
		"HTTPS://example.org/å b":        "", // a space ends it
		"<https://example.org/å b>":      "https://example.org/%C3%A5%20b",
		"https://example.org/%C3%A5#é":   "https://example.org/%C3%A5#%C3%A9",
		"http://blåbær.dk:8080/æ?ø=å":    "http://xn--blbr-roah.dk:8080/%C3%A6?%C3%B8=%C3%A5",
		"https://bl%C3%A5b%C3%A6r.dk":    "https://xn--blbr-roah.dk",
		"mailto:a@example.org?subject=x": "mailto:a@example.org?subject=x",
		"mailto:a@blåbær.dk":             "mailto:a@xn--blbr-roah.dk",
		"tel:+4512345678":                "tel:+4512345678",
		"/program":                       "https://example.org/program",
		"program?dag=1#kl9":              "https://example.org/program?dag=1#kl9",
		"../a":                           "https://example.org/a",
		"?dag=1":                         "https://example.org/?dag=1",
		"//example.com/a":                "https://example.com/a",
		"#program":                       "#program",
		"www.example.org":                "",
		"navn@example.org":               "",
		"":                               "",
		"https://":                       "",
		"https:///a":                     "",
		"javascript:alert(1)":            "",
		"java&#10;script:alert(1)":       "",
		"&#x6A;avascript:alert(1)":       "",
		"\\javascript:alert(1)":          "",
		"data:text/html,x":               "",
		"vbscript:x":                     "",
		"ftp://example.org/":             "",
	} {
		html, _ := render(t, "[x]("+destination+")")
		link := `<p><a href="` + want + `"` + rel + `>x</a></p>`
		switch {
		case want != "" && html != link:
			t.Errorf("%s\n got %s\nwant %s", destination, html, link)
		case want == "" && strings.Contains(html, "<a"):
			t.Errorf("%s is kept: %s", destination, html)
		}
		checkHarmless(t, html)
	}
	for markdown, want := range map[string]string{
		`[x](https://example.org/ "en \"titel\" <b>")`: `<p><a href="https://example.org/" title="en &quot;titel&quot; &lt;b&gt;"` + rel + `>x</a></p>`,
		"<https://blåbær.dk/æ>":                        `<p><a href="https://xn--blbr-roah.dk/%C3%A6"` + rel + `>https://blåbær.dk/æ</a></p>`,
		"<a@example.org>":                              `<p><a href="mailto:a@example.org"` + rel + `>a@example.org</a></p>`,
		"<tid:12.30>":                                  `<p>&lt;tid:12.30&gt;</p>`,
		"<javascript:alert(1)>":                        `<p>&lt;javascript:alert(1)&gt;</p>`,
	} {
		if html, _ := render(t, markdown); html != want {
			t.Errorf("%s\n got %s\nwant %s", markdown, html, want)
		}
	}
	if html, err := HTML(t.Context(), "[x](/program)", Options{}); err != nil || html != "<p>x</p>" {
		t.Errorf("without a website: %q, %v", html, err)
	}
}

// TestContext: rendering ends when its context does.
func TestContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := HTML(ctx, "*a*", website)
	_, err2 := Plain(ctx, "*a*")
	_, err3 := Faults(ctx, "*a*", website)
	for _, err := range []error{err, err2, err3} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	}
	// The context may end during parsing.
	late := &lateContext{Context: t.Context(), looks: 3}
	if _, err := HTML(late, strings.Repeat("*a* ", 10_000), website); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if late.asked > 5 {
		t.Errorf("the context was checked %d times: the text was parsed to its end", late.asked)
	}
}

// lateContext is done after a number of checks.
type lateContext struct {
	context.Context
	looks, asked int
}

func (c *lateContext) Err() error {
	if c.asked++; c.asked > c.looks {
		return context.DeadlineExceeded
	}
	return nil
}

func BenchmarkHTML(b *testing.B) {
	for name, markdown := range map[string]string{
		"long":  strings.Repeat("Om *stalking* og [mere](https://example.org/) til **alle**.\n\n- et\n- to\n\n", 40),
		"short": "Om *stalking* og [mere](https://example.org/) til **alle**.",
		"words": "Hovedpunkterne fra den afsluttende paneldebat på fagkonferencen om stalking i 2021, med seks partier.",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(markdown)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := HTML(b.Context(), markdown, website); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPlain(b *testing.B) {
	markdown := strings.Repeat("Om *stalking* og [mere](https://example.org/) til **alle**.\n\n- et\n- to\n\n", 40)
	b.SetBytes(int64(len(markdown)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Plain(b.Context(), markdown); err != nil {
			b.Fatal(err)
		}
	}
}
