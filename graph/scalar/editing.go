package scalar

import (
	"errors"
	"slices"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// UnmarshalTexts exists because gqlgen requires a pair. Inputs take a text in the language of
// their operation.
func UnmarshalTexts(any) (locale.Text, error) {
	return nil, errors.New("scalar: texts are written one language at a time")
}

// UnmarshalRichTexts exists because gqlgen requires a pair.
func UnmarshalRichTexts(any) (locale.RichText, error) {
	return locale.RichText{}, errors.New("scalar: texts are written one language at a time")
}

// UnmarshalRole reads a role.
func UnmarshalRole(v any) (content.Role, error) {
	s, _ := v.(string)
	role := content.Role(strings.ToLower(s))
	if !slices.Contains(content.Roles(), role) {
		return "", content.Errorf(content.CodeBadInput, "This is not a role.")
	}
	return role, nil
}
