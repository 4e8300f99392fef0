package scalar

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
)

// MarshalTexts writes a text with all its languages, as an object; one without
// any as null.
func MarshalTexts(t content.Text) graphql.Marshaler {
	if len(t) == 0 {
		return graphql.Null
	}
	return graphql.WriterFunc(func(w io.Writer) {
		b, err := json.Marshal(t)
		if err != nil { // of strings only: can't be
			b = []byte("null")
		}
		_, _ = w.Write(b)
	})
}

// UnmarshalTexts is there because gqlgen wants pairs. Inputs take a text in the
// language of their operation.
func UnmarshalTexts(any) (content.Text, error) {
	return nil, errors.New("scalar: texts are written one language at a time")
}

// MarshalRichTexts writes a rich text's Markdown in all its languages.
func MarshalRichTexts(t content.RichText) graphql.Marshaler { return MarshalTexts(t.Text) }

// UnmarshalRichTexts is there because gqlgen wants pairs.
func UnmarshalRichTexts(any) (content.RichText, error) {
	return content.RichText{}, errors.New("scalar: texts are written one language at a time")
}

// MarshalRole writes a role as enums are written.
func MarshalRole(r content.Role) graphql.Marshaler { return MarshalString(strings.ToUpper(string(r))) }

// UnmarshalRole reads a role.
func UnmarshalRole(v any) (content.Role, error) {
	s, _ := v.(string)
	role := content.Role(strings.ToLower(s))
	if !slices.Contains(content.Roles(), role) {
		return "", content.Errorf(content.CodeBadInput, "This is not a role.")
	}
	return role, nil
}
