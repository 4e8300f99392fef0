package locale

import (
	"encoding/json"
	"slices"
	"strings"
)

// Text is one text in any number of languages, ordered by language tag. A
// document that comes out of a view holds at most one language in each of its
// texts: the one that it is served in. A Text is never changed in place.
type Text []Translation

// Translation is a text in one language; it is never empty.
type Translation struct {
	Language Language
	Text     string
}

// NewText makes a text from pairs of a language and its text: NewText("da",
// "Stalking", "en", "Stalking"). Empty texts are left out.
func NewText(pairs ...string) Text {
	var t Text
	for i := 0; i+1 < len(pairs); i += 2 {
		t = t.With(Language(pairs[i]), pairs[i+1])
	}
	return t
}

// In is the text in one language, empty where there is none.
func (t Text) In(l Language) string {
	for i := range t {
		if t[i].Language == l {
			return t[i].Text
		}
	}
	return ""
}

// With is the text with another translation in place of the one it has; an
// empty one clears it.
func (t Text) With(l Language, text string) Text {
	out := slices.DeleteFunc(slices.Clone(t), func(tr Translation) bool { return tr.Language == l })
	if strings.TrimSpace(text) != "" {
		out = append(out, Translation{l, text})
	}
	slices.SortFunc(out, func(a, b Translation) int { return strings.Compare(string(a.Language), string(b.Language)) })
	return out
}

// Formed is the text with each translation in a form, such as that of OneLine. A
// translation of which nothing is left goes.
func (t Text) Formed(form func(string) string) Text {
	if !slices.ContainsFunc(t, func(tr Translation) bool { return form(tr.Text) != tr.Text }) {
		return t
	}
	out := t
	for _, tr := range t {
		out = out.With(tr.Language, form(tr.Text))
	}
	return out
}

// String is the only text of a narrowed Text, and the first of another.
func (t Text) String() string {
	if len(t) == 0 {
		return ""
	}
	return t[0].Text
}

// Language is the language of what String gives.
func (t Text) Language() Language {
	if len(t) == 0 {
		return ""
	}
	return t[0].Language
}

// Narrow keeps one language. It shares the original's memory.
func (t Text) Narrow(l Language) Text {
	for i := range t {
		if t[i].Language == l {
			return t[i : i+1 : i+1]
		}
	}
	return nil
}

// MarshalJSON writes an object with a member for each language.
func (t Text) MarshalJSON() ([]byte, error) {
	m := make(map[Language]string, len(t))
	for _, tr := range t {
		m[tr.Language] = tr.Text
	}
	return json.Marshal(m)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Text) UnmarshalJSON(b []byte) error {
	var m map[Language]string
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	out := make(Text, 0, len(m))
	for l, text := range m {
		if strings.TrimSpace(text) != "" {
			out = append(out, Translation{l, text})
		}
	}
	slices.SortFunc(out, func(a, b Translation) int { return strings.Compare(string(a.Language), string(b.Language)) })
	*t = out
	return nil
}

// RichText is a text whose translations are Markdown. Readers get it as Markdown,
// as HTML and as plain text, which package richtext makes of it.
type RichText struct{ Text }

// NewRichText makes a rich text from pairs of a language and Markdown.
func NewRichText(pairs ...string) *RichText { return &RichText{NewText(pairs...)} }

// Markdown is the source in the language that the document is served in.
func (r *RichText) Markdown() string { return r.String() }

// Whole is that of a rich text that may not be there.
func (r *RichText) Whole() Text {
	if r == nil {
		return nil
	}
	return r.Text
}

// Narrow keeps one language; nil where it has no text in it.
func (r *RichText) Narrow(l Language) *RichText {
	if t := r.Whole().Narrow(l); len(t) > 0 {
		return &RichText{t}
	}
	return nil
}

// MarkdownOf is the source of a rich text that may not be there.
func MarkdownOf(r *RichText) string {
	if r == nil {
		return ""
	}
	return r.Markdown()
}

// ServedIn is the language that a part of a document is served in, for parts that
// say when something was. Views fill it in.
type ServedIn Language
