package scalar

import (
	"errors"
	"unicode/utf8"

	"lectern/content"
	"lectern/content/locale"
)

// UnmarshalString reads a text.
func UnmarshalString(v any) (string, error) { return text(v) }

// UnmarshalText exists because gqlgen requires a pair. Inputs take a language with each text,
// so it is never called.
func UnmarshalText(any) (locale.Text, error) {
	return nil, errors.New("scalar: a text without its language can't be read")
}

// UnmarshalID reads the id of a document or of a file. The document need not exist.
func UnmarshalID(v any) (content.ID, error) {
	s, _ := v.(string)
	if u, err := locale.ParseURL(s); err == nil {
		if id, ok := content.AssetIn(u); ok {
			return content.ID(id), nil
		}
	}
	return parsed(v, content.ParseID)
}

// UnmarshalURL reads an absolute URL.
func UnmarshalURL(v any) (locale.URL, error) { return parsed(v, locale.ParseURL) }

// UnmarshalLanguage reads a BCP 47 tag into its canonical form.
func UnmarshalLanguage(v any) (locale.Language, error) { return parsed(v, locale.ParseLanguage) }

// UnmarshalSlug reads a slug. No document need have it.
func UnmarshalSlug(v any) (string, error) {
	return parsed(v, func(s string) (string, error) {
		if !locale.ValidSlug(s) {
			return "", content.Errorf(content.CodeBadInput, "This is not a slug such as fagkonference-om-stalking: a–z, 0–9 and single hyphens.")
		}
		return s, nil
	})
}

// text returns the string of a scalar. A GraphQL document may contain bytes that are not valid
// UTF-8.
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
	value, err = parse(s)
	return value, content.InputError(err)
}
