package richtext

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// allowed are the possible elements of a text, with their attributes.
var allowed = map[string][]string{
	"p": nil, "br": nil, "hr": nil, "h1": nil, "h2": nil, "h3": nil, "h4": nil, "h5": nil, "h6": nil,
	"blockquote": nil, "ul": nil, "ol": {"start"}, "li": {"id"}, "em": nil, "strong": nil, "code": {"class"}, "pre": nil,
	"a":     {"href", "title", "rel", "id", "role", "aria-label"},
	"table": nil, "thead": nil, "tbody": nil, "tr": nil, "th": {"scope", "class"}, "td": {"class"},
	"sup": nil, "section": {"role", "aria-label"},
}

// checkHarmless parses HTML as browsers do, and fails if it has other elements than those
// above, or a link that runs something or sends the referrer.
func checkHarmless(t testing.TB, text string) {
	t.Helper()
	tokens := html.NewTokenizer(strings.NewReader(text))
	var open []string
	for {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%v are not closed: %q", open, text)
			}
			return
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("a comment in %q", text)
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			checkElement(t, token, text)
			if token.Data != "br" && token.Data != "hr" {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			name := tokens.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				t.Fatalf("</%s> in %v: %q", name, open, text)
			}
			open = open[:len(open)-1]
		}
	}
}

func checkElement(t testing.TB, token html.Token, text string) {
	t.Helper()
	attributes, ok := allowed[token.Data]
	if !ok {
		t.Fatalf("<%s> in %q", token.Data, text)
	}
	value := map[string]string{}
	for _, a := range token.Attr {
		if !slices.Contains(attributes, a.Key) {
			t.Errorf("<%s %s=%q> in %q", token.Data, a.Key, a.Val, text)
		}
		value[a.Key] = a.Val
	}
	if token.Data != "a" {
		return
	}
	href := value["href"]
	u, err := url.Parse(href)
	if err != nil || href == "" || strings.ContainsFunc(href, func(r rune) bool { return r <= ' ' || r >= 0x7F }) {
		t.Fatalf("a link to %q (%v): %q", href, err, text)
	}
	if !slices.Contains([]string{"https", "http", "mailto", "tel"}, u.Scheme) && !strings.HasPrefix(href, "#") {
		t.Errorf("a link to %q: %q", href, text)
	}
	if value["rel"] != linkRel && !strings.HasPrefix(value["role"], "doc-") {
		t.Errorf("a link sends the referrer: %q", text)
	}
}

// attacks are texts that ran scripts on other sites.
var attacks = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `<a href="javascript:alert(1)">x</a>`,
	`<iframe srcdoc="<script>alert(1)</script>">`, `<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<!--><img src=x onerror=alert(1)>-->`, `<!--<img src="--><img src=x onerror=alert(1)>">`,
	`<![CDATA[<img src=x onerror=alert(1)>]]>`, `<?php echo 1 ?>`, `<!DOCTYPE html><x>`, `<br onload=alert(1)>`, "<br\x00onload=x>", `<base href="https://evil.example/">`,
	`[x](javascript:alert(1))`, `[x](JaVaScRiPt:alert(1))`, `[x](&#106;avascript:alert(1))`, "[x](\x01javascript:alert(1))", "[x](java\tscript:alert(1))",
	`[x](<javascript:alert(1)>)`, `[x](data:text/html;base64,PHNjcmlwdD4=)`, `[x](https://a"onmouseover="alert(1))`, `[x](https://a 'onmouseover=alert(1)')`,
	`[x](https://a "\" onmouseover=\"alert(1)")`, `[x](https://a "&quot; onmouseover=&quot;alert(1)")`, `![x](x" onerror="alert(1))`, `![" onerror="alert(1)](x)`,
	`<https://a"onmouseover="alert(1)>`, "[x]: javascript:alert(1)\n\n[x]", "[x]: https://a \"\" onmouseover=alert(1) \"\"\n\n[x]", "```\" onmouseover=\"alert(1)\nx\n```",
	"```<script>\nx\n```", "`<script>alert(1)</script>`", "    <script>alert(1)</script>", `# <script>alert(1)</script>`, "| <script> |\n|---|\n| <img src=x onerror=alert(1)> |",
	"x[^<script>]\n\n[^<script>]: <img src=x onerror=alert(1)>", "x[^\" onload=\"]\n\n[^\" onload=\"]: y", `&lt;script&gt;alert(1)&lt;/script&gt;`, `\<script>alert(1)\</script>`,
	`<a href="x"`, `<`, `</`, `<!`, `<!-`, `<!--`, `[x](//evil.example/"onclick=x)`, `[x](https://evil.example\@example.org)`, `*<b*>`, "a\\\n<b", `<scr<script>ipt>`,
	`[a](https://x/?q=<script>)`, `[<img src=x onerror=alert(1)>](https://x)`, "<a@b.c\"onclick=x>", `&#60;script&#62;`, `&#x3c;img src=x onerror=alert(1)&#x3e;`,
}

func TestAttacks(t *testing.T) {
	t.Parallel()
	for _, attack := range attacks {
		for _, around := range []string{"%", "a % b", "> %", "- %", "*%*", "[%](https://x)", "%\n%", "| a |\n|---|\n| % |", "# %", "x[^1]\n\n[^1]: %", "`%`", "![%](x)"} {
			markdown := strings.ReplaceAll(around, "%", attack)
			html, _ := render(t, markdown)
			checkHarmless(t, html)
			if _, err := Faults(t.Context(), markdown, website); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func FuzzRichText(f *testing.F) {
	for _, seed := range append([]string{"[a](b)", "![a](b)", "`\n\n```", "&#x0;", "[a]: <javascript:x>\n\n[a]", "* [x](http://a \"'onload=x\")", "a|b\n-|-\n`|`|c", "[^a][^a]\n\n[^a]: [^b]\n[^b]: x"}, attacks...) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, markdown string) {
		html, plain := render(t, markdown)
		checkHarmless(t, html)
		faults, err := Faults(t.Context(), markdown, website)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range faults {
			if fault.Line < 1 || fault.Line > strings.Count(markdown, "\n")+1 || fault.Column < 1 {
				t.Errorf("%+v is not in %q", fault, markdown)
			}
		}
		// The fast path gives the same result as parsing.
		if !isPlain(markdown) {
			return
		}
		parsedHTML, parsed := render(t, "<!-- -->\n\n"+markdown)
		if html != parsedHTML || plain != parsed {
			t.Fatalf("%q is %q and %q, parsed %q and %q", markdown, html, plain, parsedHTML, parsed)
		}
	})
}
