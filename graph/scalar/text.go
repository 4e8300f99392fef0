package scalar

import (
	"errors"
	"strconv"
	"unicode/utf8"

	"lectern/content"
	"lectern/content/locale"
)

// UnmarshalString reads a text.
func UnmarshalString(v any) (string, error) { return text(v) }

// UnmarshalText is there because gqlgen wants pairs. Inputs take a language
// with each text, so nothing is read by it.
func UnmarshalText(any) (locale.Text, error) {
	return nil, errors.New("scalar: a text without its language can't be read")
}

// UnmarshalID reads the id of a document, which may be that of its draft, or of a file. Any
// text or whole number is accepted: an id that this service never made matches no document.
func UnmarshalID(v any) (content.ID, error) {
	id, err := UnmarshalNodeID(v)
	return id.Document(), err
}

// UnmarshalNodeID is UnmarshalID where a draft is another object than its document.
func UnmarshalNodeID(v any) (content.NodeID, error) {
	if n, ok := whole(v); ok {
		return content.NodeID(strconv.FormatInt(n, 10)), nil
	}
	s, err := text(v)
	if err != nil {
		return "", err
	}
	if u, err := locale.ParseURL(s); err == nil {
		if id, ok := content.AssetIn(u); ok {
			return content.NodeID(id), nil
		}
	}
	return content.NodeID(s), nil
}

// UnmarshalURL reads an absolute address.
func UnmarshalURL(v any) (locale.URL, error) { return parsed(v, locale.ParseURL) }

// UnmarshalLanguage reads a BCP 47 tag into its canonical form.
func UnmarshalLanguage(v any) (locale.Language, error) { return parsed(v, locale.ParseLanguage) }

// UnmarshalSlug reads a slug, which need not be in use. Any text is accepted: it is
// often the end of a URL that a visitor typed. A text that is no slug matches no document.
func UnmarshalSlug(v any) (string, error) { return text(v) }

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
