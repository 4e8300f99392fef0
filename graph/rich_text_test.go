package graph

import (
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
)

// write publishes a text as the abstract of a session, and reads it as a reader.
func (d *desk) write(abstract, want string) {
	d.t.Helper()
	d.wants(`mutation($id: ID!, $text: Markdown!) {
		updateSession(input: {id: $id, fields: {abstract: $text}}) { userErrors { code path message } }
		publish(input: {id: $id}) { userErrors { code path message } }
	}`, map[string]any{"id": id("session", "Panel"), "text": abstract}, `{"updateSession": {"userErrors": []}, "publish": {"userErrors": []}}`)
	d.wants(`{ session(slug: "panel") { abstract { html plain } } }`, nil, `{"session": {"abstract": `+want+`}}`)
}

// TestRichTextIsShown: text that is not Markdown is shown as it was typed, relative links lead
// to the website, and a text that shows nothing is empty and not an error.
func TestRichTextIsShown(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	d.write("Er svaret a<b og c>d, så ring. Skriv til <navn> nu. Linje 1<br>linje 2. Se [programmet](/program).[^1]\n\n[^1]: Fra 1. juni.",
		`{"html": "<p>Er svaret a&lt;b og c&gt;d, så ring. Skriv til &lt;navn&gt; nu. Linje 1<br>\nlinje 2. Se <a href=\"https://example.org/program\" rel=\"noopener noreferrer\">programmet</a>.<sup><a href=\"#note-26073163-1\" id=\"note-26073163-1-1\" role=\"doc-noteref\">1</a></sup></p>\n<section role=\"doc-endnotes\" aria-label=\"Noter\">\n<ol>\n<li id=\"note-26073163-1\">\n<p>Fra 1. juni. <a href=\"#note-26073163-1-1\" role=\"doc-backlink\" aria-label=\"Tilbage til henvisning 1\">↩︎</a></p>\n</li>\n</ol>\n</section>",
		"plain": "Er svaret a<b og c>d, så ring. Skriv til <navn> nu. Linje 1\nlinje 2. Se programmet.[1]\n[1] Fra 1. juni."}`)
	d.write("| Tid | Emne |\n|---|---|\n| 9 | [Åbning](https://blåbær.dk/å) |",
		`{"html": "<table>\n<thead>\n<tr>\n<th scope=\"col\">Tid</th>\n<th scope=\"col\">Emne</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>9</td>\n<td><a href=\"https://xn--blbr-roah.dk/%C3%A5\" rel=\"noopener noreferrer\">Åbning</a></td>\n</tr>\n</tbody>\n</table>", "plain": "Tid | Emne\n9 | Åbning"}`)
	for text, want := range map[string]string{
		"<p>Velkommen til salen.</p>": `{"html": "<p>&lt;p&gt;Velkommen til salen.&lt;/p&gt;</p>", "plain": "<p>Velkommen til salen.</p>"}`,
		"<!-- kommer snart -->":       `{"html": "", "plain": ""}`,
		"<br>":                        `{"html": "<p><br>\n</p>", "plain": ""}`,
		"[1]: https://x.dk":           `{"html": "", "plain": ""}`,
		"---":                         `{"html": "<hr>", "plain": ""}`,
		"&nbsp;":                      `{"html": "<p>\u00a0</p>", "plain": ""}`,
		"#":                           `{"html": "<h1></h1>", "plain": ""}`,
		"-":                           `{"html": "<ul>\n<li></li>\n</ul>", "plain": ""}`,
		"> ":                          `{"html": "<blockquote>\n</blockquote>", "plain": ""}`,
		"![](https://x.dk/a.png)":     `{"html": "<p></p>", "plain": ""}`,
	} {
		d.write(text, want)
	}
}

// TestRichTextWarnings: an editor learns what readers do not see, with the translation and the
// position. It prevents nothing.
func TestRichTextWarnings(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	talk := map[string]any{"id": id("session", "Panel"), "text": "<!-- husk Bo -->\n\nSe ![salen](https://x.dk/a.png), [w](www.x.dk) og <b>her</b>.\n\n[1]: https://x.dk"}
	const warnings = `[
		{"code": "COMMENT_HIDDEN", "path": ["abstract", "da"], "message": "Linje 1, tegn 1: kommentaren vises ikke, men enhver kan hente den med tekstens Markdown: <!-- husk Bo -->", "warning": true},
		{"code": "PICTURE_HIDDEN", "path": ["abstract", "da"], "message": "Linje 3, tegn 4: billedet vises ikke, kun dets alternative tekst: ![salen](https://x.dk/a.png)", "warning": true},
		{"code": "LINK_DROPPED", "path": ["abstract", "da"], "message": "Linje 3, tegn 34: linket virker ikke, kun dets tekst vises: [w](www.x.dk). Skriv hele adressen med https://, mailto: eller tel:, eller en sti på webstedet, der begynder med /.", "warning": true},
		{"code": "TAG_SHOWN", "path": ["abstract", "da"], "message": "Linje 3, tegn 51: HTML virker ikke her og vises som tekst: <b>", "warning": true},
		{"code": "TAG_SHOWN", "path": ["abstract", "da"], "message": "Linje 3, tegn 57: HTML virker ikke her og vises som tekst: </b>", "warning": true},
		{"code": "ADDRESS_UNUSED", "path": ["abstract", "da"], "message": "Linje 5, tegn 1: intet link i teksten bruger denne adresse, og den vises ikke: [1]: https://x.dk", "warning": true},
		{"code": "NOT_PUBLIC", "path": ["appearances", "1", "speaker"], "message": "\"Hidden\" er ikke offentliggjort, så læserne ser det ikke her.", "warning": true}]`
	d.wants(`mutation($id: ID!, $text: Markdown!) {
		updateSession(input: {id: $id, fields: {abstract: $text}}) {
			document { problems { code path message warning } } warnings { code path message warning } userErrors { code }
		}
		publish(input: {id: $id}) { userErrors { code } }
	}`, talk, `{"updateSession": {"document": {"problems": `+warnings+`}, "warnings": `+warnings+`, "userErrors": []}, "publish": {"userErrors": []}}`)
	d = newDesk(t, sample(t))
	talk["text"] = "a | b\n--|--\n1|2|3\n\n[^x]: note"
	d.wants(`mutation($id: ID!, $text: Markdown!) @inContext(language: "en") {
		updateSession(input: {id: $id, fields: {abstract: $text}}) { warnings { code path message } userErrors { code } }
	}`, talk, `{"updateSession": {"warnings": [
		{"code": "CELLS_HIDDEN", "path": ["abstract", "en"], "message": "Line 3, character 4: the table has fewer columns, and these cells are not shown: |3"},
		{"code": "NOTE_UNUSED", "path": ["abstract", "en"], "message": "Line 5, character 1: the text does not refer to the footnote, which is therefore not shown: [^x]: note"}], "userErrors": []}}`)
}

// TestRichTextNesting: what is nested too deeply is not saved, not even in a draft.
func TestRichTextNesting(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	for text, message := range map[string]string{
		strings.Repeat(">", 8000):                                     `Linje 1, tegn 21: »>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>…« ligger inde i mere end 20 citater, lister, kantede parenteser eller fremhævelser.`,
		"x\n" + strings.Repeat("[", 4000) + strings.Repeat("]", 4000): `Linje 2, tegn 21: »[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…« ligger inde i mere end 20 citater, lister, kantede parenteser eller fremhævelser.`,
	} {
		data, errs := d.ask(`mutation($id: ID!, $text: Markdown!) { updateSession(input: {id: $id, fields: {abstract: $text}}) { revision userErrors { code path message warning } } }`,
			map[string]any{"id": id("session", "Panel"), "text": text})
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		payload := data["updateSession"].(map[string]any)
		problems := payload["userErrors"].([]any)
		if payload["revision"] != nil || len(problems) == 0 {
			t.Fatalf("%.20s: %v", text, payload)
		}
		problem := problems[0].(map[string]any)
		if problem["code"] != "TEXT_TOO_DEEP" || problem["warning"] != false || problem["message"] != message {
			t.Errorf("%.20s: %v", text, problem)
		}
	}
}

// TestStoredNesting: a text that was stored before nesting had a bound is shown within the
// time that an operation has. Such texts once took longer than testTimeout.
func TestStoredNesting(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat(">", 80_000), strings.Repeat("[", 40_000) + strings.Repeat("]", 40_000)} {
		d := newDesk(t, sample(t))
		d.write("Her.", `{"html": "<p>Her.</p>", "plain": "Her."}`)
		contenttest.Rewrite(t, d.store, id("session", "Panel"), "Her.", text)
		data, errs := d.ask(`{ session(slug: "panel") { abstract { html plain } } }`, nil)
		if len(errs) > 0 {
			t.Fatalf("%.10s: %v", text, errs)
		}
		plain := data["session"].(map[string]any)["abstract"].(map[string]any)["plain"].(string)
		if len(plain) < len(text)-100 {
			t.Errorf("%.10s: %d of %d characters are shown", text, len(plain), len(text))
		}
	}
}

// TestEmptyTextInAPreview: a draft with an empty text that readers are guaranteed is
// incomplete; a text that shows nothing is a value.
func TestEmptyTextInAPreview(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	data, errs := d.ask(`mutation { createSpeaker(input: {fields: {bio: "---"}}) { document { documentId } userErrors { code } } }`, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	speaker := data["createSpeaker"].(map[string]any)["document"].(map[string]any)["documentId"]
	ask := func(field string) (map[string]any, []any) {
		return d.ask(`query($id: ID!) @inContext(preview: true) { node(id: $id) { ... on Speaker { `+field+` } } }`, map[string]any{"id": speaker})
	}
	_, errs = ask("name")
	if len(errs) != 1 || errs[0].(map[string]any)["extensions"].(map[string]any)["code"] != "INCOMPLETE_DRAFT" {
		t.Errorf("a draft without a name: %v", errs)
	}
	data, errs = ask("bio { html plain }")
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	d.same(data, `{"node": {"bio": {"html": "<hr>", "plain": ""}}}`)
}

// TestRichTextPreview: an editor sees a text as readers will, before it is in any document.
func TestRichTextPreview(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	const preview = `query($text: Markdown!) @inContext(language: "en") { richText(markdown: $text) { html plain language } }`
	d.wants(preview, map[string]any{"text": "Call **now**, <b>or</b> [write](/contact)."}, `{"richText": {
		"html": "<p>Call <strong>now</strong>, &lt;b&gt;or&lt;/b&gt; <a href=\"https://example.org/contact\" rel=\"noopener noreferrer\">write</a>.</p>",
		"plain": "Call now, <b>or</b> write.", "language": "en"}}`)
	d.wants(preview, map[string]any{"text": ""}, `{"richText": null}`)
	for code, actor := range map[string]content.Actor{"UNAUTHENTICATED": content.Anonymous, "FORBIDDEN": {Role: content.RolePreviewer, Name: "p"}} {
		d.actor = actor
		if _, errs := d.ask(preview, map[string]any{"text": "x"}); len(errs) != 1 || codeOfAnswer(errs[0]) != code {
			t.Errorf("%v: %v, want %s", actor, errs, code)
		}
	}
}
