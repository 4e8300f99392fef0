package catalog

import "strings"

import (
	"lectern/content"
)

// rowWording is how the people in a photo are told in a language.
type rowWording struct {
	from   string // that they are told from the left
	and    string // before the last of them
	nobody string // who is not told
}

var rowWordings = map[string]*rowWording{
	"da": {"Fra venstre: ", " og ", "en person, som ikke er nævnt"},
	"en": {"From left: ", " and ", "a person who is not named"},
}

// PeopleText is who is in a photo, from left to right, as far as the view tells
// who they are: "Fra venstre: Anna K. og en person, som ikke er nævnt". It is
// made of the row as it is read, so that who withdraws is out of it at once, and
// who goes by a pseudonym has that. It is nil where nobody can be told, and in a
// language whose words are not known.
func PeopleText(v *content.View, p *Photo) (*string, error) {
	base, _, _ := strings.Cut(string(p.Language), "-")
	words := rowWordings[base]
	if words == nil {
		return nil, nil
	}
	names, told := make([]string, len(p.People)), false
	for i := range p.People {
		name, err := nameAt(v, &p.People[i])
		if err != nil {
			return nil, err
		}
		if names[i] = name; name == "" {
			names[i] = words.nobody
		}
		told = told || name != ""
	}
	switch last := len(names) - 1; {
	case !told:
		return nil, nil
	case last == 0:
		return &names[0], nil
	default:
		return said(words.from + strings.Join(names[:last], ", ") + words.and + names[last]), nil
	}
}

// nameAt is who is told to be at a place in a photo; empty for nobody.
func nameAt(v *content.View, place *PhotoPerson) (string, error) {
	s, err := PersonIn(v, place)
	if err != nil || s == nil {
		return place.Name, err
	}
	return s.Name, nil
}
