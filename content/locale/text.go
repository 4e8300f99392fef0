package locale

import (
	"encoding/json"
	"slices"
	"strings"
)

// Text is one text in any number of languages, ordered by language tag. A document from a view
// has at most one language in each of its texts: the one that it is served in. A Text is never
// changed in place.
type Text []Translation

// Translation is a text in one language; it is never empty.
type Translation struct {
	Language Language
	Text     string
}

// NewText returns a text of pairs of a language and its text: NewText("da", "Stalking", "en",
// "Stalking"). Empty texts are left out.
func NewText(pairs ...string) Text {
	var t Text
	for i := 0; i+1 < len(pairs); i += 2 {
		t = t.With(Language(pairs[i]), pairs[i+1])
	}
	return t
}

// In returns the text in one language, or "".
func (t Text) In(l Language) string {
	for i := range t {
		if t[i].Language == l {
			return t[i].Text
		}
	}
	return ""
}

// With returns the text with a translation replaced; an empty one removes it.
func (t Text) With(l Language, text string) Text {
	out := slices.DeleteFunc(slices.Clone(t), func(tr Translation) bool { return tr.Language == l })
	if strings.TrimSpace(text) != "" {
		out = append(out, Translation{l, text})
	}
	slices.SortFunc(out, func(a, b Translation) int { return strings.Compare(string(a.Language), string(b.Language)) })
	return out
}

// Formed returns the text with a form applied to each translation, such as OneLine.
// Translations that become empty are removed.
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

// String returns the only text of a narrowed Text, and the first of any other.
func (t Text) String() string {
	if len(t) == 0 {
		return ""
	}
	return t[0].Text
}

// Language returns the language of String's result.
func (t Text) Language() Language {
	if len(t) == 0 {
		return ""
	}
	return t[0].Language
}

// Narrow returns the text in one language. It shares the original's memory.
func (t Text) Narrow(l Language) Text {
	for i := range t {
		if t[i].Language == l {
			return t[i : i+1 : i+1]
		}
	}
	return nil
}

// MarshalJSON returns an object with a member for each language.
func (t Text) MarshalJSON() ([]byte, error) {
	m := make(map[Language]string, len(t))
	for _, tr := range t {
		m[tr.Language] = tr.Text
	}
	return json.Marshal(m)
}

// UnmarshalJSON parses the result of MarshalJSON.
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

// RichText is a text whose translations are Markdown. Readers get it as Markdown, as HTML and
// as plain text, by package richtext.
type RichText struct{ Text }

// NewRichText returns a rich text of pairs of a language and Markdown.
func NewRichText(pairs ...string) *RichText { return &RichText{NewText(pairs...)} }

// Markdown returns the source in the language that the document is served in.
func (r *RichText) Markdown() string { return r.String() }

// Whole returns the text of a rich text that may be nil.
func (r *RichText) Whole() Text {
	if r == nil {
		return nil
	}
	return r.Text
}

// Narrow returns the rich text in one language; nil if it has no text in it.
func (r *RichText) Narrow(l Language) *RichText {
	if t := r.Whole().Narrow(l); len(t) > 0 {
		return &RichText{t}
	}
	return nil
}

// MarkdownOf returns the source of a rich text that may be nil.
func MarkdownOf(r *RichText) string {
	if r == nil {
		return ""
	}
	return r.Markdown()
}

// ServedIn is the language that a part of a document is served in, for parts with a time. Views
// fill it in.
type ServedIn Language
