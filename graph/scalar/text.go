package scalar

import (
	"errors"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
)

// MarshalString writes a text; the empty one as null. Enums, Markdown and HTML
// are written by it too.
func MarshalString(s string) graphql.Marshaler {
	if s == "" {
		return graphql.Null
	}
	return graphql.MarshalString(s)
}

// UnmarshalString reads a text.
func UnmarshalString(v any) (string, error) { return text(v) }

// MarshalText writes a text that the view has narrowed to one language.
func MarshalText(t content.Text) graphql.Marshaler { return MarshalString(t.String()) }

// UnmarshalText is there because gqlgen wants pairs. Inputs take a language
// with each text, so nothing is read by it.
func UnmarshalText(any) (content.Text, error) {
	return nil, errors.New("scalar: a text without its language can't be read")
}

// MarshalID writes the id of a document.
func MarshalID(id content.ID) graphql.Marshaler { return MarshalString(string(id)) }

// UnmarshalID reads the id of a document, which need not exist, or of a file.
func UnmarshalID(v any) (content.ID, error) {
	s, _ := v.(string)
	if u, err := content.ParseURL(s); err == nil {
		if id, ok := u.Asset(); ok {
			return content.ID(id), nil
		}
	}
	return parsed(v, content.ParseID)
}

// MarshalURL writes an address.
func MarshalURL(u content.URL) graphql.Marshaler { return MarshalString(string(u)) }

// UnmarshalURL reads an absolute address.
func UnmarshalURL(v any) (content.URL, error) { return parsed(v, content.ParseURL) }

// MarshalLanguage writes a BCP 47 tag.
func MarshalLanguage(l content.Language) graphql.Marshaler { return MarshalString(string(l)) }

// UnmarshalLanguage reads a BCP 47 tag into its canonical form.
func UnmarshalLanguage(v any) (content.Language, error) { return parsed(v, content.ParseLanguage) }

// MarshalSlug writes a slug.
func MarshalSlug(s string) graphql.Marshaler { return MarshalString(s) }

// UnmarshalSlug reads a slug, which need not be in use.
func UnmarshalSlug(v any) (string, error) {
	return parsed(v, func(s string) (string, error) {
		if !content.ValidSlug(s) {
			return "", content.Errorf(content.CodeBadInput, "This is not a slug such as fagkonference-om-stalking: a–z, 0–9 and single hyphens.")
		}
		return s, nil
	})
}

// text is the string that a scalar is read from. A GraphQL document may hold
// bytes that are no text.
func text(v any) (string, error) {
	s, ok := v.(string)
	if !ok || !utf8.ValidString(s) {
		return "", content.Errorf(content.CodeBadInput, "This must be a string in UTF-8.")
	}
	return s, nil
}

// parsed reads a scalar that is written as a string.
func parsed[T any](v any, parse func(string) (T, error)) (value T, err error) {
	s, err := text(v)
	if err != nil {
		return value, err
	}
	return parse(s)
}
